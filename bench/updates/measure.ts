/**
 * One update of our real image, by three ways, in a network of its own. Progress on standard error; the last line on
 * standard output is the figures of every run.
 *
 *   tsx bench/updates/measure.ts
 */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { virtualBoardKernel } from '#board/virtual/kernel.ts';
import { enterNetworkNamespace } from '#board/virtual/network-namespace.ts';
import { plugIn } from '#board/virtual/tap.ts';
import { BLOCK_BYTES } from '../../ota/install/block-device.ts';
import { serveReleases } from '../../ota/release/serve.ts';
import { METHODS, type Method, type UpdateMeasurement } from './figures.ts';
import { install, prepareRauc, serverAddress } from './machine.ts';
import { realImages } from '../../tests/ota-bench/real-images.ts';

await enterNetworkNamespace();
await plugIn();

const RUNS = 3;
/** Below the project, so that Node finds its packages. */
const PROGRAM = join(import.meta.dirname, '../../artifacts/update-bench/ours.js');
const nameOf: Record<Method, string> = { ours: 'ours', rauc: 'rauc', curl: 'curl and dd' };
const say = (line: string) => process.stderr.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'pupsentry-updates-'));
try {
  process.stdout.write(`${JSON.stringify(await measure())}\n`);
} finally {
  await rm(folder, { recursive: true });
}

async function measure(): Promise<UpdateMeasurement> {
  const { old: running, new: next } = await realImages(join(folder, 'images'), { say });
  const served = join(folder, 'served');
  await mkdir(served);
  const bundle = await prepareRauc(folder, next.file);
  await copyFile(bundle, join(served, basename(bundle)));
  await copyFile(next.file, join(served, basename(next.release.path)));
  const releases = { running: running.release, next: { ...next.release, path: basename(next.release.path) } };
  await writeFile(join(folder, 'release.json'), JSON.stringify(releases));
  await build({
    ...{ entryPoints: [join(import.meta.dirname, 'ours.ts')], outfile: PROGRAM },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', external: ['koffi'] },
    banner: {
      js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);",
    },
  });

  const kernel = await virtualBoardKernel({ say });
  const server = await serveReleases({ folder: served, port: 0, host: serverAddress });
  const file = { ours: releases.next.path, rauc: basename(bundle), curl: releases.next.path };
  const runs: UpdateMeasurement['runs'] = { ours: [], rauc: [], curl: [] };
  try {
    for (let run = 1; run <= RUNS; run++) {
      for (const method of METHODS) {
        const images = { oldImage: running.file, newImage: next.file };
        const figures = await install({
          program: PROGRAM,
          kernel,
          folder,
          method,
          ...images,
          url: `${server.url}/${file[method]}`,
        });
        runs[method].push(figures);
        say(`run ${run} of ${RUNS}, ${nameOf[method]}: ${JSON.stringify(figures)}`);
      }
    }
  } finally {
    await server.close();
  }
  const [before, after] = [await readFile(running.file), await readFile(next.file)];
  return { imageBytes: after.length, changedBytes: changedBytes(before, after), runs };
}

/** Of the blocks of an image that stand nowhere in another. */
function changedBytes(before: Buffer, after: Buffer): number {
  const known = new Set(blocks(before));
  return new Set([...blocks(after)].filter((block) => !known.has(block))).size * BLOCK_BYTES;
}

function* blocks(image: Buffer): Iterable<string> {
  for (let at = 0; at < image.length; at += BLOCK_BYTES)
    yield createHash('sha256')
      .update(image.subarray(at, at + BLOCK_BYTES))
      .digest('base64');
}
