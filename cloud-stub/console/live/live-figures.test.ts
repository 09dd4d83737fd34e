import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { figuresBetween, readingOf, type LiveReading } from './live-figures.ts';
import { levelOf } from './sound-level.ts';

const test = suite('live figures');
const report = (...stats: object[]) =>
  new Map(stats.map((s, i) => [String(i), s])) as unknown as RTCStatsReport;
const reading = (more: Partial<LiveReading>): LiveReading => ({
  atMs: 0,
  bytes: 0,
  framesDecoded: 0,
  processingS: 0,
  width: 1280,
  height: 720,
  roundTripS: null,
  ...more,
});

test('a reading takes video, all bytes, and the round trip of the pair in use', () => {
  const video = { type: 'inbound-rtp', kind: 'video', timestamp: 5, bytesReceived: 900, framesDecoded: 3 };
  const audio = { type: 'inbound-rtp', kind: 'audio', timestamp: 5, bytesReceived: 100 };
  const used = { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.02 };
  const spare = { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 };
  const got = readingOf(report(audio, video, used, spare));
  assert.is(got?.bytes, 1000);
  assert.is(got?.framesDecoded, 3);
  assert.is(got?.roundTripS, 0.02);
  assert.is(readingOf(report(audio)), undefined);
});

test('figures are the change between two readings', () => {
  const figures = figuresBetween(
    reading({ atMs: 1000, bytes: 1000, framesDecoded: 10, processingS: 1 }),
    reading({ atMs: 3000, bytes: 501_000, framesDecoded: 70, processingS: 7, roundTripS: 0.04 }),
  );
  assert.is(figures?.fps, 30);
  assert.is(figures?.mbitPerS, 2);
  assert.is(Number(figures?.behindS?.toFixed(3)), 0.12);
});

test('no frames, no claim about delay; no time, no figures', () => {
  assert.is(figuresBetween(reading({ atMs: 0 }), reading({ atMs: 1000 }))?.behindS, null);
  assert.is(figuresBetween(reading({ atMs: 1000 }), reading({ atMs: 1000 })), undefined);
});

test('sound stands on a scale of decibels', () => {
  assert.is(levelOf(1), 1);
  assert.is(Number(levelOf(0.001).toFixed(3)), 0.5, '-30 dB is half of 60 dB');
  assert.is(levelOf(1e-9), 0);
  assert.is(levelOf(0), 0);
});

test.run();
