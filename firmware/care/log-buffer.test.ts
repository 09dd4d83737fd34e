import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLogger } from '#kit/log.ts';
import { LogBuffer } from './log-buffer.ts';

const test = suite('log buffer');

function filled(lines: number, limit = 10) {
  const buffer = new LogBuffer({ lines: limit });
  const log = createLogger({ level: 'trace', write: (line) => buffer.write(line) });
  for (let i = 0; i < lines; i++) log.info({ i }, `line ${i}`);
  return { buffer, log };
}

test('keeps the last lines, oldest first', () => {
  const { buffer } = filled(1234);
  const records = buffer.recent({ count: 100 });
  assert.is(records.length, 10);
  assert.is(records[0]!.msg, 'line 1224');
  assert.is(records[9]!.i, 1233);
  assert.equal(
    buffer.recent({ count: 2 }).map(({ msg }) => msg),
    ['line 1232', 'line 1233'],
  );
  assert.equal(buffer.recent({ count: 0 }), []);
});

test('a level takes the graver ones along', () => {
  const { buffer, log } = filled(0);
  for (const level of ['trace', 'error', 'debug', 'warn', 'info'] as const) log[level](level);
  const seen = (level?: 'error' | 'warn') => buffer.recent({ count: 9, level }).map(({ msg }) => msg);
  assert.equal(seen('warn'), ['error', 'warn']);
  assert.equal(seen('error'), ['error']);
  assert.is(seen().length, 5);
});

test('followers get new lines of their level until they end', () => {
  const { buffer, log } = filled(3);
  const all: string[] = [];
  const grave: string[] = [];
  const endAll = buffer.follow(undefined, ({ msg }) => all.push(msg));
  buffer.follow('warn', ({ msg }) => grave.push(msg));
  log.info('a');
  log.warn('b');
  endAll();
  log.error('c');
  assert.equal(all, ['a', 'b']);
  assert.equal(grave, ['b', 'c']);
});

test('endless lines and lines that are no JSON are kept short', () => {
  const { buffer, log } = filled(0);
  log.info({ blob: 'x'.repeat(1_000_000) }, 'y'.repeat(1_000_000));
  buffer.write('not json\n');
  const [long, odd] = buffer.recent({ count: 2 });
  assert.is(long!.msg.length, 1000);
  assert.is(long!.blob, undefined);
  assert.is(odd!.msg, 'not json');
});

test.run();
