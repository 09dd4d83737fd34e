// runs in the background
/**
 * The weights that ship, on some of the recordings they were trained with: that they are what training made, not how
 * well it generalises (bench/sound.ts tells that). Without the recordings there is nothing to do.
 */
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FOLDERS, readClips, soundFolder, type Clip } from '../../../tools/sound-training/clips.ts';
import { judge, scoreTable, score } from '../../../tools/sound-training/judge.ts';
import { SHORTEST_SOUND_MS, SoundDetector } from './sound-detector.ts';
import weights from './weights.json' with { type: 'json' };

const test = suite('sound detector on recordings');
const PER_KIND = 5;

const folder = soundFolder(join(import.meta.dirname, '../../..'));

test('the weights say where they come from', () => {
  const { provenance } = weights;
  assert.match(provenance.licence, /CC BY 3\.0/);
  assert.match(provenance.script, /train-sound\.ts$/);
  assert.ok(provenance.recordings.length >= 90);
  assert.match(provenance.date, /^\d{4}-\d\d-\d\d$/);
});

if (!folder) console.log('skipped: no recordings at ../shared/data/sound');
else
  test('dogs and babies are told as what they are, rain, clocks and fires are not', () => {
    const clips = readClips(folder, Object.keys(FOLDERS), PER_KIND);
    const oneFold = new Map<Clip, number>(clips.map((clip) => [clip, 0]));
    const detector = () => new SoundDetector({ sensitivity: 5, minDurationMs: SHORTEST_SOUND_MS });
    const verdicts = judge(clips, oneFold, detector, 1);
    console.log(scoreTable(verdicts));
    const room = score(verdicts.filter(({ setting }) => setting === 'room'));
    assert.ok(room.recall >= 0.9, `recall ${room.recall}`);
    assert.ok(room.kindRight >= 0.85, `kind right ${room.kindRight}`);
    for (const [kind, share] of Object.entries(room.falseAlarms))
      assert.ok(share <= 0.2, `${kind} told: ${share}`);
    const mix = score(verdicts.filter(({ setting }) => setting === 'mix'));
    assert.ok(mix.recall > 0.61 && mix.precision > 0.7, `in mixes: ${mix.recall}, ${mix.precision}`);
  });

test.run();
