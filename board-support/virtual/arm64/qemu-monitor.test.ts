import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { QemuMonitor } from './qemu-monitor.ts';

const test = suite('QEMU monitor');

interface Command {
  execute: string;
  arguments: Record<string, unknown>;
  id: number;
}

/** QEMU's end: greets, and answers what it is told to. */
async function pair(answer: (command: Command, socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.write('{"QMP": {"version": {}, "capabilities": []}}\r\n');
    createInterface({ input: socket }).on('line', (line) => answer(JSON.parse(line) as Command, socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const events: string[] = [];
  const stream = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const monitor = new QemuMonitor(stream, (event) => events.push(event));
  return { monitor, events, close: () => (stream.destroy(), server.close()) };
}

const ok = ({ id }: Command, value: unknown = {}) => `${JSON.stringify({ return: value, id })}\r\n`;

test('commands wait for the handshake and get their own answers', async () => {
  const asked: string[] = [];
  const late: (() => void)[] = [];
  const { monitor, close } = await pair((command, socket) => {
    asked.push(command.execute);
    if (command.execute === 'query-name') late.push(() => socket.write(ok(command, { name: 'n' })));
    else socket.write(ok(command, command.execute === 'query-status' ? { running: true } : {}));
    if (command.execute === 'query-status') for (const send of late) send();
  });
  const [name, status] = await Promise.all([monitor.call('query-name'), monitor.call('query-status')]);
  assert.equal(name, { name: 'n' });
  assert.equal(status, { running: true });
  assert.is(asked[0], 'qmp_capabilities');
  close();
});

test('events by name, also between answers', async () => {
  const { monitor, events, close } = await pair((command, socket) => {
    if (command.execute === 'stop') socket.write('{"event": "WATCHDOG", "data": {"action": "reset"}}\r\n');
    socket.write(ok(command));
  });
  await monitor.call('stop');
  assert.equal(events, ['WATCHDOG']);
  close();
});

test('what QEMU refuses is refused in its words', async () => {
  const { monitor, close } = await pair((command, socket) => {
    const refusal = {
      error: { class: 'CommandNotFound', desc: 'The command x has not been found' },
      id: command.id,
    };
    socket.write(command.execute === 'x' ? `${JSON.stringify(refusal)}\r\n` : ok(command));
  });
  await monitor.call('x').then(
    () => assert.unreachable(),
    (error: Error) => assert.match(error.message, 'The command x has not been found'),
  );
  close();
});

test('nobody waits for a QEMU that is gone', async () => {
  const { monitor, close } = await pair((command, socket) => {
    if (command.execute === 'quit') socket.destroy();
    else socket.write(ok(command));
  });
  for (const command of ['quit', 'query-status']) {
    await monitor.call(command).then(
      () => assert.unreachable(),
      (error: Error) => assert.match(error.message, 'QEMU is gone'),
    );
  }
  close();
});

test.run();
