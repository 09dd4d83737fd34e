import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EncoderFaultError } from './media-fault.ts';
import { postpone, stallOf, type Seen } from './stall.ts';

const test = suite('who is to blame when pictures stop');
const startedMs = 1000;
const look = (seen: Seen, nowMs: number) => {
  const fault = stallOf(seen, startedMs, nowMs, 'vivid');
  if (!fault) return null;
  return fault instanceof EncoderFaultError ? `${fault.stream}: ${fault.said}` : fault.code;
};

test('nobody while they come', () => {
  assert.is(look({ main: 9000, sub: 9000, raw: 9000 }, 9500), null);
});

test('the camera when nothing comes; a first picture may take longer', () => {
  assert.is(look({ main: null, sub: null, raw: null }, 6900), null);
  assert.is(look({ main: null, sub: null, raw: null }, 7100), 'camera-stalled');
  assert.is(look({ main: 9000, sub: 9000, raw: 9000 }, 11_900), null);
  assert.is(look({ main: 9000, sub: 9000, raw: 9000 }, 12_100), 'camera-stalled');
});

test('the encoder that is given pictures and makes nothing of them, sooner than the daemon loses patience', () => {
  assert.is(look({ main: 9000, sub: 11_900, raw: 11_900 }, 11_900), null);
  assert.is(look({ main: 9000, sub: 12_000, raw: 12_100 }, 12_100), 'main: no picture for 3.1 s');
  assert.is(look({ main: 12_100, sub: 9000, raw: 12_100 }, 12_100), 'sub: no picture for 3.1 s');
  assert.is(look({ main: null, sub: 7500, raw: 7500 }, 7500), 'main: no picture for 6.5 s');
});

test('time in which nobody could look is nobody’s fault', () => {
  const seen: Seen = { main: 9000, sub: null, raw: 9100 };
  postpone(seen, 5000);
  assert.equal(seen, { main: 14_000, sub: null, raw: 14_100 });
});

test.run();
