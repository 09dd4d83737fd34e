import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SessionTime, senderReport } from './sender-report.ts';

const WALL_MS = Date.UTC(2026, 10, 23, 12);

const test = suite('sender report');

test('ties picture and sound to the same wall clock', () => {
  const time = new SessionTime(WALL_MS, 5000);
  const report = (clockRateHz: number) =>
    senderReport({
      ssrc: 7,
      cname: 'dog',
      time,
      monotonicMs: 6500,
      clockRateHz,
      packets: 3,
      payloadBytes: 99,
    });
  const [video, audio] = [report(90_000), report(48_000)];
  assert.equal(video.subarray(8, 16), audio.subarray(8, 16));
  assert.is(video.readUInt32BE(8), WALL_MS / 1000 + 1 + 2_208_988_800);
  assert.is(video.readUInt32BE(12), 2 ** 31);
  assert.is(video.readUInt32BE(16), 6.5 * 90_000);
  assert.is(audio.readUInt32BE(16), 6.5 * 48_000);
  assert.equal([video.readUInt32BE(20), video.readUInt32BE(24)], [3, 99]);
});

test('is a whole compound packet with the name of the source', () => {
  for (const cname of ['a', 'ab', 'abc', 'abcd', 'abcdefghijkl']) {
    const time = new SessionTime(WALL_MS, 0);
    const packet = senderReport({
      ssrc: 7,
      cname,
      time,
      monotonicMs: 0,
      clockRateHz: 1,
      packets: 0,
      payloadBytes: 0,
    });
    assert.is(28 + (packet.readUInt16BE(30) + 1) * 4, packet.length);
    assert.is(packet.toString('latin1', 38, 38 + packet[37]!), cname);
    assert.is(packet.at(-1), 0);
  }
});

test('measures the round trip', () => {
  const time = new SessionTime(WALL_MS, 0);
  const lastReport = time.compactNtp(1000);
  const report = { kind: 'report' as const, ssrc: 1, lost: 0, lastReport, delaySinceLastReport: 0x8000 };
  assert.ok(Math.abs(time.roundTripMs(report, 1540)! - 40) < 0.1);
  assert.is(time.roundTripMs({ ...report, lastReport: 0 }, 1540), null);
  assert.is(time.roundTripMs(report, 1000), null, 'an answer before the question');
});

test.run();
