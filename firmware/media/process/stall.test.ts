import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EncoderFaultError } from './media-fault.ts';
import { stallOf, type Seen } from './stall.ts';

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
  assert.is(look({ main: 9000, sub: 9000, raw: 9000 }, 10_900), null);
  assert.is(look({ main: 9000, sub: 9000, raw: 9000 }, 11_100), 'camera-stalled');
});

test('the encoder that is given pictures and makes nothing of them, sooner than the daemon loses patience', () => {
  assert.is(look({ main: 9000, sub: 10_500, raw: 10_500 }, 10_500), null);
  assert.is(look({ main: 9000, sub: 10_600, raw: 10_700 }, 10_700), 'main: no picture for 1.7 s');
  assert.is(look({ main: 10_700, sub: 9000, raw: 10_700 }, 10_700), 'sub: no picture for 1.7 s');
  assert.is(look({ main: null, sub: 7500, raw: 7500 }, 7500), 'main: no picture for 6.5 s');
});

test.run();
