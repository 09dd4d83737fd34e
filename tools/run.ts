/**
 * `make run`: the whole system on this machine, in one terminal.
 *
 * Provisions the devices, starts the cloud stub and one daemon per device, says where the console is,
 * rings on a key, and stops everything on Ctrl-C. What it keeps stands under STATE (default var/).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connect } from 'node:net';
import { programPath } from '#kit/programs.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import { Child } from './child.ts';
import { ControlClient } from '../firmware/ctl/client.ts';

interface Plan {
  camera: string;
  microphone: string;
  port: number;
  brokerPort: number;
  state: string;
  devices: { id: string; name: string; product: 'doorbell' | 'camera' }[];
}

/** The first household's devices, in the order in which DEVICES adds them. */
const HOUSEHOLD: Plan['devices'] = [
  { id: 'front-door', name: 'Front door', product: 'doorbell' },
  { id: 'driveway', name: 'Driveway', product: 'camera' },
  { id: 'garden-gate', name: 'Garden gate', product: 'doorbell' },
  { id: 'garage-1', name: 'Garage', product: 'camera' },
  { id: 'side-door', name: 'Side door', product: 'doorbell' },
  { id: 'terrace-1', name: 'Terrace', product: 'camera' },
  { id: 'workshop', name: 'Workshop', product: 'camera' },
  { id: 'back-door', name: 'Back door', product: 'doorbell' },
];

function wholeNumber(name: string, fallback: number, min: number, max: number): number {
  const text = process.env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new PupsentryError('usage', `${name}=${text} must be a whole number from ${min} to ${max}.`);
  }
  return value;
}

function readPlan(): Plan {
  const camera = process.env.CAMERA || 'scene';
  const isPath = camera !== 'scene' && !camera.startsWith('rtsp://');
  if (isPath && !existsSync(camera)) {
    throw new PupsentryError(
      'camera-missing',
      `There is no camera or file ${camera}.`,
      camera.startsWith('/dev/')
        ? 'See `ls /dev/video*`, or use CAMERA=scene for the built-in scene.'
        : 'CAMERA takes scene, /dev/videoN, a video file or rtsp://…',
    );
  }
  const microphone = process.env.MIC || 'auto';
  if (!/^(auto|none|tone|pulse|alsa:.+)$/.test(microphone)) {
    throw new PupsentryError(
      'usage',
      `There is no microphone ${microphone}.`,
      'MIC takes auto, none, tone, pulse or alsa:NAME.',
    );
  }
  return {
    camera: isPath ? resolve(camera) : camera,
    microphone,
    port: wholeNumber('PORT', 8080, 1, 65535),
    brokerPort: wholeNumber('BROKER_PORT', 8883, 1, 65535),
    state: resolve(process.env.STATE || 'var'),
    devices: HOUSEHOLD.slice(0, wholeNumber('DEVICES', 1, 1, HOUSEHOLD.length)),
  };
}

async function requireFreePort(port: number, what: string, variable: string): Promise<void> {
  const taken = await new Promise<boolean>((answer) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('connect', () => (socket.destroy(), answer(true)));
    socket.on('error', () => answer(false));
  });
  if (taken) {
    throw new PupsentryError(
      'port-taken',
      `Port ${port} for the ${what} is taken by another program.`,
      `Stop that one, or choose another: make run ${variable}=${port + 1}`,
    );
  }
}

function provision(plan: Plan, device: Plan['devices'][number]): string {
  const folder = join(plan.state, 'devices', device.id);
  const args = ['provision', '--data', join(plan.state, 'cloud'), '--broker-port', String(plan.brokerPort)];
  args.push('--id', device.id, '--name', device.name, '--product', device.product, '--out', folder);
  args.push('--camera', plan.camera, '--microphone', plan.microphone);
  const done = spawnSync(process.execPath, [programPath('pupsentry-cloud'), ...args], { encoding: 'utf8' });
  if (done.status !== 0) {
    throw new PupsentryError('provision', `${device.name} could not be provisioned: ${done.stderr.trim()}`);
  }
  return folder;
}

const say = (line = '') => process.stdout.write(`${line}\n`);
const seconds = (sinceMs: number) => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

async function main(): Promise<void> {
  const startedMs = performance.now();
  const plan = readPlan();
  await requireFreePort(plan.port, 'console', 'PORT');
  await requireFreePort(plan.brokerPort, 'broker', 'BROKER_PORT');
  mkdirSync(join(plan.state, 'log'), { recursive: true, mode: 0o700 });

  const children: Child[] = [];
  let stopping: Promise<void> | undefined;
  // Devices first, so that they can still say goodbye to the broker.
  const stopAll = () =>
    (stopping ??= (async () => {
      say('\nStopping.');
      await Promise.all(children.slice(1).map((child) => child.stop()));
      await children[0]?.stop();
    })());
  const leave = (code: number) => void stopAll().then(() => process.exit(code));
  process.on('SIGINT', () => leave(0));
  process.on('SIGTERM', () => leave(0));
  process.on('SIGHUP', () => leave(0));

  const step = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
    const sinceMs = performance.now();
    process.stdout.write(`  ${what.padEnd(34)}`);
    const result = await work();
    say(seconds(sinceMs));
    return result;
  };
  const begin = async (name: string, args: string[], logName = name): Promise<Record<string, unknown>> => {
    const child = new Child(name, args, join(plan.state, 'log', `${logName}.log`));
    children.push(child);
    return child.start();
  };

  try {
    say('Pupsentry');
    const folders = await step('Keys and configuration', () =>
      plan.devices.map((device) => provision(plan, device)),
    );
    const cloud = await step('Broker and cloud stub', () =>
      begin('pupsentry-cloud', [
        ...['--data', join(plan.state, 'cloud'), '--port', String(plan.port)],
        // Packages of cloud recording can be ordered: whoever orders says whether it was paid.
        ...['--broker-port', String(plan.brokerPort), '--payment', 'test'],
      ]),
    );
    for (const [i, device] of plan.devices.entries()) {
      const { problem } = await step(`${device.name}, first picture`, () =>
        begin('pupsentryd', ['--board', 'host', '--config', join(folders[i]!, 'device.json')], device.id),
      );
      if (problem) say(`    no picture yet: ${String(problem)}`);
    }
    say();
    say(`Ready after ${seconds(startedMs)}. Open the console (this link signs you in once):`);
    say();
    say(`    ${String(cloud.signInLink)}`);
    say();
    const bells = plan.devices.filter((device) => device.product === 'doorbell');
    if (process.stdin.isTTY) {
      const keys = bells
        .map((bell, i) => `${bells.length === 1 ? 'r' : i + 1} rings ${bell.name}`)
        .join(', ');
      say(`Keys: ${keys}, l makes a new sign-in link, q or Ctrl-C stops.`);
    }
    say(
      `Ring from another terminal: npx pupsentryctl button press${bells.length > 1 ? ' --device ' + bells[0]!.id : ''}`,
    );
    say(`Logs and state: ${plan.state}`);
    listenToKeys(plan, bells, leave);
  } catch (error) {
    say('failed');
    say();
    say(explain(error));
    await stopAll();
    process.exitCode = 1;
  }
}

/** Rings, signs in and quits by single keys of the terminal. */
function listenToKeys(plan: Plan, bells: Plan['devices'], leave: (code: number) => void): void {
  if (!process.stdin.isTTY) return;
  process.stdin.setRawMode(true);
  process.stdin.on('data', (data) => {
    const key = data.toString();
    if (key === 'q' || key === '\x03') return leave(0);
    if (key === 'l') return newLink(plan);
    const bell = bells[key === 'r' ? 0 : Number(key) - 1];
    if (bell) void ring(plan, bell).catch((error) => say(explain(error)));
  });
}

async function ring(plan: Plan, bell: Plan['devices'][number]): Promise<void> {
  const client = await ControlClient.connect(join(plan.state, 'devices', bell.id, 'control.sock'));
  try {
    await client.call('button.press', {});
    say(`${bell.name} rings.`);
  } finally {
    client.close();
  }
}

function newLink(plan: Plan): void {
  const args = ['sign-in-link', '--data', join(plan.state, 'cloud'), '--port', String(plan.port)];
  const made = spawnSync(process.execPath, [programPath('pupsentry-cloud'), ...args], { encoding: 'utf8' });
  say((made.status === 0 ? made.stdout : made.stderr).trim());
}

main().catch((error: unknown) => {
  say(explain(error));
  process.exitCode = 1;
});
