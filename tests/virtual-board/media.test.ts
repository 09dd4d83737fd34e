// time limit: 400 s
/** Camera, encoder, microphone and speaker as real kernel drivers, and what becomes of them when they fail. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { enterNetworkNamespace } from '#board/virtual/network-namespace.ts';
import { decode, isBlack } from '../../firmware/media/decoded-pictures-under-test.ts';
import { MediaOnBoard } from './media-on-board.ts';
import { decodeOpus, judgeTone, type ToneReport } from './tone.ts';

await enterNetworkNamespace();

const test = suite('media on the virtual board');
/** A lost picture is back within this, s; how long it really takes is counted over many rounds in media-faults.test.ts. */
const BACK_S = 10;
/** The longest gap of a picture that goes on, s. */
const GAP_S = 5;
let media: MediaOnBoard;

test.before(async () => {
  media = await MediaOnBoard.boot('artifacts/virtual-board/media');
});
test.after(() => media.stop());

/** Packets as the probe writes them: each with its length before it. */
function packetsOf(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at + 4 <= file.length;) {
    const bytes = file.readUInt32LE(at);
    packets.push(file.subarray(at + 4, at + 4 + bytes));
    at += 4 + bytes;
  }
  return packets;
}

test('a camera by name, through the kernel’s encoder: the kernel itself says that nothing is copied', async () => {
  await media.begin();
  await media.running(60_000);
  const { encoders, camera } = media.info;
  assert.is(camera, 'vivid');
  assert.is(encoders.main!.element, 'v4l2fwhtenc');
  assert.is(encoders.main!.codec, 'fwht');
  assert.match(encoders.main!.reason, /^first choice of this board; .*\(dmabuf\)$/);
  assert.is(encoders.sub!.element, 'x264enc');
  assert.is(encoders.sub!.reason, 'works; before it: v4l2fwhtenc gives FWHT, which no viewer plays');
  assert.equal(media.info.faults, []);

  // What goes into the encoder is type=vid-out. A queue whose buffers are dmabufs has no memory of its own to which
  // anything could be copied.
  const debug = '$(dirname $(grep -l stateful-encoder /sys/class/video4linux/video*/name))/dev_debug';
  await media.shell(`dmesg --clear; echo 11 >${debug}`); // ioctls, arguments, streaming too (v4l2-dev.c)
  await media.more('main', 15);
  await media.shell(`echo 0 >${debug}`);
  const fed = (await media.shell('dmesg'))
    .split('\n')
    .filter((line) => /VIDIOC_QBUF:.*type=vid-out/.test(line));
  assert.ok(fed.length >= 5, `${fed.length} pictures were handed over`);
  for (const line of fed) assert.match(line, /memory=dmabuf/);
});

test('main, sub, grey and sound flow together; a snapshot comes from the camera’s own buffer', async () => {
  await Promise.all([
    media.more('main', 30),
    media.more('sub', 20),
    media.more('grey', 10),
    media.more('audio', 100),
  ]);
  assert.is(await media.order('snapshot'), null);
  const jpeg = await media.board.readFile('/tmp/snapshot.jpg');
  assert.equal([...jpeg.subarray(0, 2), ...jpeg.subarray(-2)], [0xff, 0xd8, 0xff, 0xd9]);
  const size = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  assert.equal([jpeg.readUInt16BE(size + 7), jpeg.readUInt16BE(size + 5)], [640, 480]);
});

test('a privacy zone is black in the camera’s pictures, which are copied for it; taken away, dmabuf again', async () => {
  const isLeftBlack = async () => {
    assert.is(await media.order('snapshot'), null);
    const jpeg = await media.board.readFile('/tmp/snapshot.jpg');
    const [picture] = await decode(jpeg, 'mjpeg', { width: 640, height: 480 });
    assert.not(isBlack(picture!, [0.6, 0, 1, 1], 0), 'the other half is seen');
    return isBlack(picture!, [0, 0, 0.48, 1], 0);
  };
  assert.not(await isLeftBlack());
  assert.is(await media.order('zones left'), null);
  await media.until('the other way', (info) =>
    /copied to it: privacy zones are painted on them$/.test(info.encoders.main!.reason),
  );
  await Promise.all([media.more('main', 10), media.more('sub', 5), media.more('grey', 3)]);
  assert.ok(await isLeftBlack());
  assert.is(await media.order('zones none'), null);
  await media.until('dmabuf again', (info) => /dmabuf\)$/.test(info.encoders.main!.reason));
  await media.more('main', 10);
  assert.not(await isLeftBlack());
  assert.equal(media.info.faults, []);
});

test('a tone comes through microphone and Opus unharmed', async () => {
  const tone = media.board.spawn(
    'exec gst-launch-1.0 -q audiotestsrc wave=sine freq=1000 volume=0.4 ! audio/x-raw,format=S16LE,rate=48000,channels=1 ' +
      '! queue max-size-time=3000000000 ! alsasink device=hw:Loopback,0,0 buffer-time=1000000 latency-time=50000',
  );
  const reports: ToneReport[] = [];
  try {
    await media.taken('pcm0p/sub0');
    await media.more('audio', 100);
    // On a machine with much else to do one emulated processor may miss its time now and then.
    for (let i = 0; i < 4 && !reports.some(({ dropouts }) => dropouts === 0); i++) {
      await media.order('record 270');
      const packets = packetsOf(await media.board.readFile('/tmp/sound.bin'));
      reports.push(judgeTone(await decodeOpus(packets), 1000));
    }
  } finally {
    await tone.stop();
  }
  console.log(
    `tone: ${reports.map((r) => `${r.hz.toFixed(2)} Hz, ${r.dropouts} dropouts in ${r.seconds} s`).join('; ')}`,
  );
  const best = reports.at(-1)!;
  assert.is(best.dropouts, 0);
  assert.ok(Math.abs(best.hz - 1000) < 0.5, `${best.hz} Hz`);
});

test('the camera is unplugged and plugged in: a fault, the picture back, the sound never stops', async () => {
  const { restarts } = media.info;
  const { audio } = media.count;
  const fault = media.fault('camera-missing');
  const returned = media.unplugCamera(2);
  await fault;
  const goneAtS = await media.uptime();
  assert.match(media.info.faults[0]!.remedy, /connected|Unplug/);
  const returnS = await returned;
  const backS = await media.keyAfter(returnS);
  await media.running();
  console.log(`picture back ${(backS - returnS).toFixed(2)} s after the camera`);
  assert.ok(backS - returnS < BACK_S);
  assert.equal(media.info.faults, []);
  assert.is(media.info.restarts, restarts);
  const packets = media.count.audio - audio;
  assert.ok(packets > (backS - goneAtS) * 50 * 0.6, `${packets} packets in ${backS - goneAtS} s`);
  assert.match(media.info.encoders.main!.reason, /dmabuf\)$/, 'without a copy again');
});

test('broken and dropped buffers, errors of the driver: it goes on', async () => {
  for (const control of [
    'inject_v4l2_buf_flag_error=1',
    'percentage_of_dropped_buffers=60',
    'inject_vidioc_qbuf_error=1',
    'percentage_of_dropped_buffers=0',
    'inject_fatal_streaming_error=1',
  ]) {
    await media.control(control);
    await media.more('main', 10);
  }
  await media.running();
  assert.equal(media.info.faults, []);
});

test('the microphone is taken away and comes back; the picture never stops', async () => {
  const { restarts } = media.info;
  let lastS: number | undefined;
  let longestGapS = 0;
  const watching = media.told('end of the watch', ({ at, main, done }) => {
    if (main) longestGapS = Math.max(longestGapS, at - (lastS ?? at));
    if (main) lastS = at;
    return done === 'watch';
  });
  await media.unbind('snd_aloop');
  await media.fault('microphone-missing');
  assert.match(media.info.faults[0]!.message, /alsa:hw:Loopback,1,0/);
  await media.more('main', 10);
  await media.bind('snd_aloop');
  await media.noFault('microphone');
  await media.more('audio', 50);
  await media.order('watch');
  await watching;
  assert.ok(longestGapS < GAP_S, `no picture for ${longestGapS} s`);
  assert.is(media.info.restarts, restarts);
});

test('the microphone is busy: the fault names who has it; free again, it is heard', async () => {
  await media.order('privacy on');
  const recorder = await media.occupyMicrophone();
  await media.order('privacy off');
  await media.fault('microphone-busy');
  assert.match(media.info.faults[0]!.message, /in use by arecord \(pid \d+\)/);
  await media.running();
  await recorder.stop();
  await media.noFault('microphone');
  await media.more('audio', 20);
});

test('the chime on the speaker is heard; a busy speaker is told', async () => {
  const recorder = media.board.spawn(
    'exec arecord -q -D hw:Loopback,1,1 -f S16_LE -r 48000 -c 1 -t raw /tmp/chime.pcm',
  );
  await media.taken('pcm1c/sub1');
  assert.is(await media.order('chime'), null);
  await recorder.stop();
  const heard = await media.board.readFile('/tmp/chime.pcm');
  const loud = new Int16Array(heard.buffer, heard.byteOffset, heard.length >> 1).findIndex(
    (v) => Math.abs(v) > 1500,
  );
  assert.ok(loud >= 0, 'something is heard');
  const first = new Int16Array(heard.buffer, heard.byteOffset + loud * 2, 9600);
  const note = judgeTone(first, 660, 0);
  assert.ok(Math.abs(note.hz - 659.26) < 4, `the first note is ${note.hz} Hz`);

  const player = await media.occupySpeaker();
  assert.match((await media.order('chime'))!, /in use by aplay \(pid \d+\)/);
  await media.fault('speaker-busy');
  await player.stop();
  assert.is(await media.order('chime'), null);
  assert.equal(media.info.faults, []);
});

test('a size that the encoder cannot take as it is: pictures are copied to it, and the reason says so', async () => {
  await media.shell(
    'cp -r /opt/pupsentry/boards /tmp/boards && sed -i s/480/360/ /tmp/boards/virtual/board.json && ' +
      'mount --bind /tmp/boards /opt/pupsentry/boards',
  );
  await media.killMedia();
  await media.running();
  assert.is(media.info.encoders.main!.height, 360);
  assert.is(media.info.encoders.main!.element, 'v4l2fwhtenc');
  assert.match(
    media.info.encoders.main!.reason,
    /^first choice of this board; pictures are copied to it: dmabuf failed \(.+\)$/,
  );
  assert.equal(media.info.faults, []);
  await media.shell('umount /opt/pupsentry/boards');
  await media.order('later 7');
  await media.until('dmabuf again', (info) => /dmabuf\)$/.test(info.encoders.main!.reason));
  await media.running();
});

test('the encoder is taken away at work: the next one takes over with the reason; the camera may change its number', async () => {
  const camera = await media.camera();
  const { restarts } = media.info;
  const backS = await media.takeEncoder();
  console.log(`picture back ${backS.toFixed(2)} s after the encoder had gone`);
  assert.ok(backS < BACK_S);
  await media.running();
  assert.match(
    media.info.encoders.main!.reason,
    /^works; before it: v4l2fwhtenc failed while running \(.+\)$/,
  );
  assert.equal(media.info.faults, []);
  // It may leave buffers of the camera behind that only the end of the process frees.
  assert.ok(media.info.restarts - restarts <= 1);

  await media.unbind('vivid');
  await media.fault('camera-missing');
  await media.bind('vivid');
  await media.keyAfter(await media.uptime());
  await media.running();
  assert.is.not(await media.camera(), camera, 'a number that the encoder had');
});

test('the process is killed: the picture is back, and the encoder that failed is still passed over', async () => {
  const { restarts } = media.info;
  const backS = await media.killMedia();
  await media.running();
  console.log(`picture back ${backS.toFixed(2)} s after the process was killed`);
  assert.ok(backS < BACK_S);
  assert.is(media.info.restarts, restarts + 1);
  assert.match(media.info.encoders.main!.reason, /v4l2fwhtenc failed while running/);
});

test.run();
