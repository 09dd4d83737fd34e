import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadBoard } from '#board/board.ts';
import { createLogger } from '#kit/log.ts';
import { Pipeline } from '../gst/pipeline.ts';
import { planCamera } from './camera.ts';
import { chooseEncoder, type ChoiceOptions } from './choose-encoder.ts';
import { device, deviceFormats, reader, sharedFormats, streams } from './descriptions.ts';
import { encoderFamily } from './encoder-families.ts';
import { Encoders } from './encoders.ts';
import { printablePipeline } from './printable-pipeline.ts';

const test = suite('encoders and descriptions');
const log = createLogger({ level: 'error' });
const stream = { width: 320, height: 180, fps: 15, bitrateKbps: 300, minBitrateKbps: 100 };
const choose = (candidates: string[], more: Partial<ChoiceOptions> = {}) =>
  chooseEncoder({ stream, candidates, codecs: ['h264'], ...more });
const named = async (choice: ReturnType<typeof choose>) => {
  const { element, reason } = await choice;
  return { element, reason };
};

test('the first candidate that works, with what was wrong with those before it', async () => {
  assert.equal(await named(choose(['x264enc'])), {
    element: 'x264enc',
    reason: 'first choice of this board',
  });
  assert.equal(await named(choose(['fancyenc', 'mpph264enc', 'x264enc', 'openh264enc'])), {
    element: 'x264enc',
    reason: 'works; before it: fancyenc is not known to this firmware, mpph264enc is not installed',
  });
});

test('both software encoders work', async () => {
  for (const element of ['x264enc', 'openh264enc']) assert.is((await choose([element])).element, element);
});

test('no candidate works: all the reasons', async () => {
  const { element, reason } = await choose(['fancyenc', 'otherenc']);
  assert.is(element, null);
  assert.match(reason, /fancyenc.*otherenc/);
});

test('one that is there and cannot do this stream is passed over with its own words', async () => {
  const { element, reason } = await choose(['x264enc'], { stream: { ...stream, height: 0 } });
  assert.is(element, null);
  assert.match(reason, /x264enc does not work \(.+\)/);
});

test('one that failed at work is passed over with what it said', async () => {
  const passedOver = [{ element: 'x264enc', why: 'Failed to process frame' }];
  assert.equal(await named(choose(['x264enc', 'openh264enc'], { passedOver })), {
    element: 'openh264enc',
    reason: 'works; before it: x264enc failed while running (Failed to process frame)',
  });
});

test('one that failed at work and has gone since is told for what it said', async () => {
  const passedOver = [{ element: 'mpph264enc', why: 'No such device' }];
  assert.equal(await named(choose(['mpph264enc', 'x264enc'], { passedOver })), {
    element: 'x264enc',
    reason: 'works; before it: mpph264enc failed while running (No such device)',
  });
});

test('one that is proven is taken as it was, without a trial', async () => {
  const proven = { element: 'openh264enc', reason: 'as it was' };
  assert.equal(await named(choose(['x264enc', 'openh264enc'], { proven })), proven);
  const passedOver = [{ element: 'openh264enc', why: 'it stopped' }];
  assert.is((await choose(['x264enc', 'openh264enc'], { proven, passedOver })).element, 'x264enc');
  assert.is((await choose(['x264enc'], { proven })).element, 'x264enc', 'not of this board');
});

test('a codec that nobody can play is no candidate for viewers', async () => {
  assert.equal(await named(choose(['v4l2fwhtenc', 'x264enc'])), {
    element: 'x264enc',
    reason: 'works; before it: v4l2fwhtenc gives FWHT, which no viewer plays',
  });
});

test('when the last one has failed at work, all have another chance', async () => {
  const { video } = await loadBoard('host');
  const encoders = new Encoders({ video: { ...video, encoders: ['x264enc'] }, passedOver: [], proven: {} });
  assert.is((await encoders.choose()).main.element, 'x264enc');
  assert.equal(encoders.failed('main', 'It broke.'), { stream: 'main', element: 'x264enc', why: 'It broke' });
  const again = await encoders.choose();
  assert.is(again.main.element, 'x264enc');
  assert.is(again.main.reason, 'first choice of this board');
});

test('dmabuf asks the encoder for what it cannot copy; the rate stands right behind the camera', async () => {
  const board = await loadBoard('host');
  const family = encoderFamily('v4l2fwhtenc')!;
  const format = sharedFormats(board.video.main)[0]!;
  assert.match(
    device('/dev/video0', format),
    /^v4l2src name=camera device="\/dev\/video0" io-mode=dmabuf ! video\/x-raw,format=NV12,.*framerate=30\/1$/,
  );
  const main = { element: 'v4l2fwhtenc', family };
  const sub = { element: 'x264enc', family: encoderFamily('x264enc')! };
  const kbps = { main: 1000, sub: 300 };
  const line = streams({
    board,
    encoders: { main, sub },
    kbps,
    dmabuf: true,
    sink: (name) => `sink-${name}`,
  });
  assert.match(
    line,
    /v4l2fwhtenc name=main-encoder output-io-mode=dmabuf-import extra-controls=\S+ ! sink-main/,
  );
  assert.match(line, /x264enc name=sub-encoder tune/);
  assert.not(streams({ board, encoders: { main, sub }, kbps, sink: () => 'sink' }).includes('io-mode'));
});

test('what --print-pipeline shows is a pipeline', async () => {
  const board = await loadBoard('host');
  const clips = ['scene', `/tmp/a "clip" !.mp4`, 'rtsp://user:word@127.0.0.1/live?x=1'];
  for (const camera of clips) {
    for (const microphone of ['auto', 'none', 'tone'])
      await new Pipeline(await printablePipeline(board, camera, microphone, log)).close();
  }
  assert.is((await printablePipeline(board, 'scene', 'auto', log)).includes('appsrc'), false);
});

test('every format of a V4L2 camera makes a pipeline', async () => {
  const { main } = (await loadBoard('host')).video;
  for (const format of [...sharedFormats(main), ...deviceFormats(main)])
    await new Pipeline(`${device('/dev/video0', format)} ! fakesink`).close();
});

test('names of files cannot break out of a description', async () => {
  const { main } = (await loadBoard('host')).video;
  const plan = planCamera('/tmp/x" ! fakesink t. ! filesink location="/tmp/y');
  assert.is(plan.kind, 'file');
  if (plan.kind !== 'file') return;
  const description = reader(plan, main, { picture: 'fakesink name=end' });
  const pipeline = new Pipeline(description);
  assert.match(pipeline.element('camera').path, /GstFileSrc:camera$/);
  await pipeline.close();
});

test.run();
