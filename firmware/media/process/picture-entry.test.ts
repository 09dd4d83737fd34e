/** A camera's pictures on their way through JavaScript, in a real pipeline. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Pipeline } from '../gst/pipeline.ts';
import { painted, rawCaps } from './descriptions.ts';
import type { MediaFaultError } from './media-fault.ts';
import { PictureEntry } from './picture-entry.ts';
import { PrivacyMask } from './privacy-mask.ts';

const test = suite('entry of pictures');
const main = { width: 320, height: 180, fps: 30, bitrateKbps: 500, minBitrateKbps: 100 };
const LEFT_HALF = [
  [0, 0],
  [0.5, 0],
  [0.5, 1],
  [0, 1],
] as const;

interface Seen {
  pictures: Buffer[];
  timesNs: (bigint | null)[];
  faults: MediaFaultError[];
}

/** Plays a camera whose pictures are painted on their way. @param camera as for gst-launch */
async function play(
  camera: string,
  options: { mask: PrivacyMask; size?: { width: number; height: number } },
  enough: (seen: Seen) => boolean,
): Promise<Seen> {
  const seen: Seen = { pictures: [], timesNs: [], faults: [] };
  const pipeline = new Pipeline(
    `${painted(camera, main)} ! appsink name=out sync=false async=false max-buffers=2 drop=true`,
  );
  await new Promise<void>((resolve, reject) => {
    const look = () => enough(seen) && resolve();
    const entry = new PictureEntry({
      source: pipeline.source('picture'),
      mask: options.mask,
      size: options.size ?? main,
      baseTimeNs: () => pipeline.baseTimeNs,
      onFailed: (fault) => {
        seen.faults.push(fault);
        look();
      },
    });
    pipeline.sink('unpainted').listen({
      onSample: (sample) => entry.forward(sample, pipeline.baseTimeNs + (sample.runningTimeNs ?? 0n)),
    });
    pipeline.sink('out').listen({
      onSample: (sample) => {
        seen.pictures.push(sample.copy());
        seen.timesNs.push(sample.runningTimeNs);
        look();
      },
    });
    pipeline.play().catch(reject);
  });
  await pipeline.close();
  return seen;
}

const white = `videotestsrc is-live=true pattern=white ! ${rawCaps(main)}`;
const lumaAt = (picture: Buffer, x: number, y: number) => picture[y * main.width + x];
const masked = () => {
  const mask = new PrivacyMask();
  mask.set([LEFT_HALF]);
  return mask;
};

test('a camera’s pictures come out painted, in their order, with their time', async () => {
  const { pictures, timesNs, faults } = await play(
    white,
    { mask: masked() },
    (seen) => seen.pictures.length === 20,
  );
  assert.equal(faults, []);
  for (const picture of pictures) {
    assert.equal([lumaAt(picture, 0, 0), lumaAt(picture, 159, 179)], [16, 16]);
    // The zone's border is the border of a cell: that cell may be hidden too, with its block.
    assert.equal([lumaAt(picture, 162, 0), lumaAt(picture, 319, 179)], [235, 235]);
    assert.is(picture[320 * 180], 128, 'colour');
  }
  for (const [i, timeNs] of timesNs.entries()) assert.ok(i === 0 || timeNs! > timesNs[i - 1]!);
});

test('pictures that others hold too are painted in a copy', async () => {
  // The tee's other branch holds each one back for longer than the painting takes.
  const held = `${white} ! tee name=all all. ! queue min-threshold-buffers=4 ! appsink name=held sync=false async=false max-buffers=9 drop=true all. ! queue`;
  const { pictures, faults } = await play(held, { mask: masked() }, (seen) => seen.pictures.length === 10);
  assert.equal(faults, []);
  for (const picture of pictures) assert.equal([lumaAt(picture, 9, 9), lumaAt(picture, 300, 9)], [16, 235]);
});

test('no zones: as they are', async () => {
  const { pictures } = await play(white, { mask: new PrivacyMask() }, (seen) => seen.pictures.length === 5);
  for (const picture of pictures) assert.is(lumaAt(picture, 9, 9), 235);
});

test('what cannot be painted does not pass: a fault instead', async () => {
  const size = { width: 1280, height: 720 };
  const { pictures, faults } = await play(
    white,
    { mask: masked(), size },
    (seen) => seen.faults.length === 5,
  );
  assert.is(pictures.length, 0);
  for (const fault of faults) {
    assert.is(fault.component, 'camera');
    assert.is(fault.code, 'privacy-zones-failed');
    assert.match(fault.message, /cannot be painted: the picture .* I420 of 1280x720/);
  }
});

test.run();
