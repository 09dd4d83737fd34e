import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadBoard } from '#board/board.ts';
import { createLogger } from '#kit/log.ts';
import type { PassedOver } from '../control.ts';
import type { StreamName, VideoStream } from '../media.ts';
import type { ChosenEncoder } from './choose-encoder.ts';
import { encoderFamily, type EncoderFamily } from './encoder-families.ts';
import { Encoders } from './encoders.ts';
import type { MediaFaultError } from './media-fault.ts';
import { Pictures } from './pictures.ts';
import { PrivacyMask } from './privacy-mask.ts';

const test = suite('encoders that fail at work');
const x264 = encoderFamily('x264enc')!;

/** An encoder that is well at its trials, one for each stream, and then does something before or after its work. */
function family(then: { before?: string; after?: string }, trials = 2): EncoderFamily {
  let described = 0;
  return {
    ...x264,
    describe: (stream, kbps) => {
      const coded = x264.describe(stream, kbps);
      // "identity" stands for the element: it bears the encoder's name, and the error comes from there.
      return described++ < trials
        ? `identity ! ${coded}`
        : `${then.before ?? 'identity'} ! ${coded} ${then.after ?? ''}`;
    },
  };
}

interface Seen {
  chosen: Record<VideoStream, ChosenEncoder>[];
  failed: PassedOver[];
  faults: MediaFaultError[];
}

/** Runs until `done` holds for what was seen. */
async function run(
  families: Record<string, EncoderFamily>,
  candidates: string[],
  done: (stream: StreamName, seen: Seen) => boolean,
): Promise<Seen> {
  const host = await loadBoard('host');
  const small = { width: 320, height: 180, fps: 15, bitrateKbps: 300, minBitrateKbps: 100 };
  const board = { ...host, video: { ...host.video, main: { ...host.video.main }, sub: small } };
  const seen: Seen = { chosen: [], failed: [], faults: [] };
  let resolve: () => void;
  let reject: (error: Error) => void;
  const ended = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  const pictures = new Pictures({
    plan: { kind: 'scene', name: 'scene' },
    board,
    encoders: new Encoders({
      video: { ...board.video, encoders: candidates },
      passedOver: [],
      proven: {},
      familyOf: (element) => families[element] ?? encoderFamily(element),
    }),
    kbps: { main: 1000, sub: 300 },
    log: createLogger({ level: 'error' }),
    mask: new PrivacyMask(),
    onEncoders: (chosen) => seen.chosen.push({ ...chosen }),
    copying: '',
    onCopying: () => undefined,
    onEncoderFailed: (failed) => seen.failed.push(failed),
    onUnit: ({ stream }) => {
      if (done(stream, seen)) resolve();
    },
    onGrey: () => undefined,
    onSound: () => undefined,
    onFault: (fault) => seen.faults.push(fault),
    onPicture: () => undefined,
    onHopeless: (fault) => reject(fault),
  });
  const running = pictures.run();
  await ended;
  pictures.stop();
  await running;
  return seen;
}

test('an error at work: the next candidate takes over, with the reason', async () => {
  const { chosen, failed, faults } = await run(
    { identity: family({ before: 'identity error-after=20' }) },
    ['identity', 'x264enc'],
    (stream, seen) => stream === 'main' && seen.chosen.at(-1)!.main.element === 'x264enc',
  );
  assert.is(chosen[0]!.main.element, 'identity');
  assert.is(chosen[0]!.main.reason, 'first choice of this board');
  const last = chosen.at(-1)!;
  assert.match(
    last.main.reason,
    /^works; before it: identity failed while running \(Failed after iterations as requested\)$/,
  );
  assert.ok(failed.some(({ stream, element }) => stream === 'main' && element === 'identity'));
  assert.match(faults[0]!.message, /^The encoder of the (main|sub) stream failed: /);
  assert.is(faults[0]!.code, 'encoder-failed');
});

test('one that falls silent while pictures come is found out and passed over', async () => {
  const { failed, faults } = await run(
    { identity: family({ before: 'identity', after: '! identity eos-after=-1 drop-probability=1' }) },
    ['identity', 'x264enc'],
    (stream, seen) => stream === 'main' && seen.chosen.at(-1)!.main.element === 'x264enc',
  );
  assert.ok(failed.length >= 1);
  assert.match(failed[0]!.why, /^no picture for \d+\.\d s$/);
  assert.ok(faults.every(({ component }) => component === 'encoder'));
});

test('one of the sub stream alone leaves the main stream its encoder', async () => {
  const broken = family({ before: 'identity error-after=10' }, 1);
  const { chosen, failed } = await run(
    { identity: { ...broken, codec: 'h264' }, x264enc: { ...x264, codec: 'fwht' } },
    ['x264enc', 'identity', 'openh264enc'],
    (stream, seen) => stream === 'sub' && seen.chosen.at(-1)!.sub.element === 'openh264enc',
  );
  assert.equal(failed, [{ stream: 'sub', element: 'identity', why: 'Failed after iterations as requested' }]);
  assert.is(chosen.at(-1)!.main.element, 'x264enc');
  assert.is(chosen.at(-1)!.main.reason, 'first choice of this board');
  assert.match(
    chosen.at(-1)!.sub.reason,
    /x264enc gives FWHT, which no viewer plays, identity failed while running/,
  );
});

test('with no other left, the one that failed is tried again', async () => {
  const { chosen, failed } = await run(
    { identity: family({ before: 'identity error-after=10' }) },
    ['identity'],
    (_, seen) => seen.chosen.length === 3,
  );
  assert.ok(failed.length >= 2);
  assert.ok(chosen.every(({ main }) => main.element === 'identity'));
});

test.run();
