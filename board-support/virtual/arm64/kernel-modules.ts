/** The few of a distribution's kernel modules that a board needs, with what they depend on. */
import { copyFile, mkdir, readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { command } from '../command.ts';

export class KernelModules {
  readonly #root: string;
  readonly #release: string;
  readonly #dependencies: ReadonlyMap<string, readonly string[]>;

  private constructor(root: string, release: string, dependencies: ReadonlyMap<string, readonly string[]>) {
    this.#root = root;
    this.#release = release;
    this.#dependencies = dependencies;
  }

  /** @param root where the kernel's package is unpacked */
  static async open(root: string): Promise<KernelModules> {
    const [release] = await readdir(join(root, 'lib/modules'));
    if (!release) throw new PupsentryError('kernel-modules', `There are no kernel modules in ${root}.`);
    await depmod(root, release);
    const text = await readFile(join(root, 'lib/modules', release, 'modules.dep'), 'utf8');
    return new KernelModules(root, release, parseDependencies(text));
  }

  /**
   * @returns the modules' files in the order in which insmod takes them
   * @throws PupsentryError "kernel-modules" naming one that this kernel does not have
   */
  files(names: readonly string[]): string[] {
    const ordered = inLoadOrder(this.#dependencies, names);
    return ordered.map((file) => join(this.#root, 'lib/modules', this.#release, file));
  }

  /** Copies modules into another root, for modprobe there. */
  async install(names: readonly string[], into: string): Promise<void> {
    const folder = join('lib/modules', this.#release);
    const lists = ['modules.builtin', 'modules.builtin.modinfo', 'modules.order'];
    for (const file of [...inLoadOrder(this.#dependencies, names), ...lists]) {
      await mkdir(join(into, folder, dirname(file)), { recursive: true });
      await copyFile(join(this.#root, folder, file), join(into, folder, file));
    }
    await depmod(into, this.#release);
  }
}

async function depmod(root: string, release: string): Promise<void> {
  await command(['depmod', '-b', root, release], { from: 'kmod' });
}

/** modules.dep(5): every line names a module and all that it needs, what is needed first coming last. */
export function parseDependencies(text: string): Map<string, string[]> {
  const lines = text.split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [
        line.slice(0, colon),
        line
          .slice(colon + 1)
          .trim()
          .split(/\s+/)
          .filter(Boolean),
      ];
    }),
  );
}

/** @param names as for modprobe: "-" and "_" are the same */
export function inLoadOrder(
  dependencies: ReadonlyMap<string, readonly string[]>,
  names: readonly string[],
): string[] {
  const plain = (name: string) => basename(name).replace(/\.ko$/, '').replaceAll('-', '_');
  const byName = new Map([...dependencies.keys()].map((file) => [plain(file), file]));
  const ordered = new Set<string>();
  for (const name of names) {
    const file = byName.get(plain(name));
    if (!file) throw new PupsentryError('kernel-modules', `This kernel has no module ${name}.`);
    for (const needed of dependencies.get(file)!.toReversed()) ordered.add(needed);
    ordered.add(file);
  }
  return [...ordered];
}
