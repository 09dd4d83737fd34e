/**
 * Debian packages of another architecture, unpacked and not installed: no maintainer script runs, so neither root
 * nor an emulator is needed. apt resolves and verifies them with this machine's own sources, in folders of its own.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PupsentryError, explain } from '#kit/errors.ts';
import { command } from '../command.ts';

export class DebianPackages {
  readonly #architecture: string;
  readonly #folder: string;

  /** @param folder for apt's lists and downloads; may be deleted afterwards */
  constructor(options: { architecture: string; folder: string }) {
    this.#architecture = options.architecture;
    this.#folder = options.folder;
  }

  /** Fetches the lists of what there is. @throws PupsentryError "packages-unreachable" */
  async update(): Promise<void> {
    for (const folder of ['lists/partial', 'archives/partial', 'log'])
      await mkdir(join(this.#folder, folder), { recursive: true });
    await writeFile(join(this.#folder, 'status'), ''); // nothing is installed there
    await this.#apt(['apt-get', 'update', '-qq', '--error-on=any']);
  }

  /**
   * Unpacks packages with all that they depend on.
   * @param without dependencies, by name, that nobody will miss
   */
  async unpack(names: readonly string[], into: string, without: readonly string[] = []): Promise<void> {
    await this.#apt([
      'apt-get',
      'install',
      '--download-only',
      '--no-install-recommends',
      '-y',
      '-qq',
      ...names,
    ]);
    const archives = join(this.#folder, 'archives');
    const files = (await readdir(archives)).filter(
      (file) => file.endsWith('.deb') && !without.includes(file.split('_')[0]!),
    );
    await mkdir(into, { recursive: true });
    for (const file of files) await command(['dpkg-deb', '-x', join(archives, file), into], { from: 'dpkg' });
    await rm(archives, { recursive: true });
    await mkdir(join(archives, 'partial'), { recursive: true });
  }

  /** Unpacks the kernel that a package such as "linux-image-arm64" stands for, alone: it is not to be installed. */
  async unpackKernel(name: string, into: string): Promise<void> {
    const shown = await this.#apt(['apt-cache', 'show', '--no-all-versions', name]);
    const kernel = /^Depends:.*?\b(linux-image-\d[^\s,]*)/m.exec(shown)?.[1];
    if (!kernel) throw new PupsentryError('packages-unreachable', `${name} names no kernel package.`);
    await this.#apt(['apt-get', 'download', '-qq', kernel], this.#folder);
    const file = (await readdir(this.#folder)).find((entry) => entry.startsWith(`${kernel}_`))!;
    await mkdir(into, { recursive: true });
    await command(['dpkg-deb', '-x', join(this.#folder, file), into], { from: 'dpkg' });
    await rm(join(this.#folder, file));
  }

  async #apt([program, ...args]: [string, ...string[]], cwd = this.#folder): Promise<string> {
    const at = (name: string) => join(this.#folder, name);
    const options = {
      'Dir::State': this.#folder,
      'Dir::State::lists': at('lists'),
      'Dir::State::status': at('status'),
      'Dir::Cache': this.#folder,
      'Dir::Cache::archives': at('archives'),
      'Dir::Log': at('log'),
      'APT::Architecture': this.#architecture,
      'APT::Architectures': this.#architecture,
      'APT::Sandbox::User': '', // apt's own user could not write here
      'Acquire::Languages': 'none',
      'Acquire::Retries': '3',
    };
    const settings = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
    try {
      return await command([program, ...settings, ...args], { cwd, from: 'apt' });
    } catch (cause) {
      throw new PupsentryError(
        'packages-unreachable',
        `The ${this.#architecture} packages of Debian cannot be had: ${explain(cause)}`,
        "The sources in /etc/apt must be reachable and not be limited to this machine's architecture.",
        { cause },
      );
    }
  }
}
