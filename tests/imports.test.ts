// runs beside others
/** Imports run one way (docs/architecture.md, Rooms), and files are named after what they do. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const root = join(import.meta.dirname, '..');
const ROOMS = ['protocol', 'firmware', 'board-support', 'ota', 'cloud-stub', 'tools', 'bench', 'tests'];

interface Import {
  /** Both relative to the project. */
  from: string;
  to: string;
  /** Nothing of it is left at run time. */
  typeOnly: boolean;
}

interface Foreign {
  from: string;
  name: string;
}

interface Manifest {
  imports: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

const files = ROOMS.filter((room) => existsSync(join(root, room)))
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => join(room, file)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.includes('node_modules'))
  .sort();

const own: Import[] = [];
const foreign: Foreign[] = [];
const unresolved: string[] = [];
for (const file of files) readImports(file);

function readImports(from: string): void {
  const text = readFileSync(join(root, from), 'utf8');
  const source = ts.createSourceFile(from, text, ts.ScriptTarget.Latest, false);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      note(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      note(node.arguments[0]!, false);
    ts.forEachChild(node, visit);
  };
  const note = (specifier: ts.Expression, typeOnly: boolean) => {
    if (!ts.isStringLiteral(specifier)) return; // computed: a path of the run time, not a module of ours
    const name = specifier.text;
    const to = ownPath(from, name);
    if (to === null) return void foreign.push({ from, name });
    if (!existsSync(join(root, to))) unresolved.push(`${from}: ${name}`);
    own.push({ from, to, typeOnly });
  };
  visit(source);
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((e) => e.isTypeOnly);
}

/** @returns the file of ours that a specifier names, or null for Node's and npm's */
function ownPath(from: string, name: string): string | null {
  if (name.startsWith('.')) return relative(root, resolve(root, dirname(from), name));
  for (const [pattern, target] of Object.entries(manifest.imports)) {
    const prefix = pattern.replace('*', '');
    if (name.startsWith(prefix)) return join(target.replace('*', ''), name.slice(prefix.length));
  }
  return null;
}

/**
 * Folder to the folders and files it may import from. A file belongs to the longest folder it stands in.
 * Tests and what only they use may also import fakes (fake-*.ts, simulated-*.ts), tests/ and tools/.
 */
const MAY: Record<string, readonly string[]> = {
  protocol: ['protocol'],
  'firmware/kit': ['firmware/kit'],
  'board-support': ['board-support', 'firmware/kit', 'protocol'],
  'ota/trust': ['ota/trust', 'firmware/kit', 'protocol'],
  ota: ['ota', 'board-support', 'firmware/kit', 'protocol'],
  firmware: ['firmware', 'ota', 'board-support', 'protocol'],
  // Used by the others; knows of them what it is told (settings) and what it reports (faults).
  'firmware/media': [
    'firmware/media',
    'firmware/kit',
    'firmware/settings',
    'firmware/care/faults.ts',
    'board-support',
  ],
  // A process of its own: nothing of the daemon but the shapes the two share.
  'firmware/media/process': ['firmware/media', 'firmware/kit', 'firmware/care/faults.ts', 'board-support'],
  'cloud-stub': ['cloud-stub', 'ota/trust', 'firmware/kit', 'protocol'],
  // Runs in a browser: only what needs nothing of Node.
  'cloud-stub/console': [
    'cloud-stub/console',
    'cloud-stub/api.ts',
    'firmware/kit/retry.ts',
    'protocol/playback.ts',
    'protocol/sealed',
  ],
  tools: ROOMS,
  bench: ROOMS,
  tests: ROOMS,
};

const within = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`);

function roomOf(file: string): string {
  const rooms = Object.keys(MAY).filter((room) => within(file, room));
  return rooms.reduce((longest, room) => (room.length > longest.length ? room : longest));
}

const isTest = (file: string) => /\.test\.tsx?$/.test(file);
/** The simulated button is the button of a PC: it ships. */
const isFake = (file: string) => /^(fake|simulated)-/.test(basename(file)) && !within(file, 'board-support');
/** Never part of a program that ships. */
const isForTests = (file: string) =>
  isTest(file) ||
  isFake(file) ||
  /-under-test\.ts$/.test(file) ||
  /\/testing\//.test(file) ||
  ['tools', 'bench', 'tests'].includes(roomOf(file));
/** Run while building only: they may use what builds. */
const BUILD_STEPS = ['protocol/generate.ts', 'cloud-stub/console/build-console.ts'];
const said = ({ from, to }: Import) => `${from} imports ${to}`;

const test = suite('imports');

test('there is something to read', () => {
  assert.ok(files.length > 100, `${files.length} files`);
  assert.ok(own.length > 300, `${own.length} imports`);
});

test('every import of ours names a file that is there, with its extension', () => {
  assert.equal(unresolved, []);
  assert.equal(own.filter(({ to }) => !/\.(ts|tsx|js|json)$/.test(to)).map(said), []);
});

test('imports run one way', () => {
  const wrong = own.filter(({ from, to }) => {
    if (isForTests(from) && isForTests(to)) return false;
    return !MAY[roomOf(from)]!.some((allowed) => within(to, allowed));
  });
  assert.equal(wrong.map(said), []);
});

test('nothing imports the composition root but the program and whole-system tests', () => {
  const wrong = own.filter(
    ({ from, to }) =>
      to === 'firmware/compose.ts' &&
      from !== 'firmware/main.ts' &&
      !within(from, 'tests') &&
      !within(from, 'bench'),
  );
  assert.equal(wrong.map(said), []);
});

test('nothing imports a program: they are started', () => {
  const programs = [
    'firmware/main.ts',
    'firmware/media/process/main.ts',
    'firmware/ctl/main.ts',
    'cloud-stub/main.ts',
  ];
  assert.equal(own.filter(({ to }) => programs.includes(to)).map(said), []);
});

test('what ships imports no fake, no test and no tool', () => {
  assert.equal(own.filter(({ from, to }) => !isForTests(from) && isForTests(to)).map(said), []);
});

test('no file imports itself around a corner', () => {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of own) if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, path: string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) return void cycles.push([...path.slice(at), file].join(' -> '));
    if (done.has(file)) return;
    for (const to of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  assert.equal(cycles, []);
});

test('every package is one that package.json names; the device needs none of the tools', () => {
  const packageOf = (name: string) =>
    name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/');
  const unknown: string[] = [];
  for (const { from, name } of foreign) {
    if (name.startsWith('node:')) continue;
    const known = packageOf(name) in manifest.dependencies;
    const tool = packageOf(name) in manifest.devDependencies;
    const mayUseTools = isForTests(from) || BUILD_STEPS.includes(from);
    if (!known && !(tool && mayUseTools)) unknown.push(`${from} imports ${name}`);
  }
  assert.equal(unknown, []);
});

test('sharp, whose libvips carries Rust, is known to the cloud’s thumbnails alone', () => {
  const users = foreign.filter(({ from, name }) => name === 'sharp' && !isForTests(from));
  assert.equal(
    users.map(({ from }) => from),
    users.map(() => 'cloud-stub/album/thumbnailer.ts'),
  );
  const source = readFileSync(join(root, 'cloud-stub/album/thumbnailer.ts'), 'utf8');
  assert.match(source, /await import\('sharp'\)/, 'loaded when the stub starts, not by its other commands');
});

test('Node’s own modules are imported with node:', () => {
  assert.equal(
    foreign
      .filter(({ name }) => builtinModules.includes(name))
      .map(({ from, name }) => `${from} imports ${name}`),
    [],
  );
});

test('files are named after what they do, in kebab-case', () => {
  const vague = /(^|[-/])(utils?|helpers?|common|lib|misc|shared)(\.|\/|$)/;
  assert.equal(
    files.filter((file) => vague.test(file)),
    [],
  );
  assert.equal(
    files.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.tsx?$/.test(basename(file))),
    [],
  );
});

test('files are short enough to be read', () => {
  const long = files
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .filter(({ file, lines }) => lines > 400 && !isTest(file));
  assert.equal(
    long.map(({ file, lines }) => `${file}: ${lines} lines`),
    [],
  );
});

test.run();
