import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { BoardSchema } from './board-schema.ts';
import { knownBoards, loadBoard, requireProduct } from './board.ts';
import { openButton } from './drivers/button.ts';
import { GpioButton } from './drivers/gpio-button.ts';
import { KeyButton } from './drivers/key-button.ts';
import { SimulatedButton } from './drivers/simulated-button.ts';

const test = suite('boards');
const host = JSON.parse(readFileSync(join(import.meta.dirname, 'boards/host/board.json'), 'utf8')) as object;

/** Loads a profile of these contents; @returns the error, or null */
async function load(contents: string, name = 'host'): Promise<PupsentryError | null> {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-board-'));
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'board.json'), contents);
  try {
    await loadBoard(name, folder);
    return null;
  } catch (error) {
    if (error instanceof PupsentryError) return error;
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('every board of this build is sound', async () => {
  const names = await knownBoards();
  assert.ok(names.includes('host'));
  for (const name of names) assert.is((await loadBoard(name)).name, name);
});

test('an unknown board: the known ones are named', async () => {
  for (const name of ['toaster', '../boards/host', '']) {
    const error = await loadBoard(name).then(
      () => null,
      (thrown: PupsentryError) => thrown,
    );
    assert.is(error?.code, 'board-unknown');
    assert.match(error!.remedy, /host/);
  }
});

test('unknown keys, wrong types and wrong sizes are refused, all at once', async () => {
  const wrong = {
    ...host,
    speling: 1,
    camera: 7,
    video: { ...(host as { video: object }).video, encoders: [] },
  };
  const error = await load(JSON.stringify(wrong));
  assert.is(error?.code, 'board-invalid');
  for (const path of ['speling', 'camera', 'video.encoders']) assert.match(error!.message, path);
});

test('no JSON, another name', async () => {
  assert.is((await load('{'))?.code, 'board-syntax');
  assert.is((await load(JSON.stringify({ ...host, name: 'other' })))?.code, 'board-invalid');
});

test('a button on a GPIO line is a sound profile', async () => {
  const button = { kind: 'gpio', chip: 'gpiochip0', line: 17, activeLow: true };
  assert.is(await load(JSON.stringify({ ...host, button })), null);
  assert.is((await load(JSON.stringify({ ...host, button: { kind: 'gpio' } })))?.code, 'board-invalid');
});

test('a board that is no doorbell is not run as one', async () => {
  const board = { ...(await loadBoard('host')), products: ['camera' as const] };
  requireProduct(board, 'camera');
  assert.throws(
    () => requireProduct(board, 'doorbell'),
    (error: unknown) => error instanceof PupsentryError && error.code === 'board-product',
  );
});

test('parts that are not named are not there', async () => {
  const rest: Record<string, unknown> = { ...host };
  delete rest.lights;
  delete rest.irCut;
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-board-'));
  mkdirSync(join(folder, 'host'));
  writeFileSync(join(folder, 'host/board.json'), JSON.stringify(rest));
  const board = await loadBoard('host', folder);
  rmSync(folder, { recursive: true });
  const none = { kind: 'none' };
  assert.equal(board.lights, { status: none, indicator: none, ir: none });
  assert.equal(board.irCut, none);
});

test('every field says what it is', () => {
  const silent: string[] = [];
  const look = (schema: Record<string, unknown>, path: string) => {
    for (const [key, field] of Object.entries((schema.properties ?? {}) as Record<string, typeof schema>)) {
      const isBranch = 'properties' in field || 'const' in field;
      if (!isBranch && !field.description) silent.push(`${path}${key}`);
      look(field, `${path}${key}.`);
    }
    for (const branch of (schema.anyOf ?? []) as (typeof schema)[]) look(branch, path);
    if (schema.items) look(schema.items as typeof schema, path);
  };
  look(BoardSchema, '');
  assert.equal(silent, []);
});

test('buttons by kind', () => {
  assert.instance(openButton({ kind: 'simulated' }), SimulatedButton);
  assert.is(openButton({ kind: 'none' }), null);
  const line = { chip: 'no-such-chip', line: 'bell', activeLow: false } as const;
  assert.instance(openButton({ kind: 'gpio', ...line, bias: 'as-is' }), GpioButton);
  assert.instance(openButton({ kind: 'key', device: 'gpio-keys', code: 28 }), KeyButton);
});

test('the simulated button: one edge down, one up, with their times', async () => {
  const button = new SimulatedButton();
  const edges: { pressed: boolean; atUs: number }[] = [];
  button.press(); // before the start nothing happens
  await button.start();
  const up = new Promise<void>((resolve) => {
    button.onEdge((pressed, atUs) => {
      edges.push({ pressed, atUs });
      if (!pressed) resolve();
    });
  });
  const alive = setInterval(() => undefined, 1000);
  button.press(5);
  button.press(5); // holds it longer
  await up;
  clearInterval(alive);
  assert.equal(
    edges.map((edge) => edge.pressed),
    [true, false],
  );
  const nowUs = Number(process.hrtime.bigint()) / 1000;
  assert.ok(edges[0]!.atUs < edges[1]!.atUs && edges[1]!.atUs <= nowUs && nowUs - edges[0]!.atUs < 5e6);
  button.press(60_000);
  await button.stop();
  assert.is(edges.at(-1)!.pressed, false, 'stopping lets it go');
});

test.run();
