/** Somebody else's tools understand a device without any code of ours: examples/subscriber and docs/protocol.md. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import { SystemClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { Broker } from '../../tests/broker.ts';
import { LinkService } from './link-service.ts';
import { CloudSide } from './testing/cloud-side.ts';
import { testCommands } from './testing/commands.ts';

const test = suite('foreign subscriber');
const root = join(import.meta.dirname, '../..');
const script = join(root, 'examples/subscriber/watch.sh');
const DEVICE = 'front-door-1';

const folder = mkdtempSync(join(tmpdir(), 'pupsentry-watch-'));
let broker: Broker;
let link: LinkService;
let cloud: CloudSide;

test.before(async () => {
  broker = await Broker.start(folder);
  link = new LinkService({
    deviceId: DEVICE,
    broker: { url: broker.url },
    stateFolder: folder,
    commands: testCommands(),
    onSettings: () => Promise.resolve(),
    clock: new SystemClock(),
    log: silentLogger(),
  });
  link.setState({ name: 'Front door' });
  await link.start();
  cloud = await CloudSide.connect(broker.url);
  await cloud.until((seen) => seen.some((m) => m.name === 'state'));
});

test.after(async () => {
  await cloud.close();
  await link.stop();
  await broker.stop();
  rmSync(folder, { recursive: true });
});

/** Runs the block of docs/protocol.md under `<!-- tested: name -->` as it stands there. */
async function runFromDocs(name: string): Promise<string> {
  const docs = readFileSync(join(root, 'docs/protocol.md'), 'utf8');
  const [, block] = new RegExp(`<!-- tested: ${name} -->\\s+\`\`\`sh\\n([^]*?)\`\`\``).exec(docs)!;
  const env = { ...process.env, BROKER: `-h 127.0.0.1 -p ${broker.port}`, DEVICE };
  const { stdout } = await promisify(execFile)('bash', ['-euc', block!], { cwd: root, env });
  return stdout;
}

test('the examples of docs/protocol.md work as they stand there', async () => {
  assert.match(await runFromDocs('state'), 'name: "Front door"');
  let reply = '';
  const replied = runFromDocs('reply').then((text) => (reply = text));
  // The first may come before mosquitto_sub has subscribed, as nobody can see when it has.
  while (!reply) await Promise.race([runFromDocs('command'), replied]);
  assert.match(reply, 'status: REPLY_STATUS_DONE');
  assert.match(reply, /correlation_id: "by-hand-\d+"/);
  assert.match(reply, 'payload: "hello"');
});

test('watch.sh prints a ring and its picture, once, and is not upset by nonsense', async () => {
  const args = ['-h', '127.0.0.1', '-p', String(broker.port)];
  const watch = spawn(script, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(watch, 'exit');
  let output = '';
  let check: () => void = () => undefined;
  const untilPrinted = (text: string) =>
    new Promise<void>((resolve, reject) => {
      check = () => output.includes(text) && resolve();
      watch.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${output}`)));
      check();
    });
  for (const stream of [watch.stdout, watch.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      check();
    });
  }
  try {
    await untilPrinted('STATUS_REASON_CONNECTED'); // the retained status: it is subscribed
    const event: v1.IEvent = {
      id: '7f1b3c52-9a30-4d59-8a8f-0c3c5bb0a001',
      kind: v1.EventKind.EVENT_KIND_RING,
      phase: v1.EventPhase.EVENT_PHASE_STARTED,
      startedMs: Date.now(),
      presses: 2,
    };
    await link.sendEvent(event);
    await untilPrinted('phase: EVENT_PHASE_STARTED');
    await cloud.until((seen) => seen.some((m) => m.name === 'event')); // the broker tells each in its own time
    const [first] = cloud.of('event');
    const again = Buffer.from(v1.Envelope.encode(first!).finish());
    const topic = 'pupsentry/v1/front-door-1/up/event';
    await cloud.sendRaw(topic, again, { qos: 1, retain: false });
    await cloud.sendRaw('pupsentry/v1/front-door-1/up/log', Buffer.from([0xff]), { qos: 1, retain: false });
    await untilPrinted('front-door-1 log: not an envelope');
    const jpeg = Buffer.alloc(100_000, 0xd8);
    await link.sendEvent({ ...event, phase: v1.EventPhase.EVENT_PHASE_SNAPSHOT, snapshot: { jpeg } });
    await untilPrinted('jpeg: (a picture)');

    assert.match(output, /== front-door-1 event, made \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
    assert.match(output, 'kind: EVENT_KIND_RING');
    assert.match(output, 'presses: 2');
    assert.match(output, 'id: "7f1b3c52-9a30-4d59-8a8f-0c3c5bb0a001"');
    assert.is(output.match(/EVENT_PHASE_STARTED/g)!.length, 1, 'the repetition is not printed');
    assert.ok(output.length < 5000, 'the picture is not printed');
  } finally {
    process.kill(-watch.pid!, 'SIGKILL');
    await gone;
  }
});

test.run();
