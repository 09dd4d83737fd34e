/** Bundles the programs and the console into dist/: `npm run build`. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from '../cloud-stub/console/build-console.ts';
import { PROGRAMS, bundleProgram } from './bundle-program.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** SOURCE_DATE_EPOCH makes builds repeatable (reproducible-builds.org). */
const builtMs = process.env.SOURCE_DATE_EPOCH ? Number(process.env.SOURCE_DATE_EPOCH) * 1000 : Date.now();

mkdirSync(dist, { recursive: true });
const names = Object.keys(PROGRAMS) as (keyof typeof PROGRAMS)[];
await Promise.all(
  names.map((name) => bundleProgram({ name, outfile: join(dist, `${name}.js`), version, builtMs })),
);

rmSync(join(dist, 'console'), { recursive: true, force: true });
await buildConsole(join(dist, 'console'));
cpSync(join(root, 'protocol/pupsentry.proto'), join(dist, 'pupsentry.proto'));
const boards = join(root, 'board-support/boards');
if (existsSync(boards)) cpSync(boards, join(dist, 'boards'), { recursive: true });
