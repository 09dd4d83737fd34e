/** The drivers for buttons, lights, relays and the watchdog on a real kernel, worked and watched from outside. */
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { enterNetworkNamespace } from '#board/virtual/network-namespace.ts';
import type { GuestProcess } from '#board/virtual/guest-process.ts';
import { ARTIFACTS } from '#board/virtual/prepared-board.ts';
import { VirtualBoard } from '#board/virtual/virtual-board.ts';
import { installProgram } from './guest-program.ts';

await enterNetworkNamespace();

const CHIP = 'cam-gpio';
const BELL = { kind: 'gpio', chip: CHIP, line: 'doorbell-button', activeLow: true, bias: 'as-is' };
const RESET = { kind: 'key', device: 'cam-keys', code: 0x198 };
const FILTER = {
  kind: 'gpio-pulse',
  chip: CHIP,
  day: 'ir-cut-day',
  night: 'ir-cut-night',
  activeLow: false,
  pulseMs: 100,
};
const COILS = [FILTER.day, FILTER.night];
const CHIME = { kind: 'gpio', chip: CHIP, line: 'chime', activeLow: false, pulseMs: 100 };
const WATCHDOG = { kind: 'device', identity: 'Software Watchdog', timeoutSeconds: 4 };

const test = suite('drivers on the virtual board');
let board: VirtualBoard;
let program: string[];
let heard: (line: string) => unknown = () => undefined;
/** What a test that failed has left running. */
const running = new Set<GuestProcess>();

test.before(async () => {
  board = await VirtualBoard.start({
    folder: join(ARTIFACTS, 'gpio-test'),
    onConsole: (line) => heard(line),
  });
  program = await installProgram(board, new URL('./drivers-program.ts', import.meta.url));
});

test.after.each(async () => {
  for (const process of running) await process.signal('SIGKILL').catch(() => undefined);
});

test.after(async () => {
  await board.stop();
});

function spawn(command: string[], env: Record<string, string> = {}): GuestProcess {
  const process = board.spawn(command, { env });
  running.add(process);
  const forget = () => void running.delete(process);
  process.exit.then(forget, forget);
  return process;
}

/** A driver that has started. */
async function started(
  part: string,
  profile: object,
  { steps = [], env = {} }: { steps?: string[]; env?: Record<string, string> } = {},
): Promise<GuestProcess> {
  const process = spawn([...program, part, JSON.stringify(profile), ...steps], env);
  await process.line(/"started"/);
  return process;
}

const next = (process: GuestProcess) => process.signal('SIGUSR2');

async function stop(process: GuestProcess): Promise<void> {
  await process.signal('SIGTERM');
  assert.is((await process.exit).code, 0, process.lines.join('\n'));
}

interface Told {
  error: string;
  message: string;
  remedy: string;
}

/** What a driver that cannot start says. */
async function refusal(part: string, profile: object): Promise<Told> {
  const { stdout, stderr, code } = await board.run([...program, part, JSON.stringify(profile)]);
  assert.is(code, 0, stderr);
  return JSON.parse(stdout) as Told;
}

interface EdgeTold {
  edge: number;
  pressed: boolean;
  atUs: number;
  lateUs: number;
}

const edge = async (process: GuestProcess, number: number) =>
  JSON.parse(await process.line(new RegExp(`^{"edge":${number},`), 15_000)) as EdgeTold;

async function shell(command: string): Promise<string> {
  const { code, stdout, stderr } = await board.run(command);
  assert.is(code, 0, `${command}: ${stderr}`);
  return stdout;
}

const lineInfo = async (line: string) =>
  (await shell(`gpioinfo ${CHIP}`)).split('\n').find((text) => text.includes(`"${line}"`)) ?? '';

test('the bell: every edge in order, with the time at which the kernel saw it', async () => {
  const button = await started('button', BELL);
  assert.match(await lineInfo('doorbell-button'), /"pupsentry"\s+input\s+active-low/);
  const seen: EdgeTold[] = [];
  for (let press = 0; press < 3; press++) {
    await board.gpio.pull('doorbell-button', 'down');
    seen.push(await edge(button, press * 2 + 1));
    await board.gpio.pull('doorbell-button', 'up');
    seen.push(await edge(button, press * 2 + 2));
  }
  assert.equal(
    seen.map(({ pressed }) => pressed),
    [true, false, true, false, true, false],
  );
  for (const [i, { atUs, lateUs }] of seen.entries()) {
    assert.ok(lateUs >= 0 && lateUs < 5_000_000, `read ${lateUs} µs after it`);
    assert.ok(i === 0 || atUs > seen[i - 1]!.atUs);
  }
  await stop(button);
  assert.match(await lineInfo('doorbell-button'), /unused/);
});

test('a bell that is held when we start has not been pressed; one that is killed gives its line back', async () => {
  await board.gpio.pull('doorbell-button', 'down');
  const button = await started('button', BELL);
  await board.gpio.pull('doorbell-button', 'up');
  assert.is((await edge(button, 1)).pressed, false);
  await board.gpio.pull('doorbell-button', 'down');
  assert.is((await edge(button, 2)).pressed, true);
  await board.gpio.pull('doorbell-button', 'up');
  await button.signal('SIGKILL');
  await button.exit;
  assert.match(await lineInfo('doorbell-button'), /unused/);
});

test('more edges than the kernel keeps, while nobody reads: the gap is noticed, the last state is right', async () => {
  const button = await started('button', BELL);
  await button.signal('SIGSTOP');
  const pull = await board.gpio.pullFile('doorbell-button');
  await shell(
    `for i in $(seq 45); do echo pull-down >${pull}; sleep 0.015; echo pull-up >${pull}; sleep 0.015; done; echo pull-down >${pull}; sleep 0.03`,
  );
  await button.signal('SIGCONT');
  for (const step of [1, 2]) {
    await next(button); // the first may be heard before the edges
    await button.line(new RegExp(`"step":${step}}`));
  }
  const told = button.lines.filter((line) => line.startsWith('{"dropped"')).at(-1)!;
  assert.ok((JSON.parse(told) as { dropped: number }).dropped > 0, told);
  const last = button.lines.filter((line) => line.startsWith('{"edge"')).at(-1)!;
  assert.is((JSON.parse(last) as EdgeTold).pressed, true);
  await board.gpio.pull('doorbell-button', 'up');
  await stop(button);
});

test('a line that another program has: it is named', async () => {
  const holder = spawn(['gpioset', '--mode=signal', CHIP, '0=1']);
  await shell(`until gpioinfo ${CHIP} | grep -q '"doorbell-button" *"gpioset"'; do :; done`);
  const told = await refusal('button', BELL);
  assert.is(told.error, 'gpio-line-busy');
  assert.is(told.message, 'The GPIO line "doorbell-button" of cam-gpio is used by "gpioset".');
  await holder.stop();
  const kernel = await refusal('light', { kind: 'gpio', chip: CHIP, line: 'status-led', activeLow: false });
  assert.is(kernel.error, 'gpio-line-busy');
  assert.match(kernel.message, 'used by "status"');
});

test('a chip or line that is not there: those that are, are named', async () => {
  const noChip = await refusal('button', { ...BELL, chip: 'pinctrl-rp1' });
  assert.is(noChip.error, 'gpio-chip-missing');
  assert.match(noChip.message, 'pinctrl-rp1');
  assert.match(noChip.remedy, CHIP);
  const noLine = await refusal('button', { ...BELL, line: 'bell' });
  assert.is(noLine.error, 'gpio-line-missing');
  assert.match(noLine.message, '"bell" of cam-gpio');
  assert.match(noLine.remedy, 'doorbell-button');
  assert.is((await refusal('button', { ...BELL, line: 12 })).error, 'gpio-line-missing');
});

test('every chip with its lines, for "board check"', async () => {
  const { stdout } = await board.run([...program, 'chips']);
  const chips = JSON.parse(stdout) as { label: string; lines: Record<string, unknown>[] }[];
  const chip = chips.find(({ label }) => label === CHIP)!;
  assert.is(chip.lines.length, 12);
  const spare = { offset: 8, name: 'spare-0', consumer: '', isUsed: false, isOutput: false };
  assert.equal(chip.lines[8], spare);
  assert.equal(chip.lines[2], {
    offset: 2,
    name: 'status-led',
    consumer: 'status',
    isUsed: true,
    isOutput: true,
  });
});

test('the reset button, by the kernel’s gpio-keys', async () => {
  await board.gpio.pull('reset-button', 'down');
  const button = await started('button', RESET);
  await board.gpio.pull('reset-button', 'up');
  assert.is((await edge(button, 1)).pressed, false, 'held at the start is no press');
  await board.gpio.pull('reset-button', 'down');
  const down = await edge(button, 2);
  assert.is(down.pressed, true);
  assert.ok(down.lateUs >= 0 && down.lateUs < 5_000_000, `read ${down.lateUs} µs after it`);
  await board.gpio.pull('reset-button', 'up');
  const up = await edge(button, 3);
  assert.is(up.pressed, false);
  assert.ok(up.atUs > down.atUs);

  // More events than the kernel keeps, while nobody reads: it says so, and the key is asked for.
  await button.signal('SIGSTOP');
  const pull = await board.gpio.pullFile('reset-button');
  await shell(
    `for i in $(seq 20); do echo pull-down >${pull}; sleep 0.05; echo pull-up >${pull}; sleep 0.05; done; echo pull-down >${pull}; sleep 0.05`,
  );
  await button.signal('SIGCONT');
  await board.gpio.pull('reset-button', 'up');
  const after = [await edge(button, 4), await edge(button, 5)];
  assert.equal(
    after.map(({ pressed }) => pressed),
    [true, false],
  );

  const driver = '/sys/bus/platform/drivers/gpio-keys';
  await board.writeFile(`${driver}/unbind`, 'cam-keys');
  assert.match(await button.line(/"error":"input-failed"/), /cam-keys/);
  await stop(button);
  const told = await refusal('button', RESET);
  assert.is(told.error, 'input-missing');
  await board.writeFile(`${driver}/bind`, 'cam-keys');
  const noKey = await refusal('button', { ...RESET, code: 28 });
  assert.is(noKey.error, 'input-key-missing');
});

test('a light on a line: lit when show returns, dark and given back in the end', async () => {
  const profile = { kind: 'gpio', chip: CHIP, line: 'indicator-led', activeLow: false };
  const light = await started('light', profile, {
    steps: ['{"kind":"on"}', '{"kind":"blink","onMs":50,"offMs":50}'],
  });
  assert.is(await board.gpio.value('indicator-led'), 0);
  await next(light);
  await light.line(/"step":1/);
  assert.is(await board.gpio.value('indicator-led'), 1);
  await next(light);
  await light.line(/"step":2/);
  await board.gpio.until('indicator-led', 0, 10_000);
  await board.gpio.until('indicator-led', 1, 10_000);
  await stop(light);
  assert.is(await board.gpio.value('indicator-led'), 0);
  assert.match(await lineInfo('indicator-led'), /unused/);
});

test('an active-low line is driven the other way', async () => {
  const profile = { kind: 'gpio', chip: CHIP, line: 'spare-1', activeLow: true };
  const light = await started('light', profile, { steps: ['{"kind":"on"}'] });
  assert.is(await board.gpio.value('spare-1'), 1);
  await next(light);
  await light.line(/"step":1/);
  assert.is(await board.gpio.value('spare-1'), 0);
  await stop(light);
});

test('a light of the LED class blinks by the kernel’s timer', async () => {
  const led = '/sys/class/leds/status';
  const blink = '{"kind":"blink","onMs":120,"offMs":80}';
  const light = await started(
    'light',
    { kind: 'sysfs', name: 'status' },
    {
      steps: [blink, '{"kind":"on"}', blink],
    },
  );
  await next(light);
  await light.line(/"step":1/);
  assert.match(await shell(`cat ${led}/trigger`), '[timer]');
  assert.is(await shell(`cat ${led}/delay_on ${led}/delay_off`), '120\n80\n');
  for (const value of [1, 0, 1] as const) await board.gpio.until('status-led', value, 10_000);
  await next(light);
  await light.line(/"step":2/);
  assert.match(await shell(`cat ${led}/trigger`), '[none]');
  assert.is(await board.gpio.value('status-led'), 1);
  await next(light);
  await light.line(/"step":3/);
  await stop(light);
  assert.match(await shell(`cat ${led}/trigger`), '[none]');
  assert.is(await board.gpio.value('status-led'), 0);
  const told = await refusal('light', { kind: 'sysfs', name: 'statsu' });
  assert.is(told.error, 'light-missing');
  assert.match(told.remedy, 'There are: ir, status.');
});

/** A driver that has started, which also tells the levels of these lines, in their order. */
async function startedWatching(lines: string[], part: string, profile: object, ...steps: string[]) {
  const files = await Promise.all(lines.map((line) => board.gpio.pullFile(line)));
  const WATCH = files.map((file) => file.replace(/pull$/, 'value')).join(' ');
  return await started(part, profile, { steps, env: { WATCH } });
}

const levels = (process: GuestProcess) =>
  process.lines
    .filter((line) => line.startsWith('{"levels"'))
    .map((line) => (JSON.parse(line) as { levels: string }).levels);

test('the filter: a pulse on one line or the other, never both', async () => {
  const filter = await startedWatching(COILS, 'ir-cut', FILTER, 'out', 'in out in');
  for (const step of [1, 2]) {
    await next(filter);
    await filter.line(new RegExp(`"step":${step}}`));
  }
  await stop(filter);
  assert.equal(levels(filter), ['00', '01', '00', '10', '00']);
  assert.match(filter.lines.join('\n'), /"place":"out"[^]*"place":"in"/);
});

test('a filter and a chime that are stopped while they are driven: released', async () => {
  const filter = await startedWatching(COILS, 'ir-cut', { ...FILTER, pulseMs: 20_000 }, 'out');
  await next(filter);
  await filter.line(/"levels":"01"/);
  await stop(filter);
  assert.equal(levels(filter), ['00', '01', '00']);
  assert.match(filter.lines.join('\n'), /"error":"ir-cut-failed"/);
  for (const line of COILS) assert.match(await lineInfo(line), /unused/);
  const chime = await startedWatching(['chime'], 'chime', { ...CHIME, pulseMs: 20_000 });
  await next(chime);
  await chime.line(/"levels":"1"/);
  await stop(chime);
  assert.equal(levels(chime), ['0', '1', '0']);
  assert.match(await lineInfo('chime'), /unused/);
});

test('the chime’s relay: closed for its pulse, once a ring', async () => {
  const chime = await startedWatching(['chime'], 'chime', CHIME);
  for (const step of [1, 2]) {
    await next(chime);
    await chime.line(new RegExp(`"step":${step}}`));
  }
  await stop(chime);
  assert.equal(levels(chime), ['0', '1', '0', '1', '0']);
});

test('the watchdog: found by what it is, fed, one user at a time, disarmed by an orderly stop', async () => {
  const watchdog = await started('watchdog', WATCHDOG);
  await next(watchdog);
  const busy = await refusal('watchdog', WATCHDOG);
  assert.is(busy.error, 'watchdog-busy');
  assert.match(busy.message, /is used by "drivers-program" \(process \d+\)/);
  await watchdog.line(/{"fed":17,"timeoutSeconds":4}/); // 5 s: longer than it would wait
  await stop(watchdog);
  const other = await refusal('watchdog', { ...WATCHDOG, identity: 'i6300ESB timer' });
  assert.is(other.error, 'watchdog-missing');
  assert.match(other.remedy, '"Software Watchdog"');
  assert.is(await shell('sleep 4.5; echo alive'), 'alive\n', 'asking left it disarmed too');
});

test('a program that dies leaves the watchdog armed: the machine is reset', async () => {
  const bites = new Promise<void>(
    (resolve) => (heard = (line) => /softdog: Initiating/.test(line) && resolve()),
  );
  const watchdog = await started('watchdog', WATCHDOG);
  await watchdog.signal('SIGKILL');
  await bites;
  // What User-Mode Linux makes of a reset is none of our business here.
  await board.cutPower();
});

test.run();
