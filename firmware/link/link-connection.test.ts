import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { LinkConnection } from './link-connection.ts';
import { LinkProblem, problemOf } from './link-problem.ts';
import type { MqttSession, MqttVersion } from './mqtt-session.ts';

const test = suite('link connection');

/** A broker that does what the script says at each try: a problem, or a session. */
function setUp(script: (version: MqttVersion, attempt: number) => LinkProblem | 'session') {
  const clock = new FakeClock();
  const tries: { version: MqttVersion; atMs: number }[] = [];
  const problems: string[] = [];
  let end: (problem: LinkProblem) => void = () => undefined;
  const connection = new LinkConnection({
    open: (version, signal) => {
      const outcome = script(version, tries.length);
      tries.push({ version, atMs: clock.monotonicMs() });
      if (outcome !== 'session') return Promise.reject(outcome);
      const ended = new Promise<LinkProblem>((resolve) => {
        end = resolve;
        signal.addEventListener('abort', () => resolve(new LinkProblem('stopped', 'Stopped.')));
      });
      const session: MqttSession = {
        version,
        ended,
        publish: () => Promise.resolve(),
        end: () => Promise.resolve(),
        abort: end,
      };
      return Promise.resolve(session);
    },
    onUp: () => undefined,
    onDown: ({ message }) => problems.push(message),
    clock,
    log: silentLogger(),
    backoff: { firstMs: 500, maxMs: 60_000, random: () => 0.5 },
  });
  return { clock, connection, tries, problems, end: (problem: LinkProblem) => end(problem) };
}

const unreachable = new LinkProblem('unreachable', 'No broker listens at this address.');

test('tries again with growing waits, up to a minute, and never stops trying', async () => {
  const { clock, connection, tries } = setUp(() => unreachable);
  connection.start();
  await clock.advance(20 * 60_000);
  await connection.stop();
  const waits = tries.slice(1).map(({ atMs }, i) => atMs - tries[i]!.atMs);
  assert.equal(waits.slice(0, 4), [375, 750, 1500, 3000]);
  assert.ok(waits.slice(8).every((ms) => ms === 45_000));
  assert.ok(tries.length > 25);
});

test('its sign of life is fresh without a broker and with one, and stops when a try never ends', async () => {
  const away = setUp(() => unreachable);
  assert.is(away.connection.lastTurnMs, null);
  away.connection.start();
  for (let i = 0; i < 60; i++) {
    await away.clock.advance(10_000);
    assert.ok(away.clock.monotonicMs() - away.connection.lastTurnMs! <= 60_000);
  }
  await away.connection.stop();

  const joined = setUp(() => 'session');
  joined.connection.start();
  await joined.clock.advance(3_600_000);
  assert.is(joined.connection.lastTurnMs, joined.clock.monotonicMs());
  await joined.connection.stop();

  const clock = new FakeClock();
  const stuck = new LinkConnection({
    open: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(unreachable))),
    onUp: () => undefined,
    onDown: () => undefined,
    clock,
    log: silentLogger(),
  });
  stuck.start();
  await clock.advance(3_600_000);
  assert.ok(clock.monotonicMs() - stuck.lastTurnMs! >= 3_600_000);
  await stuck.stop();
});

test('only a session that lived for a while makes the waits short again', async () => {
  const { clock, connection, tries, end } = setUp(() => 'session');
  const closed = new LinkProblem('closed', 'The broker closed the connection.');
  /** @returns how long it waited for the next try, ms */
  const endSession = async () => {
    const fromMs = clock.monotonicMs();
    const before = tries.length;
    end(closed);
    while (tries.length === before) await clock.advance(25);
    return tries.at(-1)!.atMs - fromMs;
  };
  connection.start();
  await clock.advance(0);
  const waits = [await endSession(), await endSession(), await endSession()];
  assert.equal(waits, [375, 750, 1500]);
  await clock.advance(10_000);
  assert.is(await endSession(), 375);
  await connection.stop();
});

test('stop ends a session and a wait at once', async () => {
  const one = setUp(() => 'session');
  one.connection.start();
  await one.clock.advance(1);
  await one.connection.stop();
  assert.equal(one.problems, ['Stopped.']);
  const two = setUp(() => unreachable);
  two.connection.start();
  await two.clock.advance(1);
  await two.connection.stop();
  await two.clock.advance(600_000);
  assert.is(two.tries.length, 1);
});

test('a broker that knows 3.1.1 only, by code or by hanging up', async () => {
  for (const kind of ['version', 'closed'] as const) {
    const { clock, connection, tries } = setUp((version) =>
      version === 5 ? new LinkProblem(kind, 'no') : 'session',
    );
    connection.start();
    await clock.advance(1000);
    await connection.stop();
    assert.equal(
      tries.map(({ version }) => version),
      [5, 4],
    );
  }
});

test('a version that has worked is kept when a broker hangs up later', async () => {
  const { clock, connection, tries, end } = setUp((_, attempt) =>
    attempt === 0 || attempt === 3 ? 'session' : new LinkProblem('closed', 'restarting'),
  );
  connection.start();
  await clock.advance(20_000);
  end(new LinkProblem('closed', 'restarting'));
  await clock.advance(20_000);
  await connection.stop();
  assert.ok(tries.every(({ version }) => version === 5));
  assert.ok(tries.length >= 4);
});

test('problems are sentences for people', () => {
  const of = (error: object) => problemOf(Object.assign(new Error('raw'), error)).message;
  assert.is(of({ code: 'ECONNREFUSED' }), 'No broker listens at this address.');
  assert.is(of({ code: 5 }), 'The broker refuses the connection: this device is not authorised.');
  assert.match(of({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'another name');
  assert.match(of({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }), "does not accept this device's");
  assert.match(of({ code: 'EWHATEVER' }), 'raw');
});

test.run();
