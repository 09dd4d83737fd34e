import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLogger, LogThrottle, type LogLevel, type LogRecord } from './log.ts';

const test = suite('log');

function logger(level: LogLevel = 'trace') {
  const lines: string[] = [];
  const log = createLogger({ level, write: (line) => lines.push(line) });
  return { log, lines, records: () => lines.map((line) => JSON.parse(line) as LogRecord) };
}

test('one JSON object a line, with level as a word, time and part', () => {
  const { log, lines, records } = logger();
  log.child({ part: 'media' }).warn({ fps: 12 }, 'slow');
  assert.match(lines[0]!, /\n$/);
  const [record] = records();
  assert.is(record!.level, 'warn');
  assert.is(record!.part, 'media');
  assert.is(record!.msg, 'slow');
  assert.is(record!.fps, 12);
  assert.ok(Math.abs(record!.time - Date.now()) < 5000);
});

test('the level decides what is written', () => {
  const { log, records } = logger('warn');
  for (const level of ['error', 'warn', 'info', 'debug', 'trace'] as const) log[level](level);
  assert.equal(
    records().map(({ msg }) => msg),
    ['error', 'warn'],
  );
});

test('secrets are hidden, at the top and one below', () => {
  const { log, lines } = logger();
  const secrets = { password: 's3', secret: 's3', token: 's3', credential: 's3' };
  log.info({ ...secrets, broker: secrets, user: 'ann' }, 'connecting');
  assert.not.match(lines[0]!, 's3');
  assert.match(lines[0]!, '[hidden]');
  assert.match(lines[0]!, 'ann');
});

test('errors keep their stack and cause', () => {
  const { log, records } = logger();
  log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
  const { stack, message } = records()[0]!.err as { stack: string; message: string };
  assert.match(message, 'outer');
  assert.match(stack, 'log.test.ts');
  assert.match(stack, 'inner');
});

test('throttle: one line per key and interval, with the count of the others', () => {
  let nowMs = 0;
  const throttle = new LogThrottle({ intervalMs: 1000, monotonicMs: () => nowMs });
  const seen: string[] = [];
  const say = (key: string) => throttle.allow(key, (held) => seen.push(`${key} ${held}`));
  for (let i = 0; i < 5; i++) say('a');
  say('b');
  nowMs = 999;
  say('a');
  nowMs = 1000;
  say('a');
  say('a');
  nowMs = 2000;
  say('a');
  assert.equal(seen, ['a 0', 'b 0', 'a 5', 'a 1']);
});

test('throttle: keys from outside do not pile up', () => {
  const throttle = new LogThrottle({ monotonicMs: () => 0 });
  let written = 0;
  for (let i = 0; i < 100_000; i++) throttle.allow(`key ${i}`, () => written++);
  assert.is(written, 100_000);
  throttle.allow('key 99999', () => written++);
  assert.is(written, 100_000);
});

test.run();
