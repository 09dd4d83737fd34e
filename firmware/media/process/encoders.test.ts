import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadBoard } from '#board/board.ts';
import { chooseEncoder } from './encoders.ts';
import { Pipeline } from '../gst/pipeline.ts';
import { planCamera } from './camera.ts';
import { device, deviceFormats, reader } from './descriptions.ts';
import { printablePipeline } from './printable-pipeline.ts';

const test = suite('encoders and descriptions');
const stream = { width: 320, height: 180, fps: 15, bitrateKbps: 300, minBitrateKbps: 100 };

test('the first candidate that works, with what was wrong with those before it', async () => {
  assert.equal(await chooseEncoder(['x264enc'], stream), {
    element: 'x264enc',
    reason: 'first choice of this board',
  });
  assert.equal(await chooseEncoder(['fancyenc', 'mpph264enc', 'x264enc', 'openh264enc'], stream), {
    element: 'x264enc',
    reason: 'works; before it: fancyenc is not known to this firmware, mpph264enc is not installed',
  });
});

test('both software encoders work', async () => {
  for (const element of ['x264enc', 'openh264enc'])
    assert.is((await chooseEncoder([element], stream)).element, element);
});

test('no candidate works: all the reasons', async () => {
  const { element, reason } = await chooseEncoder(['fancyenc', 'otherenc'], stream);
  assert.is(element, null);
  assert.match(reason, /fancyenc.*otherenc/);
});

test('one that is there and cannot do this stream is passed over with its own words', async () => {
  const { element, reason } = await chooseEncoder(['x264enc'], { ...stream, height: 0 });
  assert.is(element, null);
  assert.match(reason, /x264enc does not work \(.+\)/);
});

test('what --print-pipeline shows is a pipeline', async () => {
  const board = await loadBoard('host');
  const clips = ['scene', `/tmp/a "clip" !.mp4`, 'rtsp://user:word@127.0.0.1/live?x=1'];
  for (const camera of clips) {
    for (const microphone of ['auto', 'none', 'tone'])
      await new Pipeline(await printablePipeline(board, camera, microphone)).close();
  }
  assert.is((await printablePipeline(board, 'scene', 'auto')).includes('appsrc'), false);
});

test('every format of a V4L2 camera makes a pipeline', async () => {
  const { main } = (await loadBoard('host')).video;
  for (const format of deviceFormats(main))
    await new Pipeline(`${device('/dev/video0', main, format)} ! fakesink`).close();
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
