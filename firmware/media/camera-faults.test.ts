import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MediaUnderTest } from './media-under-test.ts';

const test = suite('cameras that are files, missing or broken');

/** A clip of 1.6 s and an odd size, with sound. */
function makeClip(file: string): void {
  const made = spawnSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=486x360:rate=24:duration=1.6'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=500:duration=1.6', '-shortest'],
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-y', file],
  ]);
  assert.is(made.status, 0, String(made.stderr));
}

async function withMedia(
  config: { camera: string; microphone?: string },
  work: (under: MediaUnderTest) => Promise<void>,
): Promise<void> {
  const under = await MediaUnderTest.start(config);
  try {
    await work(under);
  } finally {
    await under.stop();
  }
}

test('a clip is looped for ever at its own pace, its time goes on, its sound is heard', async () => {
  const folder = await MediaUnderTest.start({ camera: '/nowhere' });
  const clip = join(folder.folder, `a clip "with" 'quotes' !.mp4`);
  try {
    makeClip(clip);
    await withMedia({ camera: clip }, async (under) => {
      await under.running();
      const startedMs = performance.now();
      const [pictures, packets] = await Promise.all([under.units('main', 150), under.units('audio', 200)]);
      const tookMs = performance.now() - startedMs;
      assert.ok(tookMs > 4000 && tookMs < 20_000, `150 pictures took ${tookMs} ms`);
      for (const units of [pictures, packets]) {
        for (let i = 1; i < units.length; i++) {
          const gapMs = (units[i]!.ptsUs - units[i - 1]!.ptsUs) / 1000;
          assert.ok(gapMs > 0 && gapMs < 700, `${units[i]!.stream}: a gap of ${gapMs} ms`);
        }
      }
      const ageMs = Number(process.hrtime.bigint()) / 1e6 - pictures.at(-1)!.ptsUs / 1000;
      assert.ok(ageMs > -50 && ageMs < 3000, `${ageMs} ms old`);
      assert.is(under.media.info().restarts, 0);
      assert.equal(under.media.info().faults, []);
    });
  } finally {
    await folder.stop();
  }
});

test('a camera that is not there is a fault with a remedy; when it comes, so does the picture', async () => {
  const spare = await MediaUnderTest.start({ camera: '/dev/video93' });
  try {
    const info = await spare.fault('camera-missing');
    assert.is(info.phase, 'starting');
    assert.is(info.restarts, 0, 'the process stays');
    const fault = info.faults[0]!;
    assert.is(fault.component, 'camera');
    assert.match(fault.message, /\/dev\/video93/);
    assert.ok(fault.remedy.length > 10);

    const clip = join(spare.folder, 'clip.mp4');
    makeClip(join(spare.folder, 'ready.mp4'));
    await withMedia({ camera: clip }, async (under) => {
      await under.fault('camera-missing');
      copyFileSync(join(spare.folder, 'ready.mp4'), clip);
      const well = await under.running();
      assert.equal(well.faults, []);
    });
  } finally {
    await spare.stop();
  }
});

test('a file that is no video is told as such', async () => {
  const spare = await MediaUnderTest.start({ camera: '/nowhere' });
  const file = join(spare.folder, 'notes.txt');
  writeFileSync(file, 'no video at all\n'.repeat(100));
  try {
    await withMedia({ camera: file }, async (under) => {
      const info = await under.fault('camera-format');
      assert.match(info.faults[0]!.message, /notes\.txt/);
    });
  } finally {
    await spare.stop();
  }
});

test('a network camera that does not answer; its password is nowhere to be read', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const camera = `rtsp://keeper:open%20sesame@127.0.0.1:${port}/live?token=moonlight`;
  await withMedia({ camera }, async (under) => {
    const info = await under.fault('camera-missing');
    assert.is(info.camera, `rtsp://127.0.0.1:${port}/live`);
    const words = JSON.stringify(info) + under.log.join('');
    for (const secret of ['open sesame', 'open%20sesame', 'keeper', 'moonlight'])
      assert.not(words.includes(secret), `"${secret}" is in ${words}`);
    const command = readFileSync(`/proc/${under.media.pid}/cmdline`, 'utf8');
    assert.not(command.includes('sesame'));
  });
  server.close();
});

test('a microphone that is missing is a fault and never stops the picture', async () => {
  await withMedia({ camera: 'scene', microphone: 'alsa:nosuchcard' }, async (under) => {
    const info = await under.fault('microphone-missing');
    assert.match(info.faults[0]!.message, /nosuchcard/);
    await under.units('main', 5);
    assert.is(under.media.info().restarts, 0);
    assert.is(under.media.info().phase, 'running');
  });
});

test.run();
