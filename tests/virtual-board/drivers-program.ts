/**
 * Runs on the board: one driver of ours by a board profile, told about in JSON lines. Argument 1 is the part, argument
 * 2 its profile, the rest are steps; SIGUSR2 takes the next step, SIGTERM stops in an orderly way. WATCH names files
 * of simulated lines whose levels are told whenever they change: from outside, a short pulse might be missed.
 */
import { readFileSync } from 'node:fs';
import { listChips } from '#board/drivers/gpio/chips.ts';
import type { BoardParts } from '#board/board-schema.ts';
import { openButton } from '#board/drivers/button.ts';
import { openChime, type ChimeProfile } from '#board/drivers/chime.ts';
import { GpioButton } from '#board/drivers/gpio-button.ts';
import { openIrCut, type FilterPlace } from '#board/drivers/ir-cut.ts';
import { openLight, type LightPattern } from '#board/drivers/light.ts';
import { openWatchdog } from '#board/drivers/watchdog.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';

const [part = '', profileText = '{}', ...steps] = process.argv.slice(2);
const profile: unknown = JSON.parse(profileText);
const tell = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);
const tellError = (error: unknown) => {
  if (!(error instanceof PupsentryError)) throw error;
  tell({ error: error.code, message: error.message, remedy: error.remedy });
};
const watched = process.env.WATCH?.split(' ') ?? [];
let levels = '';
const tellLevels = () => {
  const now = watched.map((file) => readFileSync(file, 'latin1').trim()).join('');
  if (now !== levels) tell({ levels: now });
  levels = now;
};
const WATCH_EVERY_MS = 10;
const FEED_EVERY_MS = 300;
const nowUs = () => Number(process.hrtime.bigint() / 1000n);

/** A driver, and what a step does with it. */
interface Subject {
  driver: Service;
  step: (step: string) => void | Promise<void>;
}

function button(): Subject {
  const driver = openButton(profile as BoardParts['button'])!;
  let edge = 0;
  driver.onEdge((pressed, atUs) => tell({ edge: ++edge, pressed, atUs, lateUs: nowUs() - atUs }));
  driver.onLost?.((reason) => tellError(reason));
  return {
    driver,
    step: () => void (driver instanceof GpioButton && tell({ dropped: driver.droppedEdges })),
  };
}

function light(): Subject {
  const driver = openLight(profile as BoardParts['light'])!;
  return { driver, step: (step) => driver.show(JSON.parse(step) as LightPattern) };
}

function irCut(): Subject {
  const driver = openIrCut(profile as BoardParts['irCut'])!;
  return {
    driver,
    step: async (step) => {
      await Promise.all(step.split(' ').map((place) => driver.move(place as FilterPlace)));
      tell({ place: driver.place });
    },
  };
}

function chime(): Subject {
  const driver = openChime(profile as ChimeProfile)!;
  return { driver, step: () => driver.sound() };
}

function watchdog(): Subject {
  const driver = openWatchdog(profile as BoardParts['watchdog'])!;
  return {
    driver,
    step: () => {
      let times = 0;
      setInterval(() => {
        driver.feed();
        tell({ fed: ++times, timeoutSeconds: driver.timeoutSeconds });
      }, FEED_EVERY_MS).unref();
    },
  };
}

const SUBJECTS: Record<string, () => Subject> = { button, light, 'ir-cut': irCut, chime, watchdog };

if (part === 'chips') {
  tell(listChips());
} else {
  const { driver, step } = SUBJECTS[part]!();
  const alive = setInterval(tellLevels, WATCH_EVERY_MS);
  let number = 0;
  process.on('SIGUSR2', () => {
    const next = steps[number % Math.max(1, steps.length)] ?? '';
    number++;
    void (async () => {
      try {
        await step(next);
        tellLevels(); // the next step may come before the next look
        tell({ step: number });
      } catch (error) {
        tellError(error);
      }
    })();
  });
  process.on('SIGTERM', () => {
    void driver.stop().then(() => {
      tellLevels();
      tell({ stopped: true });
      clearInterval(alive);
    });
  });
  try {
    await driver.start(new AbortController().signal);
    tell({ started: true });
  } catch (error) {
    tellError(error);
    await driver.stop();
    clearInterval(alive);
  }
}
