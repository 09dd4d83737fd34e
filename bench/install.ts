/** What an installation costs the device: CPU, memory, bytes. */
import { execFile, execFileSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { copyFile, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BLOCK_BYTES } from '../ota/install/block-device.ts';
import { FileDevice } from '../ota/install/file-device.ts';
import { blockHash, imageBlocks, writeTree } from '../ota/install/tree.ts';
import { blocksOf } from '../ota/install/windows.ts';
import { serveReleases } from '../ota/release/serve.ts';
import type { Image } from '../ota/trust/release.ts';
import { seededRandom } from '../firmware/kit/seeded-random.ts';
import type { Order, Outcome } from './install-once.ts';
import { row, type Group, type Row } from './rows.ts';

const RUNS = 5;
const MIB = 1024 * 1024;
const SALT = createHash('sha256').update('pupsentry bench').digest('hex');
const IMAGE_BYTES = 100 * MIB;
const LARGE_IMAGE_BYTES = 512 * MIB;
/**
 * Node keeps up to twice this of received bytes before it frees them; by default (16 MiB) the peak is 55 MB instead of 33 MB
 * when all of 512 MiB is fetched at 60 MB/s. As for the media process.
 */
const YOUNG_GENERATION = '--max-semi-space-size=2';
/** Of the blocks, in runs of 1 to 32. */
const CHANGED_SHARE = 0.02;

export const install: Group = {
  name: 'install',
  about:
    'An update of random bytes from a server on the same machine, files as slots. Hashing: blocks of 4096 bytes with a salt of 32; peer: openssl speed sha256. ' +
    'Memory with --max-semi-space-size=2, which the daemon does not set yet.',
  async run(progress): Promise<Row[]> {
    const hashing = Array.from({ length: RUNS }, hashRates);
    progress(`hashing ${hashing.map((run) => run.share.toFixed(0)).join(', ')} % of openssl`);
    const delta = await outcomes(IMAGE_BYTES, progress);
    const [large] = await outcomes(LARGE_IMAGE_BYTES, progress, { runs: 1, isFresh: true });
    const of = (pick: (outcome: Outcome) => number) => delta.map(pick);
    const changed = Math.round((IMAGE_BYTES / BLOCK_BYTES) * CHANGED_SHARE) * BLOCK_BYTES;
    return [
      row({
        ...{ id: 'install-hash', what: 'hashing, of openssl’s rate', unit: '%' },
        ...{ ours: hashing.map(({ share }) => share), aim: { atLeast: 80 } },
      }),
      row({
        ...{ id: 'install-cpu', what: 'update of 100 MiB, 2 % changed', unit: 'CPU s' },
        ours: of(({ cpuSeconds }) => cpuSeconds),
      }),
      row({
        ...{ id: 'install-fetched', what: 'bytes fetched, of those of the changed blocks', unit: 'times' },
        ...{ ours: of(({ progress: { fetchedBytes } }) => fetchedBytes / changed), aim: { atMost: 1.3 } },
      }),
      row({
        ...{ id: 'install-pause', what: 'event loop stands still, 99.9 % of the time less than', unit: 'ms' },
        ...{ ours: of(({ pauseMs }) => pauseMs), aim: { atMost: 20 } },
      }),
      row({
        ...{ id: 'install-memory', what: 'peak memory over idle, all of 512 MiB fetched', unit: 'MB' },
        ...{ ours: [large!.memoryMb], aim: { atMost: 40 } },
      }),
    ];
  },
};

/** CPU time counts, not wall time. @returns ours and openssl's rate, MB/s, and ours in percent of it */
function hashRates(): { ours: number; openssl: number; share: number } {
  const hashOf = blockHash(SALT);
  const blocks = blocksOf(randomFillSync(Buffer.alloc(MIB)));
  const cpu = process.cpuUsage();
  const rounds = 1024;
  for (let i = 0; i < rounds; i++) for (const block of blocks) hashOf(block);
  const { user, system } = process.cpuUsage(cpu);
  const ours = (rounds * MIB) / (user + system);
  const said = execFileSync('openssl', ['speed', '-mr', '-seconds', '1', '-bytes', '4096', 'sha256'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const openssl = Number(/^\+F:\d+:sha256:([\d.]+)/m.exec(said)![1]) / 1e6;
  return { ours, openssl, share: (100 * ours) / openssl };
}

/**
 * The same update again and again, each time into a slot that holds the old release.
 * @param options.isFresh into an empty one, and nothing that runs helps
 */
async function outcomes(
  bytes: number,
  progress: (line: string) => void,
  { runs = RUNS, isFresh = false } = {},
): Promise<Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pupsentry-install-'));
  const server = await serveReleases({ folder, port: 0, host: '127.0.0.1' });
  try {
    const [old, next, slot] = ['old.img', 'next.img', 'slot'].map((name) => join(folder, name));
    const running = await makeImage(old!, bytes, null);
    const image = await makeImage(next!, bytes, old!);
    const release = {
      path: 'next.img',
      version: '2.0.0',
      securityVersion: 1,
      hardware: ['bench'],
      minAgent: 1,
    };
    const found: Outcome[] = [];
    for (let run = 0; run < runs; run++) {
      if (isFresh) await writeFile(slot!, '');
      else await copyFile(old!, slot!);
      await truncate(slot!, (imageBlocks(image.dataBlocks) + 1) * BLOCK_BYTES);
      const order: Order = {
        release: { ...release, image },
        target: slot!,
        running: isFresh ? null : { file: old!, image: running },
        mirror: server.url,
      };
      found.push(await installOnce(order));
      const { cpuSeconds, seconds, memoryMb } = found.at(-1)!;
      progress(
        `${bytes / MIB} MiB: ${cpuSeconds.toFixed(2)} CPU s, ${seconds.toFixed(2)} s, ${memoryMb.toFixed(1)} MB`,
      );
    }
    return found;
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
}

async function installOnce(order: Order): Promise<Outcome> {
  const program = join(import.meta.dirname, 'install-once.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...[YOUNG_GENERATION, '--expose-gc', '--import', 'tsx', program],
    JSON.stringify(order),
  ]);
  return JSON.parse(stdout) as Outcome;
}

/** @param base an image that all but `CHANGED_SHARE` of the data is taken from; null: all of it is new */
async function makeImage(path: string, bytes: number, base: string | null): Promise<Image> {
  const dataBlocks = bytes / BLOCK_BYTES;
  if (base) await copyFile(base, path);
  const file = await open(path, base ? 'r+' : 'w');
  if (base)
    for (const { first, blocks } of changes(dataBlocks))
      await file.write(noise(blocks), 0, undefined, first * BLOCK_BYTES);
  else
    for (let at = 0; at < dataBlocks; at += 256) await file.write(noise(256), 0, undefined, at * BLOCK_BYTES);
  await file.close();
  await truncate(path, imageBlocks(dataBlocks) * BLOCK_BYTES);
  const device = await FileDevice.open(path, { write: true });
  try {
    return {
      rootHash: await writeTree(device, { dataBlocks, salt: SALT }),
      salt: SALT,
      dataBlocks,
      bootBlocks: 0,
    };
  } finally {
    await device.close();
  }
}

const noise = (blocks: number) => randomFillSync(Buffer.alloc(blocks * BLOCK_BYTES));

function* changes(dataBlocks: number): Generator<{ first: number; blocks: number }> {
  const random = seededRandom(1);
  for (let left = Math.round(dataBlocks * CHANGED_SHARE); left > 0;) {
    const blocks = Math.min(left, 1 + Math.floor(random() * 32));
    yield { first: Math.floor(random() * (dataBlocks - blocks)), blocks };
    left -= blocks;
  }
}
