/** Scores by event: was it told, as what, and what was told that was nothing. */
import { AlarmSpans, type AlarmSpan } from '../../firmware/detect/alarm-spans.ts';
import type { Hearing } from '../../firmware/detect/detectors.ts';
import { RATE_HZ } from '../../firmware/detect/sound/spectrum.ts';
import { SeededRandom } from '../../firmware/detect/sound/testing/seeded-random.ts';
import { NUISANCES, type Clip, type ClipKind } from './clips.ts';
import { SETTINGS, scenesOf, type Scene, type Setting } from './scenes.ts';

const BLOCK = RATE_HZ / 10;

export interface Verdict {
  setting: Setting;
  kind: ClipKind;
  name: string;
  /** As what the clip itself was told; null when it was not. */
  told: string | null;
  /** Alarms before the clip began. */
  early: number;
}

export function hearScene({ samples }: Scene, detector: Hearing): AlarmSpan[] {
  const spans = new AlarmSpans();
  const alarms: AlarmSpan[] = [];
  for (let at = 0; at < samples.length; at += BLOCK) {
    const block = { ptsUs: (at / RATE_HZ) * 1e6, rateHz: RATE_HZ, samples: samples.subarray(at, at + BLOCK) };
    const sighting = detector.hear(block);
    const ended = sighting && spans.add(sighting);
    if (ended) alarms.push(ended);
  }
  return [...alarms, ...spans.end()];
}

/** @param detectorFor a new one that has learnt nothing from this clip */
export function judge(
  clips: readonly Clip[],
  foldOf: ReadonlyMap<Clip, number>,
  detectorFor: (clip: Clip) => Hearing,
  seed: number,
): Verdict[] {
  const random = new SeededRandom(seed);
  return clips.flatMap((clip) => {
    const others = clips.filter((other) => other !== clip && foldOf.get(other) === foldOf.get(clip));
    return scenesOf(clip, others, random).map((scene) => {
      const alarms = hearScene(scene, detectorFor(clip));
      const own = alarms.filter(({ endUs }) => endUs > scene.fromS * 1e6);
      const told = own.length > 0 ? own.reduce((a, b) => (b.score > a.score ? b : a)).label : null;
      const { setting } = scene;
      return { setting, kind: clip.kind, name: clip.name, told, early: alarms.length - own.length };
    });
  });
}

export interface Score {
  /** Dogs and babies that were told, as whatever. */
  recall: number;
  /** Of those, told as what they are. */
  kindRight: number;
  /** By kind of steady sound: clips that were told. */
  falseAlarms: Record<string, number>;
  /** Of all alarms, those with a dog, a baby or a sneeze in them. */
  precision: number;
}

export function score(verdicts: readonly Verdict[]): Score {
  const events = verdicts.filter(({ kind }) => kind === 'dog' || kind === 'baby');
  const told = events.filter((verdict) => verdict.told !== null);
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : 1);
  const right = verdicts.filter((v) => v.told !== null && !NUISANCES.includes(v.kind)).length;
  const wrong = verdicts.reduce(
    (sum, v) => sum + v.early + Number(v.told !== null && NUISANCES.includes(v.kind)),
    0,
  );
  return {
    recall: share(told.length, events.length),
    kindRight: share(told.filter((v) => v.told === v.kind).length, told.length),
    falseAlarms: Object.fromEntries(
      NUISANCES.map((kind) => {
        const heard = verdicts.filter((v) => v.kind === kind);
        return [kind, share(heard.filter((v) => v.told !== null).length, heard.length)];
      }),
    ),
    precision: share(right, right + wrong),
  };
}

/** The scores by setting, for people. */
export function scoreTable(verdicts: readonly Verdict[]): string {
  const lines = ['setting  recall  dog   baby  kind right  rain  clock fire  precision'];
  for (const setting of SETTINGS) {
    const mine = verdicts.filter((v) => v.setting === setting);
    const of = (kind: ClipKind) => score(mine.filter((v) => v.kind === kind)).recall;
    const { recall, kindRight, falseAlarms, precision } = score(mine);
    const cells = [recall, of('dog'), of('baby'), kindRight, ...Object.values(falseAlarms), precision];
    const widths = [8, 6, 6, 12, 6, 6, 6, 0];
    const row = cells.map((cell, i) => cell.toFixed(2).padEnd(widths[i]!)).join('');
    lines.push(setting.padEnd(9) + row.trimEnd());
  }
  return lines.join('\n');
}
