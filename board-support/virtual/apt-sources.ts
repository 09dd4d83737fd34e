/** The machine's own Debian archives: the virtual board's packages come from where the machine's come from. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';

export interface SourceFile {
  /** Ends in .list or .sources, which tells the two forms apart. */
  name: string;
  text: string;
}

/**
 * What serves a release of Debian, in the form it has there. Archives of others (their suites have other names)
 * stay out: they bring keys of their own and may replace packages.
 * @param codename such as "bookworm"
 */
export function sourcesOf(codename: string, files: readonly SourceFile[]): SourceFile[] {
  const serves = (suite: string) =>
    suite === codename || suite.startsWith(`${codename}-`) || suite.startsWith(`${codename}/`);
  return files
    .map(({ name, text }) => ({
      name,
      text: name.endsWith('.sources') ? stanzas(text, serves) : lines(text, serves),
    }))
    .filter(({ text }) => text !== '');
}

/** deb822, sources.list(5): paragraphs of fields. */
function stanzas(text: string, serves: (suite: string) => boolean): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .split(/\n\s*\n/)
    .filter((stanza) => {
      const field = (name: string) =>
        (new RegExp(`^${name}:(.*)$`, 'im').exec(stanza)?.[1] ?? '').trim().split(/\s+/);
      const enabled = !/^(no|false|without|off|disable)$/i.test(field('Enabled')[0]!);
      return enabled && field('Types').includes('deb') && field('Suites').some(serves);
    })
    .map((stanza) => `${stanza.trim()}\n`)
    .join('\n');
}

/** One line an archive: deb [options] uri suite component… */
function lines(text: string, serves: (suite: string) => boolean): string {
  return text
    .split('\n')
    .filter((line) => {
      const suite = /^deb\s+(?:\[[^\]]*\]\s*)?\S+\s+(\S+)/.exec(line.trim())?.[1];
      return suite !== undefined && serves(suite);
    })
    .map((line) => `${line.trim()}\n`)
    .join('');
}

/** The release this machine runs, such as "bookworm". */
export async function debianCodename(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const codename = /^VERSION_CODENAME=["']?([a-z]+)/m.exec(release)?.[1];
  if (!codename || !/^ID(_LIKE)?=["']?.*debian/m.test(release)) {
    throw new PupsentryError(
      'no-debian',
      'The virtual board is made of Debian packages, and this is no Debian-like machine.',
      'Run it in a Debian 12 container or machine.',
    );
  }
  return codename;
}

/** Reads what apt reads. */
export async function machineSources(folder = '/etc/apt'): Promise<SourceFile[]> {
  const parts = await readdir(join(folder, 'sources.list.d')).catch(() => []);
  const names = ['sources.list', ...parts.sort().map((name) => join('sources.list.d', name))];
  const files = await Promise.all(
    names
      .filter((name) => /\.(list|sources)$/.test(name))
      .map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8').catch(() => '') })),
  );
  return files.filter(({ text }) => text.trim() !== '');
}
