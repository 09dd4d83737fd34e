import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLogger, silentLogger, type LogRecord } from './log.ts';
import { startServices, type Service } from './service.ts';

const test = suite('services');

/** A service that notes what is done to it. */
function part(name: string, seen: string[], does: Partial<Pick<Service, 'start' | 'stop'>> = {}): Service {
  return {
    name,
    async start(signal) {
      seen.push(`+${name}`);
      await does.start?.(signal);
    },
    async stop() {
      seen.push(`-${name}`);
      await does.stop?.();
    },
  };
}

const open = () => new AbortController().signal;
const fails = (message: string) => () => Promise.reject(new Error(message));

async function message(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing thrown',
    (error: Error) => error.message,
  );
}

test('start in order, stop in reverse, stop once', async () => {
  const seen: string[] = [];
  const services = ['a', 'b', 'c'].map((name) => part(name, seen));
  const stop = await startServices(services, { log: silentLogger(), signal: open() });
  assert.equal(seen, ['+a', '+b', '+c']);
  await Promise.all([stop(), stop()]);
  await stop();
  assert.equal(seen, ['+a', '+b', '+c', '-c', '-b', '-a']);
});

test('each waits for the one before it', async () => {
  const seen: string[] = [];
  let ready = () => undefined as void;
  const slow = part('slow', seen, { start: () => new Promise<void>((resolve) => (ready = resolve)) });
  const started = startServices([slow, part('next', seen)], { log: silentLogger(), signal: open() });
  await new Promise(setImmediate);
  assert.equal(seen, ['+slow']);
  ready();
  await (
    await started
  )();
  assert.equal(seen, ['+slow', '+next', '-next', '-slow']);
});

test('a start that fails: what had begun is stopped, it too, and the reason comes out', async () => {
  const seen: string[] = [];
  const services = [part('a', seen), part('b', seen, { start: fails('no camera') }), part('c', seen)];
  assert.is(await message(startServices(services, { log: silentLogger(), signal: open() })), 'no camera');
  assert.equal(seen, ['+a', '+b', '-b', '-a']);
});

test('a stop that fails is logged, the rest still stops', async () => {
  const seen: string[] = [];
  const lines: LogRecord[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line) as LogRecord) });
  const services = [
    part('a', seen),
    part('b', seen, { stop: fails('stuck') }),
    part('c', seen, {
      stop: () => {
        throw new Error('at once');
      },
    }),
  ];
  const stop = await startServices(services, { log, signal: open() });
  await stop();
  assert.equal(seen.slice(3), ['-c', '-b', '-a']);
  assert.equal(
    lines.map(({ service }) => service),
    ['c', 'b'],
  );
});

test('a stop that never ends is left behind after its limit', async () => {
  const seen: string[] = [];
  const lines: LogRecord[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line) as LogRecord) });
  const hangs = part('hangs', seen, { stop: () => new Promise(() => undefined) });
  const stop = await startServices([part('a', seen), hangs], { log, signal: open() });
  await stop();
  assert.equal(seen, ['+a', '+hangs', '-hangs', '-a']);
  assert.match(JSON.stringify(lines), /not stopped after 1500 ms/);
});

test('an abort between, during and after the starts stops what had begun', async () => {
  for (const abortAt of ['before', 'a', 'b', 'c']) {
    const seen: string[] = [];
    const abort = new AbortController();
    const services = ['a', 'b', 'c'].map((name) =>
      part(name, seen, { start: async () => void (name === abortAt && abort.abort(new Error('Ctrl-C'))) }),
    );
    if (abortAt === 'before') abort.abort(new Error('Ctrl-C'));
    const options = { log: silentLogger(), signal: abort.signal };
    assert.is(await message(startServices(services, options)), 'Ctrl-C', abortAt);
    const begun = seen.filter((word) => word.startsWith('+')).map((word) => word.slice(1));
    const stopped = seen.filter((word) => word.startsWith('-')).map((word) => word.slice(1));
    assert.equal(stopped, begun.reverse());
  }
});

test('a service sees the abort while it starts', async () => {
  const abort = new AbortController();
  const waits = part('waits', [], {
    start: (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
  });
  const started = message(startServices([waits], { log: silentLogger(), signal: abort.signal }));
  abort.abort(new Error('Ctrl-C'));
  assert.is(await started, 'Ctrl-C');
});

test.run();
