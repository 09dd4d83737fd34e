// runs beside others
/** The real device records, and people take clips of it at its prompt. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { programPath } from '#kit/programs.ts';
import { DeviceUnderTest } from './device-under-test.ts';
import { recorded } from './recorded.ts';

const test = suite('recording');

interface Clip {
  streams: { codec_name: string; width?: number; nb_read_frames: string }[];
  format: { duration: string };
}

function probe(file: string): Clip {
  const args = ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', file];
  return JSON.parse(execFileSync('ffprobe', args).toString()) as Clip;
}

test('continuous: the daemon is killed and goes on, the clip over both lives plays, its gap is told', async () => {
  const device = await DeviceUnderTest.start({ settings: { 'record.mode': 'continuous' } });
  const ctl = (...args: string[]) =>
    spawnSync(process.execPath, [programPath('pupsentryctl'), '--socket', device.socket, ...args], {
      encoding: 'utf8',
    });
  try {
    const first = await recorded(device, 8);
    assert.is(first.status.now, 'recording');
    await device.killDaemon();
    await device.startDaemon();
    const both = await recorded(device, 12, 2);
    assert.is(both.spans.length, 2);
    assert.is(both.spans[0]!.startMs, first.spans[0]!.startMs);

    const file = join(device.folder, 'clip.mp4');
    const from = new Date(first.spans[0]!.startMs + 2500).toISOString();
    const taken = ctl('clip', '--from', from, '--to', 'now', '-o', file);
    assert.is(taken.stderr, '');
    assert.match(taken.stdout, /^Saved .*clip\.mp4: /);
    assert.match(taken.stdout, '1 gap left out');
    const { streams, format } = probe(file);
    assert.equal(
      streams.map(({ codec_name }) => codec_name),
      ['h264', 'opus'],
    );
    assert.is(streams[0]!.width, 1280);
    assert.ok(Number(format.duration) >= 8, `${format.duration} s`);
    assert.ok(Number(streams[0]!.nb_read_frames) >= 8 * 20, `${streams[0]!.nb_read_frames} pictures`);

    const listed = ctl('recordings');
    assert.match(listed.stdout, /DAY +FROM +TO +LENGTH +STREAM +SIZE/);
    assert.match(listed.stdout, 'Now      recording, main stream');
    const ago = ctl('clip', '--from', '-5s', '-o', file, '--json');
    const { startMs, endMs } = JSON.parse(ago.stdout) as { startMs: number; endMs: number };
    assert.ok(endMs - startMs > 1000 && endMs - startMs < 7000, `${endMs - startMs} ms`);

    const nothing = ctl(
      'clip',
      '--from',
      '2020-01-01T00:00',
      '--to',
      '2020-01-01T00:05',
      '-o',
      join(device.folder, 'no.mp4'),
    );
    assert.is(nothing.status, 1);
    assert.match(nothing.stderr, 'Nothing was recorded at that time.');
    assert.equal(
      readdirSync(device.folder).filter((name) => name.startsWith('no.mp4')),
      [],
    );
    assert.is(ctl('clip', '--from', 'yesterday', '-o', file).status, 2);
    assert.is(ctl('clip', '--from', '-5s', '-o', '/nowhere/x.mp4').status, 1);

    await device.call('settings.set', { values: { 'privacy.on': true } });
    const paused = ctl('recordings', '--from', '-1h');
    assert.match(paused.stdout, 'paused: privacy mode');
    assert.ok(existsSync(join(device.folder, 'state/recordings')));
  } finally {
    await device.stop();
  }
});

test.run();
