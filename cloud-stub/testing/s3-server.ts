/**
 * A server that speaks S3, as a child process on loopback: s3rver from npm, which keeps its objects in a folder. It
 * looks at the account of a request, but does not recompute signatures of version 4.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#kit/ports.ts';
import type { S3Options } from '../clips/s3-clip-store.ts';

export class S3Server {
  readonly folder = mkdtempSync(join(tmpdir(), 'pupsentry-s3-'));
  readonly options: S3Options;
  readonly #port: number;
  #child: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
    // The account that s3rver has.
    const account = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
    this.options = { endpoint: `http://127.0.0.1:${port}/clips`, region: 'us-east-1', ...account };
  }

  /** With an empty bucket "clips". */
  static async start(): Promise<S3Server> {
    const server = new S3Server(await freePort());
    await server.startAgain();
    return server;
  }

  async startAgain(): Promise<void> {
    const program = createRequire(import.meta.url).resolve('s3rver/bin/s3rver.js');
    const args = [
      '-d',
      this.folder,
      '-a',
      '127.0.0.1',
      '-p',
      String(this.#port),
      '--configure-bucket',
      'clips',
    ];
    this.#child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const take = (text: Buffer) => {
        output += text.toString();
        if (/listening/i.test(output)) resolve();
      };
      this.#child!.stdout!.on('data', take);
      this.#child!.stderr!.on('data', take);
      this.#child!.once('exit', (code) => reject(new Error(`s3rver ended with ${code}: ${output}`)));
    });
  }

  /** Goes away; its objects stay. */
  async halt(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    child.removeAllListeners('exit');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
