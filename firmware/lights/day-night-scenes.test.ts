/**
 * A thousand nights before a simulated sensor: noise, lamps, headlights, dusk and dawn, walls that throw back
 * infrared, filters that keep much or little, exposure by gain or none. It switches when the light has
 * changed, and never to and fro.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { step, UNDECIDED, type DayNightRules, type DayNightState } from './day-night.ts';

const RULES: DayNightRules = {
  mode: 'auto',
  darkLuma: 20,
  darkMs: 5000,
  dayLuma: 60,
  gainShare: 0.25,
  brightMs: 10_000,
  stayMs: 60_000,
  settleMs: 10_000,
  tryMs: 900_000,
  nightLux: 2,
  dayLux: 10,
  hasInfrared: true,
};

const MOST_GAIN = 32;
const WANTED_LUMA = 100;

type Random = () => number;

function randomOf(seed: number): Random {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Scene {
  /** Light of the place at a second, as the luma it gives at full gain with the filter in. */
  ambient: (second: number) => number;
  /** What the filter keeps: light grows by this when it is out. */
  filter: number;
  /** Luma at full gain that the infrared light gives, without the filter. */
  infrared: number;
  /** auto: by gain, up to its most. fixed: always at full gain. */
  exposure: 'auto' | 'fixed';
  knowsGain: boolean;
  /** Of the luma, both ways. */
  noise: number;
}

interface Night {
  switches: { to: string; second: number }[];
  filterMoves: number;
  trials: number;
  state: DayNightState;
}

function live(scene: Scene, seconds: number, random: Random): Night {
  let state = UNDECIDED;
  let infrared = false;
  let filter = 'in' as 'in' | 'out';
  let gain = 1;
  const night: Night = { switches: [], filterMoves: 0, trials: 0, state };
  const take = (event: Parameters<typeof step>[1]) => {
    const next = step(state, event, RULES);
    if (state.phase !== 'trying' && next.state.phase === 'trying') night.trials++;
    state = next.state;
    for (const effect of next.effects) {
      if (effect.type === 'infrared') infrared = effect.on;
      if (effect.type === 'filter' && effect.place !== filter) {
        filter = effect.place;
        night.filterMoves++;
      }
      if (effect.type === 'switched') night.switches.push({ to: effect.to, second: event.atMs / 1000 });
    }
  };
  take({ type: 'ruled', atMs: 0 });
  for (let second = 1; second <= seconds; second++) {
    const ambient = scene.ambient(second) * (filter === 'out' ? scene.filter : 1);
    const light = ambient + (infrared && filter === 'out' ? scene.infrared : 0);
    const wanted = Math.min(MOST_GAIN, Math.max(1, (WANTED_LUMA * MOST_GAIN) / Math.max(light, 1e-3)));
    // Exposure follows within two or three looks.
    gain = scene.exposure === 'fixed' ? MOST_GAIN : gain + (wanted - gain) * 0.8;
    const noise = 1 + (random() * 2 - 1) * scene.noise;
    const luma = Math.min(255, Math.max(0, ((light * gain) / MOST_GAIN) * noise + random() * 2));
    take({
      type: 'looked',
      atMs: second * 1000,
      luma,
      gain: scene.knowsGain ? Math.round(gain * (1 + (random() * 2 - 1) * 0.05) * 100) / 100 : null,
    });
  }
  return { ...night, state };
}

function sensor(random: Random): Omit<Scene, 'ambient'> {
  return {
    filter: 1 + random() * 1.5,
    infrared: random() < 0.2 ? 200 + random() * 2000 : random() * 200,
    exposure: random() < 0.7 ? 'auto' : 'fixed',
    knowsGain: random() < 0.5,
    noise: random() * 0.1,
  };
}

const HOUR = 3600;
const SCENES: Record<
  string,
  (random: Random) => { scene: Scene; lastsS?: number; check: (night: Night) => void }
> = {
  'a light that does not change': (random) => {
    const level = random() < 0.5 ? random() * 60 : random() * 2000;
    return {
      scene: { ...sensor(random), ambient: () => level },
      check: ({ switches }) => assert.ok(switches.length <= 1, JSON.stringify(switches)),
    };
  },
  'a dark night with headlights': (random) => {
    const level = random() * 10;
    const everyS = 20 + Math.floor(random() * 200);
    const lastS = 1 + Math.floor(random() * 6);
    const glare = 50 + random() * 3000;
    return {
      scene: { ...sensor(random), ambient: (s) => (s > 300 && s % everyS < lastS ? level + glare : level) },
      check: ({ switches }) => {
        assert.equal(
          switches.map(({ to }) => to),
          ['night'],
        );
      },
    };
  },
  'a slow dusk': (random) => {
    const lastS = HOUR * (0.2 + random());
    return {
      lastsS: 1.7 * HOUR,
      scene: { ...sensor(random), ambient: (s) => 400 * Math.max(0, 1 - s / lastS) ** 3 },
      check: ({ switches }) => {
        assert.equal(
          switches.map(({ to }) => to),
          ['night'],
        );
      },
    };
  },
  'a slow dawn': (random) => {
    const lastS = HOUR * (0.2 + random());
    return {
      lastsS: 1.7 * HOUR,
      scene: { ...sensor(random), ambient: (s) => 3000 * Math.min(1, Math.max(0, s - 600) / lastS) ** 3 },
      check: ({ switches, state }) => {
        assert.equal(
          switches.map(({ to }) => to),
          ['night', 'day'],
        );
        assert.is(state.view, 'day');
      },
    };
  },
  'a lamp that somebody turns on and off': (random) => {
    const onS = 300 + Math.floor(random() * 900);
    const offS = 300 + Math.floor(random() * 900);
    const level = 150 + random() * 1000;
    const isOn = (s: number) => s % (onS + offS) >= offS;
    return {
      scene: { ...sensor(random), ambient: (s) => (isOn(s) ? level : random() * 3) },
      check: ({ switches }) => {
        for (const { to, second } of switches) {
          const s = second % (onS + offS);
          assert.ok(isOn(second) === (to === 'day') || s < 2, `${to} at ${s}, lamp on from ${offS}`);
        }
        for (let i = 1; i < switches.length; i++) assert.is.not(switches[i]!.to, switches[i - 1]!.to);
      },
    };
  },
};

const test = suite('day and night, scenes');

for (const [name, make] of Object.entries(SCENES)) {
  test(`${name}, 200 times`, () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = randomOf(seed);
      const { scene, check, lastsS } = make(random);
      const night = live(scene, lastsS ?? HOUR, random);
      assert.is(night.filterMoves, night.switches.length);
      assert.ok(night.trials <= 40, `${night.trials} trials, seed ${seed}`);
      try {
        check(night);
      } catch (error) {
        throw new Error(
          `seed ${seed}: ${(error as Error).message}\n${JSON.stringify({ ...scene, ...night })}`,
        );
      }
    }
  });
}

test.run();
