import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '#board/board.ts';
import type { IrCut } from '#board/drivers/ir-cut.ts';
import type { Light } from '#board/drivers/light.ts';
import type { LightSensor } from '#board/drivers/light-sensor.ts';
import { SimulatedIrCut } from '#board/drivers/simulated-ir-cut.ts';
import { SimulatedLight } from '#board/drivers/simulated-light.ts';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { silentLogger } from '#kit/log.ts';
import { Hardware } from '../care/hardware.ts';
import { FakeMedia } from '../media/fake-media.ts';
import type { GreyFrame } from '../media/media.ts';
import type { Settings } from '../settings/schema.ts';
import { SettingsStore } from '../settings/store.ts';
import { NightVision } from './night-vision.ts';

/** Counts who looks at its grey pictures. */
class WatchedMedia extends FakeMedia {
  looking = 0;

  override onGreyFrame(listener: (frame: GreyFrame) => void): () => void {
    const end = super.onGreyFrame(listener);
    this.looking++;
    return () => {
      end();
      this.looking--;
    };
  }
}

interface Place {
  /** Luma with the infrared light off, and what the light adds. */
  luma: number;
  infrared: number;
  sensor: number | PupsentryError;
  filterFails: boolean;
}

async function house(
  options: { sense?: Board['nightSense']; values?: Partial<Settings>; hasInfrared?: boolean } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'night-'));
  const clock = new FakeClock();
  const log = silentLogger();
  const settings = new SettingsStore({ folder, log, initial: options.values });
  const media = new WatchedMedia({ clock });
  const hardware = new Hardware({ clock, log, random: () => 0 });
  const place: Place = { luma: 100, infrared: 60, sensor: 50, filterFails: false };
  const done: string[] = [];
  const light = new SimulatedLight();
  const showLight = light.show.bind(light);
  light.show = (pattern) => {
    if (pattern.kind !== light.shown.kind) done.push(`infrared ${pattern.kind}`);
    showLight(pattern);
  };
  const filter = new SimulatedIrCut();
  const moveFilter = filter.move.bind(filter);
  filter.move = async (to) => {
    if (place.filterFails) throw new PupsentryError('ir-cut-failed', 'No line "IRCUT".', '');
    await moveFilter(to);
    done.push(`filter ${to}`);
  };
  const sensor: LightSensor = {
    name: 'sensor',
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    read: () =>
      typeof place.sensor === 'number' ? Promise.resolve(place.sensor) : Promise.reject(place.sensor),
  };
  const sense = options.sense ?? { kind: 'luma' };
  const hasInfrared = options.hasInfrared ?? true;
  const night = new NightVision({
    ...{ sense, media, settings, hasInfrared, clock, log },
    infrared: hardware.part<Light>('ir-light', () => (hasInfrared ? light : null)),
    filter: hardware.part<IrCut>('ir-cut', () => filter),
    sensor: hardware.part('night-sense', () => (sense.kind === 'luma' ? null : sensor)),
  });
  await night.start();
  clock.every(170, () => {
    if (media.info().phase !== 'running') return;
    const luma = Math.min(255, place.luma + (light.shown.kind === 'on' ? place.infrared : 0));
    media.showGrey({ width: 320, height: 180, ptsUs: 0, pixels: Buffer.alloc(320 * 180, luma) });
  });
  await clock.advance(0);
  return {
    ...{ clock, settings, media, hardware, place, done, night, filter, light },
    async close() {
      await night.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const test = suite('night vision');

test('dark: the filter goes out, then the light on; bright again: the light off, then the filter in', async () => {
  const h = await house();
  assert.equal(h.done, ['filter in']);
  const heard: string[] = [];
  h.night.onSwitched((view) => heard.push(view));
  h.place.luma = 10;
  await h.clock.advance(8000);
  assert.equal(h.done.splice(0), ['filter in', 'filter out', 'infrared on']);
  assert.is(h.night.view, 'night');
  assert.is(h.night.luma, 70);
  await h.clock.advance(60_000);
  h.place.luma = 150;
  await h.clock.advance(40_000);
  assert.equal(h.done, ['infrared off', 'filter in']);
  assert.equal(heard, ['night', 'day']);
  await h.close();
});

test('no motion is believed for half a minute after a switch', async () => {
  const h = await house();
  assert.ok(h.night.quietUntilMs <= h.clock.monotonicMs());
  h.place.luma = 10;
  await h.clock.advance(8000);
  const leftMs = h.night.quietUntilMs - h.clock.monotonicMs();
  assert.ok(leftMs > 25_000 && leftMs <= 30_000, `${leftMs} ms`);
  await h.close();
});

test('one picture a second is asked for, and none in privacy mode, by hand or without a camera', async () => {
  const h = await house();
  let frames = 0;
  const { onGreyFrame } = h.media;
  h.media.onGreyFrame = (listener) => {
    frames++;
    return onGreyFrame.call(h.media, listener);
  };
  await h.clock.advance(20_000);
  assert.ok(frames >= 15 && frames <= 20, `${frames} looks in 20 s`);
  h.media.change({ phase: 'off' });
  frames = 0;
  await h.clock.advance(20_000);
  assert.equal([frames, h.media.looking], [0, 0]);
  h.media.change({ phase: 'running' });
  await h.settings.set({ 'night.mode': 'day' });
  await h.clock.advance(2000);
  frames = 0;
  await h.clock.advance(20_000);
  assert.equal([frames, h.media.looking], [0, 0]);
  await h.settings.set({ 'night.mode': 'auto' });
  await h.clock.advance(5000);
  assert.ok(frames >= 3);
  await h.close();
  assert.is(h.media.looking, 0);
});

test('privacy mode by night: the light goes out, the filter stays, and the light comes back', async () => {
  const h = await house({ values: { 'night.mode': 'night' } });
  assert.is(h.light.shown.kind, 'on');
  h.media.change({ phase: 'off' });
  assert.is(h.light.shown.kind, 'off');
  assert.not(h.night.isInfraredOn);
  h.media.change({ phase: 'starting' });
  assert.is(h.light.shown.kind, 'on');
  assert.is(h.filter.place, 'out');
  assert.is(h.night.view, 'night');
  await h.close();
});

test('no picture: it stays as it is', async () => {
  const h = await house();
  h.place.luma = 10;
  await h.clock.advance(8000);
  h.media.change({ phase: 'starting' });
  await h.clock.advance(3_600_000);
  assert.is(h.night.view, 'night');
  assert.is(h.filter.place, 'out');
  await h.close();
});

test('a light sensor decides without a picture being looked at', async () => {
  const h = await house({ sense: { kind: 'iio', name: 'x', nightLux: 2, dayLux: 10 } });
  h.place.sensor = 1;
  await h.clock.advance(10_000);
  assert.is(h.night.view, 'night');
  assert.is(h.media.looking, 0);
  await h.close();
});

test('the gain brings the day; one that cannot be read is a fault, and the pictures decide', async () => {
  const h = await house({ sense: { kind: 'gain', control: 'gain' }, values: { 'night.tryMinutes': 0 } });
  h.place.luma = 15;
  h.place.infrared = 80;
  h.place.sensor = 100;
  await h.clock.advance(100_000);
  assert.is(h.night.view, 'night');
  h.place.luma = 70;
  h.place.infrared = 20;
  h.place.sensor = 20;
  await h.clock.advance(40_000);
  assert.is(h.night.view, 'day');
  h.place.sensor = new PupsentryError('control-unreadable', 'The control gain cannot be read.', '');
  h.place.luma = 10;
  await h.clock.advance(100_000);
  assert.is(h.night.view, 'night');
  assert.equal(
    h.hardware.faults().map(({ component, code }) => [component, code]),
    [['night-sense', 'control-unreadable']],
  );
  await h.close();
});

test('a filter that fails does not keep the light from coming on, and moves when it is mended', async () => {
  const h = await house();
  h.place.filterFails = true;
  h.place.luma = 10;
  await h.clock.advance(8000);
  assert.is(h.light.shown.kind, 'on');
  assert.equal(
    h.hardware.faults().map(({ code }) => code),
    ['ir-cut-failed'],
  );
  h.place.filterFails = false;
  await h.clock.advance(60_000);
  assert.is(h.filter.place, 'out');
  assert.equal(h.hardware.faults(), []);
  await h.close();
});

test('a board that cannot tell stays by day; a person can still say otherwise', async () => {
  const h = await house({ sense: { kind: 'none' } });
  h.place.luma = 0;
  await h.clock.advance(60_000);
  assert.is(h.night.view, 'day');
  await h.settings.set({ 'night.mode': 'night' });
  await h.clock.advance(0);
  assert.equal(h.done.slice(-2), ['filter out', 'infrared on']);
  await h.settings.set({ 'night.mode': 'auto' });
  await h.clock.advance(0);
  assert.equal(h.done.slice(-2), ['infrared off', 'filter in']);
  await h.close();
});

test.run();
