/**
 * Runs the tests: `npm test` all of them, `npm test -- ring outbox` the files whose path has these words. A word that
 * is a whole path is that file, whatever its name: some take too long for every run.
 *
 * Every file runs in a process of its own. uvu alone exits 0 when a hook throws, when a suite forgets
 * .run() or when nothing ran, so a file passes here only if it calls `.run()`, ran at least one test,
 * passed or skipped every one, and its process ended by itself within its time limit (240 s, or what its
 * line `// time limit: N s` says). Two files run at once; one of them may be of the virtual board, which has one
 * processor. The other files under tests/ are whole-system tests and run one at a time, after all others. Files that say
 * `// runs in the background` do nothing but reckon: they have what the whole-system tests leave of the processor. What
 * failed is named again at the end, with the last of what it printed. The last line is `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const ROOMS = ['protocol', 'firmware', 'board-support', 'ota', 'cloud-stub', 'tools', 'tests'];
const DEFAULT_LIMIT_S = 240;
/** `make torture` does the same many more times. */
const TIME_LIMIT_FACTOR = Number(process.env.TIME_LIMIT_FACTOR ?? 1);
/** Lines of its output that are shown again at the end, for a file that failed. */
const LAST_WORDS = 40;
/** Of files that run in the background (nice(1)). */
const LEAST_PRIORITY = '19';

interface Outcome {
  file: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
  problem?: string;
  output: string;
}

function testFiles(words: string[]): string[] {
  return ROOMS.flatMap((room) => {
    try {
      return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((f) =>
        join(root, room, f),
      );
    } catch {
      return [];
    }
  })
    .filter((f) => !f.includes('node_modules'))
    .filter((f) => f.endsWith('.test.ts') || (f.endsWith('.ts') && words.includes(relative(root, f))))
    .filter((f) => words.length === 0 || words.some((w) => relative(root, f).includes(w)))
    .sort();
}

/** @param word of a line that stands in the file, such as "beside others" */
const runs = (word: string) => (file: string) =>
  new RegExp(`^// runs ${word}$`, 'm').test(readFileSync(file, 'utf8'));
const isBackground = runs('in the background');

async function runFile(file: string): Promise<Outcome> {
  const source = readFileSync(file, 'utf8');
  const ownLimitS = Number(/^\/\/ time limit: (\d+) s/m.exec(source)?.[1] ?? DEFAULT_LIMIT_S);
  const limitS = ownLimitS * TIME_LIMIT_FACTOR;
  const started = performance.now();
  const outcome = (more: Partial<Outcome>): Outcome => ({
    file: relative(root, file),
    passed: 0,
    failed: 0,
    skipped: 0,
    output: '',
    seconds: (performance.now() - started) / 1000,
    ...more,
  });
  if (!/\.run\(\)/.test(source)) return outcome({ failed: 1, problem: 'the file never calls .run()' });

  const nice = isBackground(file) ? ['nice', '-n', LEAST_PRIORITY] : [];
  const [program, ...args] = [...nice, process.execPath, '--import', 'tsx', '--enable-source-maps', file];
  const child = spawn(program!, args, {
    cwd: root,
    detached: true, // a group of its own, so that a time-out ends its children too
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'test', FORCE_COLOR: '0' },
  });
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-200_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    killGroup(child.pid);
  }, limitS * 1000);
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve(null));
  });
  clearTimeout(timer);
  killGroup(child.pid);

  const sum = (word: string) =>
    [...output.matchAll(new RegExp(`^\\s*${word}:\\s+(\\d+)`, 'gm'))].reduce((n, m) => n + Number(m[1]), 0);
  const total = sum('Total');
  const passed = sum('Passed');
  const skipped = sum('Skipped');
  const failed = Math.max(0, total - passed);
  const problem = late
    ? `not finished after ${limitS} s`
    : code !== 0
      ? `exit code ${code}`
      : total === 0
        ? 'no test ran'
        : failed > 0
          ? 'a test failed'
          : undefined;
  return outcome({ passed, skipped, failed: problem ? Math.max(1, failed) : 0, problem, output });
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

const files = testFiles(process.argv.slice(2).filter((w) => !w.startsWith('-')));
const sum = { passed: 0, failed: 0, skipped: 0 };
const failures: Outcome[] = [];
const headline = (o: Outcome) =>
  `${o.problem ? 'FAIL' : 'ok  '} ${o.file} (${o.passed} passed, ${o.seconds.toFixed(1)} s)${o.problem ? `: ${o.problem}` : ''}`;
const quoted = (text: string) => text.replace(/^/gm, '     | ');
const report = (o: Outcome) => {
  sum.passed += o.passed;
  sum.failed += o.failed;
  sum.skipped += o.skipped;
  if (o.problem) failures.push(o);
  console.log(headline(o));
  if (o.problem) console.log(quoted(o.output));
};
/** Runs the files of one list after the other; two workers may share a list. */
async function work(...lists: string[][]): Promise<void> {
  for (const list of lists)
    for (let file = list.shift(); file; file = list.shift()) report(await runFile(file));
}

const under = (folder: string) => (file: string) => relative(root, file).startsWith(folder);
const isSociable = runs('beside others');
const board = files.filter(under('tests/virtual-board/'));
const background = files.filter((file) => isBackground(file) && !board.includes(file));
const foreground = files.filter((file) => !board.includes(file) && !background.includes(file));
const system = foreground.filter((file) => under('tests/')(file) && !isSociable(file));
const parts = foreground.filter((file) => !system.includes(file));
await Promise.all([work(board, parts), work(parts)]);
await Promise.all([work(system), work(background)]);
if (files.length > 1)
  for (const failure of failures) {
    console.log(`\n${headline(failure)}`);
    console.log(quoted(failure.output.trimEnd().split('\n').slice(-LAST_WORDS).join('\n')));
  }
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
