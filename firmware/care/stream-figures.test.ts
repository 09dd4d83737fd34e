import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { FakeMedia } from '../media/fake-media.ts';
import { streamFigures } from './stream-figures.ts';

const test = suite('stream figures');

function filled(seconds: number) {
  const media = new FakeMedia({ clock: new FakeClock() });
  for (let ms = 0; ms < seconds * 1000; ms += 20) {
    media.push('audio', ms * 1000, { bytes: 80 });
    if (ms % 40 === 0) media.push('main', ms * 1000, { key: ms % 1000 === 0, bytes: 10_000 });
  }
  return media.ring;
}

test('what flowed in the window, and the distance of key frames', () => {
  const ring = filled(5);
  const main = streamFigures(ring, 'main');
  assert.is(Math.round(main.fps), 25);
  assert.is(Math.round(main.kbps), 2000);
  assert.is(main.gopMs, 1000);
  const audio = streamFigures(ring, 'audio');
  assert.is(Math.round(audio.fps), 50);
  assert.is(Math.round(audio.kbps), 32);
});

test('just after the start the window is what there is', () => {
  const { fps, gopMs } = streamFigures(filled(0.5), 'main');
  assert.ok(fps > 23 && fps < 29, `${fps}`);
  assert.is(gopMs, null);
});

test('nothing there: zeros', () => {
  const none = { fps: 0, kbps: 0, gopMs: null };
  assert.equal(streamFigures(new FakeMedia({ clock: new FakeClock() }).ring, 'main'), none);
  assert.equal(streamFigures(filled(3), 'sub'), none);
});

test.run();
