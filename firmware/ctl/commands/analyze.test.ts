import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mix, synthesise } from '../../detect/sound/testing/synthetic-sounds.ts';
import { wavFile } from '../../detect/sound/testing/wav-file.ts';
import { ctl } from '../testing/command-line.ts';

const test = suite('pupsentryctl analyze');

const folder = mkdtempSync(join(tmpdir(), 'analyze-'));
test.after(() => rmSync(folder, { recursive: true }));

const room = { wave: synthesise('room', { seed: 1, seconds: 20, levelDb: -60 }) };
const baby = (at: number) => ({ wave: synthesise('baby', { seed: 2, seconds: 3, levelDb: -14 }), at });
const rain = { wave: synthesise('rain', { seed: 2, seconds: 20, levelDb: -16 }) };

function sound(name: string, samples: Int16Array): string {
  writeFileSync(join(folder, name), wavFile(samples));
  return join(folder, name);
}
const babies = sound('babies.wav', mix(20, [room, baby(5), baby(14)]));
const wet = sound('rain.wav', mix(20, [rain]));

interface Alarm {
  file: string;
  start_s: number;
  end_s: number;
  kind: string;
  zones: string[];
  score: number;
}
const lines = (out: string) =>
  out
    .split('\n')
    .filter((line) => line)
    .map((line) => JSON.parse(line) as Alarm);

test('one JSON line per alarm, in order, with the fields that programs read', async () => {
  const { code, out, error } = await ctl(['analyze', babies, wet]);
  assert.is(error, '');
  assert.is(code, 0);
  const alarms = lines(out);
  assert.is(alarms.length, 2, out);
  for (const [i, alarm] of alarms.entries()) {
    assert.equal(Object.keys(alarm), ['file', 'start_s', 'end_s', 'kind', 'zones', 'score']);
    assert.is(alarm.file, babies);
    assert.is(alarm.kind, 'baby');
    assert.equal(alarm.zones, []);
    const beginS = [5, 14][i]!;
    assert.ok(Math.abs(alarm.start_s - beginS) < 0.5, `starts at ${alarm.start_s}`);
    assert.ok(alarm.end_s > alarm.start_s && alarm.end_s < beginS + 3.6, `ends at ${alarm.end_s}`);
    assert.ok(alarm.score > 0 && alarm.score <= 1);
  }
});

test('the sound of a video is on the timeline of the video', async () => {
  const file = join(folder, 'porch.mp4');
  const picture = ['-f', 'lavfi', '-i', 'color=c=gray:s=320x180:r=10:d=20'];
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  execFileSync('ffmpeg', ['-v', 'error', ...picture, '-i', babies, ...codecs, file]);
  const heard = lines((await ctl(['analyze', file])).out).filter(({ kind }) => kind === 'baby');
  assert.is(heard.length, 2);
  assert.ok(Math.abs(heard[0]!.start_s - 5) < 0.5, `starts at ${heard[0]!.start_s}`);
  const { out } = await ctl(['analyze', '--no-sound', file]);
  assert.equal(
    lines(out).filter(({ kind }) => kind === 'baby'),
    [],
  );
});

test('a missing or broken file: a sentence, exit code 1, and the others all the same', async () => {
  const broken = join(folder, 'broken.mp4');
  writeFileSync(broken, 'nothing of the kind\n'.repeat(50));
  const { code, out, error } = await ctl(['analyze', join(folder, 'nowhere.wav'), broken, babies]);
  assert.is(code, 1);
  assert.is(lines(out).length, 2);
  assert.match(error, /nowhere\.wav: there is no such file/);
  assert.match(error, /broken\.mp4: /);
  assert.not.match(error, /\n {4}at /);
});

test('zones come as JSON or from a file, and are checked before anything is decoded', async () => {
  const zones = '[{"name":"Path","use":"motion","points":[[0,0],[1,0],[1,1]]}]';
  writeFileSync(join(folder, 'zones.json'), zones);
  for (const given of [zones, `@${join(folder, 'zones.json')}`])
    assert.is((await ctl(['analyze', wet, '--zones', given])).code, 0);
  for (const [given, said] of [
    ['[{}]', /Zone 1/],
    ['nonsense', /not JSON/],
    [`@${join(folder, 'nowhere.json')}`, /Cannot read .*nowhere\.json/],
  ] as const) {
    const { code, error } = await ctl(['analyze', babies, '--zones', given]);
    assert.is(code, 1);
    assert.match(error, said);
  }
});

test('sensitivity is a number from 1 to 10; a file is needed', async () => {
  assert.is((await ctl(['analyze', babies, '--sensitivity', '11'])).code, 2);
  assert.is((await ctl(['analyze', babies, '--sensitivity', 'high'])).code, 2);
  assert.is((await ctl(['analyze'])).code, 2);
  assert.is((await ctl(['analyze', wet, '--sensitivity', '10'])).code, 0);
});

test('Ctrl-C ends it in the midst of a file', async () => {
  const interrupted = new AbortController();
  const running = ctl(['analyze', babies, wet], { signal: interrupted.signal });
  interrupted.abort();
  assert.is((await running).code, 130);
});

test.run();
