/** Generates gen/pupsentry.{js,d.ts} and docs/asyncapi.yaml from the .proto: `npm run generate`. Tests hold them equal. */
import { execFileSync } from 'node:child_process';
import { writeFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { asyncApiDocument } from './asyncapi.ts';
import { toYaml } from './yaml.ts';

const here = dirname(fileURLToPath(import.meta.url));
const bin = (name: string) => join(here, '../node_modules/.bin', name);

/** @returns the generated sources, file name to text */
export function generate(): Record<string, string> {
  const dir = mkdtempSync(join(tmpdir(), 'pupsentry-proto-'));
  try {
    const js = join(dir, 'pupsentry.js');
    const args = [
      '-t',
      'static-module',
      '-w',
      'es6',
      '--force-number',
      '--no-create',
      '--no-delimited',
      '--no-typeurl',
    ];
    const pbjs = (...more: string[]) =>
      execFileSync(bin('pbjs'), [...args, ...more, '-o', js, 'pupsentry.proto'], { cwd: here });
    pbjs(); // with comments, for the declarations only
    execFileSync(bin('pbts'), ['-o', join(dir, 'pupsentry.d.ts'), js], { cwd: here });
    pbjs('--no-comments');
    return {
      'pupsentry.js': readFileSync(js, 'utf8'),
      'pupsentry.d.ts': readFileSync(join(dir, 'pupsentry.d.ts'), 'utf8'),
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** @returns the text of docs/asyncapi.yaml, formatted as everything here is */
export function generateAsyncApi(): Promise<string> {
  const document = asyncApiDocument(readFileSync(join(here, 'pupsentry.proto'), 'utf8'));
  const head = '# Made from protocol/ by `npm run generate`.\n';
  return format(head + toYaml(document), { parser: 'yaml', printWidth: 110, singleQuote: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(generate())) writeFileSync(join(here, 'gen', name), text);
  writeFileSync(join(here, '../docs/asyncapi.yaml'), await generateAsyncApi());
}
