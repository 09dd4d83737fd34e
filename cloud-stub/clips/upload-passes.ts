/**
 * What a device shows at the door for clips: a pass for its own clips, good for a day. It gets it by MQTT, where its
 * certificate says who it is. Nothing is kept of a pass: it carries its own seal.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#kit/clock.ts';
import { getMeta, putMeta, type Db } from '../database/database.ts';

export const PASS_MS = 24 * 3600 * 1000;
const SECRET = 'upload-secret';

export class UploadPasses {
  readonly #db: () => Db;
  readonly #clock: Clock;
  #secret: Promise<Buffer> | undefined;

  constructor(options: { db: () => Db; clock: Clock }) {
    this.#db = options.db;
    this.#clock = options.clock;
  }

  async issue(deviceId: string): Promise<{ token: string; expiresMs: number }> {
    const expiresMs = this.#clock.nowMs() + PASS_MS;
    const what = `${deviceId}.${expiresMs}`;
    return { token: `${what}.${await this.#seal(what)}`, expiresMs };
  }

  /** @returns whose it is, or null when it is none of ours or too old */
  async check(token: string): Promise<string | null> {
    const match = /^([a-z0-9-]{8,40})\.(\d{13,16})\.([A-Za-z0-9_-]{43})$/.exec(token);
    if (!match) return null;
    const [, deviceId, expiresMs, seal] = match;
    const right = await this.#seal(`${deviceId}.${expiresMs}`);
    if (!timingSafeEqual(Buffer.from(seal!), Buffer.from(right))) return null;
    return this.#clock.nowMs() < Number(expiresMs) ? deviceId! : null;
  }

  async #seal(what: string): Promise<string> {
    return createHmac('sha256', await (this.#secret ??= this.#open()))
      .update(what)
      .digest('base64url');
  }

  async #open(): Promise<Buffer> {
    const kept = await getMeta(this.#db(), SECRET);
    if (kept) return Buffer.from(kept, 'base64url');
    const secret = randomBytes(32);
    await putMeta(this.#db(), SECRET, secret.toString('base64url'));
    return secret;
  }
}
