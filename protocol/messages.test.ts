import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from './messages.ts';

const test = suite('messages');

test('64-bit fields are plain numbers, absent ones 0', () => {
  const absent = v1.Envelope.decode(new Uint8Array());
  for (const field of ['bootEpoch', 'seq', 'timeMs', 'delayMs'] as const) assert.is(absent[field], 0);
  assert.is(v1.Command.decode(new Uint8Array()).expiresMs, 0);

  const large = Number.MAX_SAFE_INTEGER;
  const envelope = { bootEpoch: large, seq: 1, timeMs: -large, delayMs: 2 ** 32 + 1 };
  const back = v1.Envelope.decode(v1.Envelope.encode(envelope).finish());
  assert.is(back.bootEpoch, large);
  assert.is(back.seq, 1);
  assert.is(back.timeMs, -large);
  assert.is(back.delayMs, 2 ** 32 + 1);
});

test.run();
