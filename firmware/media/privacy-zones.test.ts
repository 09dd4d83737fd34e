// time limit: 300 s
/** Privacy zones in the pixels of everything that leaves the camera. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock, type Clock } from '#kit/clock.ts';
import { decode, farthest, isBlack, type DecodedPicture } from './decoded-pictures-under-test.ts';
import type { AccessUnit, GreyFrame, VideoStream } from './media.ts';
import { MEDIA_COMMAND, MediaUnderTest } from './media-under-test.ts';
import { encodeFrame } from './wire.ts';

const test = suite('privacy zones in pixels');

type Box = readonly [left: number, top: number, right: number, bottom: number];
const SIZES = { main: { width: 1280, height: 720 }, sub: { width: 640, height: 360 } };
/** Of the scene: sky and house; the path. */
const LEFT: Box = [0.05, 0.1, 0.4, 0.6];
const RIGHT: Box = [0.55, 0.3, 0.95, 0.9];

const zone = (name: string, [left, top, right, bottom]: Box, use = 'privacy') => ({
  ...{ name, use },
  points: [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ],
});
const zones = (...list: unknown[]) => ({ 'zones.list': JSON.stringify(list) });

/** Collects every unit from now on. @returns what ends it and gives the pictures of both streams, decoded */
function collect(under: MediaUnderTest) {
  const units: Record<VideoStream, AccessUnit[]> = { main: [], sub: [] };
  const greys: GreyFrame[] = [];
  const endGrey = under.media.onGreyFrame((frame) => greys.push(frame));
  const all = under.unit((unit) => {
    if (unit.stream === 'audio') return false;
    units[unit.stream].push(unit);
    return units.main.length >= 40 && units.sub.length >= 15 && greys.length >= 6;
  });
  return async () => {
    await all;
    endGrey();
    const decoded = async (stream: VideoStream) => {
      assert.ok(units[stream][0]!.key, `${stream} begins with a key frame`);
      const pictures = await decode(
        Buffer.concat(units[stream].map(({ data }) => data)),
        'h264',
        SIZES[stream],
      );
      assert.is(pictures.length, units[stream].length);
      return pictures;
    };
    return { main: await decoded('main'), sub: await decoded('sub'), grey: greys.map(greyPicture) };
  };
}

const greyPicture = ({ width, height, pixels }: GreyFrame): DecodedPicture => ({
  ...{ width, height },
  planes: [pixels],
});

async function still(under: MediaUnderTest): Promise<DecodedPicture> {
  const { jpeg, ...size } = await under.media.snapshot();
  return (await decode(jpeg, 'mjpeg', size))[0]!;
}

/** Every picture of every kind. */
function holdsForAll(
  seen: Record<VideoStream | 'grey', DecodedPicture[]>,
  what: string,
  holds: (picture: DecodedPicture) => boolean,
): void {
  for (const [kind, pictures] of Object.entries(seen)) {
    const wrong = pictures.flatMap((picture, i) => (holds(picture) ? [] : [i]));
    assert.equal(wrong, [], `${what}: ${kind}, of ${pictures.length} pictures`);
  }
}

async function withMedia(
  config: { camera?: string; clock?: Clock },
  settings: Record<string, unknown>,
  work: (under: MediaUnderTest) => Promise<void>,
): Promise<void> {
  const under = await MediaUnderTest.start({ microphone: 'none', ...config }, settings);
  try {
    await work(under);
  } finally {
    await under.stop();
  }
}

test('black from the very first picture, everywhere; the rest is as ever', async () => {
  await withMedia({}, zones(zone('left', LEFT), zone('looked at', RIGHT, 'motion')), async (under) => {
    const seen = await collect(under)();
    holdsForAll(seen, 'black inside', (picture) => isBlack(picture, LEFT));
    holdsForAll(seen, 'as ever outside', (picture) => !isBlack(picture, RIGHT));
    const picture = await still(under);
    assert.ok(
      isBlack(picture, LEFT, 0),
      `a snapshot is full range: ${farthest(picture, LEFT, [0, 128, 128])}`,
    );
    assert.not(isBlack(picture, RIGHT, 0));
    // Right beside it nothing is touched: a column of pixels left of the zone is not all black.
    assert.not(isBlack(seen.main.at(-1)!, [0, 0.1, 0.045, 0.6]));
  });
});

test('set, moved and taken away while it runs: from the answer on, not one picture without them', async () => {
  // Its time stands still: on a busy machine nobody takes a slow process for one that hangs.
  await withMedia({ clock: new FakeClock() }, {}, async (under) => {
    await under.running();
    await under.units('main', 20);
    const pid = under.media.pid;
    assert.not(isBlack(await still(under), LEFT, 0));

    await under.settings.set(zones(zone('left', LEFT)));
    assert.is(under.media.ring.bytes, 0, 'what was seen without it is forgotten');
    const afterwards = collect(under);
    assert.ok(isBlack(await still(under), LEFT, 0), 'the next snapshot has it');
    const first = await afterwards();
    holdsForAll(first, 'a new zone', (picture) => isBlack(picture, LEFT));
    assert.not(isBlack(first.main.at(-1)!, RIGHT));

    await under.settings.set(zones(zone('right', RIGHT), zone('path', LEFT, 'ignore')));
    const second = await collect(under)();
    holdsForAll(second, 'moved', (picture) => isBlack(picture, RIGHT) && !isBlack(picture, LEFT));

    const newest = under.media.ring.end - 1;
    await under.settings.set(zones(zone('renamed', RIGHT)));
    assert.ok(under.media.ring.at(newest), 'the same pixels: nothing is forgotten');

    await under.settings.set({ 'zones.list': '' });
    const third = await collect(under)();
    holdsForAll(third, 'taken away', (picture) => !isBlack(picture, RIGHT));
    assert.is(under.media.pid, pid);
    assert.is(under.media.info().restarts, 0);
    assert.equal(under.media.info().faults, []);
  });
});

test('changed over and over, the last one counts; after a crash too', async () => {
  await withMedia({}, {}, async (under) => {
    for (let i = 0; i < 10; i++) {
      await under.settings.set(zones(zone('left', i % 2 ? LEFT : RIGHT)));
      if (i % 3 === 1) await under.units('main', 2);
    }
    holdsForAll(await collect(under)(), 'the last one', (picture) => isBlack(picture, LEFT));
    const restarts = under.media.info().restarts;
    process.kill(under.media.pid!, 'SIGKILL');
    await under.info((info) => info.restarts > restarts);
    holdsForAll(await collect(under)(), 'another process', (picture) => isBlack(picture, LEFT));
  });
});

test('a file and its laps: also pictures that the decoder still holds are black, and only there', async () => {
  await withMedia({ camera: '/nowhere' }, {}, async ({ folder }) => {
    const clip = join(folder, 'clip.mp4');
    // Of the main stream's size, with B pictures: nothing between decoder and encoder copies them.
    const made = spawnSync('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'color=0x40c080:size=1280x720:rate=30:duration=1.6'],
      ...['-c:v', 'libx264', '-bf', '2', '-pix_fmt', 'yuv420p', '-y', clip],
    ]);
    assert.is(made.status, 0, String(made.stderr));
    await withMedia({ camera: clip }, {}, async (under) => {
      await under.running();
      await under.settings.set(zones(zone('left', LEFT)));
      const seen = await collect(under)();
      holdsForAll(seen, 'black inside', (picture) => isBlack(picture, LEFT));
      /** As its last pixel is, far from the zone. */
      const isPlain = (picture: DecodedPicture, box: Box) => {
        const values = picture.planes.map((plane) => plane.at(-1)!);
        return values[0]! > 60 && farthest(picture, box, values) <= 12;
      };
      const OUTSIDE: Box[] = [
        [0.45, 0, 1, 1],
        [0, 0.65, 1, 1],
      ];
      holdsForAll(seen, 'one colour outside', (picture) => OUTSIDE.every((box) => isPlain(picture, box)));
      await under.settings.set({ 'zones.list': '' });
      const after = await collect(under)();
      holdsForAll(after, 'nothing of it is left in the decoder', (picture) => isPlain(picture, [0, 0, 1, 1]));
    });
  });
});

const START = {
  ...{ order: 'start', camera: 'scene', microphone: 'none', board: 'host', mainKbps: 1000, subKbps: 300 },
  ...{ logLevel: 'error', passedOver: [], copying: '', proven: {} },
};
const triangle = [
  [0, 0],
  [1, 0],
  [1, 1],
];

for (const [what, orders] of [
  ['no zones at the start', [START]],
  ['a corner outside', [{ ...START, privacyZones: { revision: 1, polygons: [[...triangle, [0, 1.01]]] } }]],
  ['too many zones', [{ ...START, privacyZones: { revision: 1, polygons: Array(9).fill(triangle) } }]],
  ['two corners', [{ order: 'privacy-zones', revision: 1, polygons: [triangle.slice(1)] }]],
  ['thirteen corners', [{ order: 'privacy-zones', revision: 1, polygons: [Array(13).fill([0, 0])] }]],
  ['text for a number', [{ order: 'privacy-zones', revision: 1, polygons: [[...triangle, ['0', null]]] }]],
  ['no revision', [{ order: 'privacy-zones', polygons: [] }]],
] as const) {
  test(`hostile zones are refused before a camera opens: ${what}`, async () => {
    const child = spawn(MEDIA_COMMAND.file, MEDIA_COMMAND.args, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdio[3]!.on('error', () => undefined);
    for (const control of orders)
      for (const part of encodeFrame({ kind: 'control', control }))
        (child.stdio[3] as NodeJS.WritableStream).write(part);
    assert.equal(await once(child, 'close'), [1, null]);
    assert.match(said, /does not speak our protocol/);
  });
}

test.run();
