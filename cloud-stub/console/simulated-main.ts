/**
 * The console on a simulated cloud, for work on its looks:
 *
 *   npx tsx cloud-stub/console/simulated-main.ts [port]     Enter rings the front door
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildConsole } from './build-console.ts';
import { SimulatedCloud } from './simulated-cloud.ts';

const BEAT_MS = 2000;

const consoleFolder = mkdtempSync(join(tmpdir(), 'pupsentry-console-'));
process.on('exit', () => rmSync(consoleFolder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit());
await buildConsole(consoleFolder);
const cloud = new SimulatedCloud({ consoleFolder });
await cloud.start(Number(process.argv[2] ?? 8090));
console.log(`Sign in: ${cloud.signInLink()}\nEnter rings the front door, Ctrl-C ends.`);
setInterval(() => cloud.beat(), BEAT_MS);
process.stdin.on('data', () => cloud.addPicture(cloud.ring().id));
