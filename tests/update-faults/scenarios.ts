/** What happens to a device while its power is cut. */
import { seededRandom } from '#kit/seeded-random.ts';
import { otherSlot, type Booted, type BootState } from '#ota/boot/boot-control.ts';
import type { Device } from './device.ts';
import { firstBlocks, garbage, makeImage, nextBlocks, type SimulatedImage } from './images.ts';
import { startOf, type Outcome, type Setting, type Start } from './setting.ts';

/** Data blocks of images; a tree of one level reaches to 128 of them, of two to 16,384. */
const SIZES = [64, 64, 64, 65, 96, 128, 129, 130, 256];
const LARGE = 16_385;
/** Changes that the scenarios of one record make. */
const CHANGES = 8;

interface Images {
  old: SimulatedImage;
  running: SimulatedImage;
  next: SimulatedImage;
  last: SimulatedImage;
}

async function imagesOf(seed: number, sizes: readonly number[] = SIZES): Promise<Images> {
  const random = seededRandom(seed);
  const size = () => sizes[Math.floor(random() * sizes.length)]!;
  const first = firstBlocks(random, size());
  const data = [first];
  for (let i = 0; i < 3; i++) data.push(nextBlocks(random, data.at(-1)!, size()));
  const [old, running, next, last] = await Promise.all(data.map((blocks, i) => makeImage(blocks, i + 1)));
  return { old: old!, running: running!, next: next!, last: last! };
}

interface Story extends Pick<Start, 'boot' | 'flags'> {
  other: Start['other'];
  wanted?: readonly SimulatedImage[];
  bad?: SimulatedImage;
  rejects?: boolean;
  lends?: boolean;
  live?: Setting['live'];
  kept?: Record<string, string>;
}

async function settingOf(seed: number, images: Images, story: Story): Promise<Setting> {
  const all = Object.values(images) as SimulatedImage[];
  const byRoot = new Map(all.map((image) => [image.release.image.rootHash, image]));
  const home = seed % 2 ? 'A' : 'B';
  const { wanted = [images.next], bad } = story;
  const runs = wanted.findLast((image) => image !== bad) ?? images.running;
  const floor = { trust: `"securityFloor":${runs.release.securityVersion}` };
  return {
    ...(await startOf({ ...story, seed, images: all, home, runs: images.running })),
    lends: story.lends ?? true,
    pieceBlocks: 4 + (seed % 13),
    wanted,
    rejects: story.rejects ?? false,
    live: story.live ?? update,
    imageOf: (label) => (label && byRoot.get(label.image.rootHash)) ?? null,
    isBad: (image) => image === bad,
    expected: { runs, hasFailed: bad !== undefined, kept: story.kept ?? floor },
  };
}

/** What the update agent does, in short. */
async function update(device: Device, booted: Booted): Promise<Outcome> {
  const { setting, world } = device;
  const control = device.bootControl(booted);
  const running = setting.imageOf(world.label(booted.slot))!;
  const { version, securityVersion } = running.release;
  if (booted.isTrial && setting.isBad(running)) {
    if (setting.rejects) await device.reject(control);
    return 'reboot';
  }
  if (booted.isTrial) {
    await device.confirm(control);
    await device.remember(`confirmed ${version}`);
  }
  const record = await device.trust.load();
  if (record.securityFloor < securityVersion)
    await device.keepTrust({ ...record, securityFloor: securityVersion });
  const slot = otherSlot(booted.slot);
  const next = setting.wanted.find(({ release }) => release.securityVersion > securityVersion);
  const { failed } = await control.read();
  if (!next || (setting.isBad(next) && failed === slot)) return 'done';
  await device.remember(`installing ${next.release.version}${' '.repeat(1500)}`);
  await device.invalidate(control, slot);
  await device.install(next, booted);
  await device.stage(control, slot);
  return 'reboot';
}

/** Somebody else's variable counts up. */
async function countVariable(device: Device): Promise<Outcome> {
  for (;;) {
    const count = Number((await device.environment.read())?.get('serial'));
    if (count >= CHANGES) return 'done';
    await device.changeVariables((before) => new Map(before).set('serial', String(count + 1)));
  }
}

/** Metadata is verified again and again, and the floor rises. */
async function raiseTrust(device: Device): Promise<Outcome> {
  for (;;) {
    const record = await device.trust.load();
    if (record.securityFloor >= CHANGES) return 'done';
    const securityFloor = record.securityFloor + 1;
    const roots = [...record.roots, `root ${securityFloor} ${'.'.repeat(700)}`];
    await device.keepTrust({ ...record, roots, securityFloor, timestamp: `timestamp ${securityFloor}` });
  }
}

async function countMemory(device: Device): Promise<Outcome> {
  for (;;) {
    const count = Number.parseInt((await device.memory.load())?.toString() ?? '0', 10);
    if (count >= CHANGES) return 'done';
    await device.remember(`${count + 1} ${'m'.repeat((count * 997) % 5000)}`);
  }
}

/** The household leaves. */
async function reset(device: Device): Promise<Outcome> {
  if (await device.finishReset()) return 'done';
  if (device.world.household.state === 'gone') return 'done';
  await device.markReset();
  return 'reboot';
}

const whole = (image: SimulatedImage): Start['other'] => ({ blocks: image.blocks, label: image });
const empty = (seed: number, { next }: Images): Start['other'] => ({
  blocks: garbage(seed, next.blocks.length),
  label: null,
});

/** The other slot as a cut in the middle of an installation leaves it. */
function halfWritten(seed: number, { old, next }: Images): Start['other'] {
  const random = seededRandom(seed + 1);
  const blocks = next.blocks.map((block, i) => (random() < 0.6 ? block : (old.blocks[i] ?? block)));
  return { blocks, label: null };
}

const onTrial = (seed: number): Partial<BootState> => {
  const [home, slot] = seed % 2 ? (['A', 'B'] as const) : (['B', 'A'] as const);
  return { order: [home], trial: { slot, triesLeft: 3 } };
};

export interface Scenario {
  name: string;
  make(seed: number): Promise<Setting>;
  /** Only one of so many cases of a run: they are long. */
  oneOf?: number;
  /** Comes with one of so many seeds. */
  seldom?: number;
}

/** The scenario of a run, and with which seed. @returns null when the scenario does not come with that seed */
export function scenarioOf(run: number): { scenario: Scenario; seed: number } | null {
  const scenario = SCENARIOS[run % SCENARIOS.length]!;
  const seed = Math.floor(run / SCENARIOS.length);
  return seed % (scenario.seldom ?? 1) === 0 ? { scenario, seed } : null;
}

const story = (name: string, tell: (images: Images, seed: number) => Story): Scenario => ({
  name,
  make: async (seed) => {
    const images = await imagesOf(seed);
    return settingOf(seed, images, tell(images, seed));
  },
});

export const SCENARIOS: readonly Scenario[] = [
  story('fresh', (images, seed) => ({ other: empty(seed, images), lends: false })),
  story('delta', ({ old }) => ({ other: whole(old) })),
  story('resume', (images, seed) => ({ other: halfWritten(seed, images) })),
  {
    ...story('two updates', ({ old, next, last }) => ({ other: whole(old), wanted: [next, last] })),
    oneOf: 3,
  },
  story('rollback after crashes', ({ old, next }) => ({ other: whole(old), bad: next })),
  story('rollback by health', ({ old, next }) => ({ other: whole(old), bad: next, rejects: true })),
  story('confirm', ({ next }, seed) => ({ other: whole(next), boot: onTrial(seed) })),
  story('environment', ({ old }) => ({
    ...{ other: whole(old), wanted: [], flags: 252, live: countVariable },
    kept: { boot: `["serial","${CHANGES}"]` },
  })),
  story('trust', ({ old }) => ({
    ...{ other: whole(old), wanted: [], live: raiseTrust },
    kept: { trust: `"securityFloor":${CHANGES}` },
  })),
  story('agent', ({ old }) => ({
    ...{ other: whole(old), wanted: [], live: countMemory },
    kept: { agent: `${CHANGES} ` },
  })),
  story('factory reset', ({ old }) => ({
    ...{ other: whole(old), wanted: [], live: reset },
    kept: { household: 'gone' },
  })),
  {
    name: 'large',
    make: async (seed) => {
      const images = await imagesOf(seed, [LARGE]);
      return settingOf(seed, images, { other: whole(images.old) });
    },
    oneOf: 40,
    seldom: 4,
  },
];
