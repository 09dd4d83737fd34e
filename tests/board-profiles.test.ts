// runs beside others
/** Every board's profile against what the schema cannot say: see "Add a board" in docs/boards.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { knownBoards, loadBoard, type Board } from '#board/board.ts';
import { parsePcmName } from '#board/drivers/alsa-cards.ts';
import { boardFieldRows } from '../tools/board-fields.ts';
import { encoderFamily } from '../firmware/media/process/encoder-families.ts';

const boards = new Map<string, Board>();
for (const name of await knownBoards()) boards.set(name, await loadBoard(name));

/** Checks one thing on every board; what is wrong is said of all of them at once. */
function everyBoard(what: string, complaintsOf: (board: Board) => string[]): void {
  test(what, () => {
    const found = [...boards.values()].flatMap((board) =>
      complaintsOf(board).map((complaint) => `${board.name}: ${complaint}`),
    );
    assert.equal(found, []);
  });
}

/** Every GPIO line of a profile, with the part it belongs to. */
function gpioLines(board: Board): { part: string; line: string }[] {
  const parts: Record<string, { kind: string }> = {
    button: board.button,
    resetButton: board.resetButton,
    'lights.status': board.lights.status,
    'lights.indicator': board.lights.indicator,
    'lights.ir': board.lights.ir,
    irCut: board.irCut,
    chime: board.chime,
  };
  return Object.entries(parts).flatMap(([part, fields]) => {
    if (!('chip' in fields)) return [];
    const { chip, ...lines } = fields as { chip: string } & Record<string, string | number>;
    return ['line', 'day', 'night']
      .filter((key) => key in lines)
      .map((key) => ({ part: key === 'line' ? part : `${part}.${key}`, line: `${chip} ${lines[key]}` }));
  });
}

const repeated = (list: string[]) => list.filter((one, i) => list.indexOf(one) !== i);

const test = suite('board profiles');

test('the boards that the plan names are there', () => {
  for (const name of ['host', 'virtual', 'qemu-aarch64', 'raspberrypi-zero2w', 'raspberrypi4', 'rock-5b'])
    assert.ok(boards.has(name), name);
});

everyBoard('sub and grey fit into main: not larger, not faster, of the same shape', ({ video }) =>
  (['sub', 'grey'] as const).flatMap((name) => {
    const [{ main }, stream] = [video, video[name]];
    const height = (stream.width * main.height) / main.width;
    return [
      ...(stream.width > main.width || stream.height > main.height ? [`${name} is larger than main`] : []),
      ...(stream.fps > main.fps ? [`${name} is faster than main`] : []),
      // Heights are even: a picture may be two lines off its shape.
      ...(Math.abs(stream.height - height) > 2 ? [`${name} has another shape than main`] : []),
    ];
  }),
);

everyBoard('bitrates are in order', ({ video: { main, sub } }) => [
  ...(main.minBitrateKbps <= main.bitrateKbps ? [] : ['main: the least bitrate is above the target']),
  ...(sub.minBitrateKbps <= sub.bitrateKbps ? [] : ['sub: the least bitrate is above the target']),
  ...(sub.bitrateKbps < main.bitrateKbps ? [] : ['sub wants as much as main']),
]);

everyBoard('every encoder is one that the firmware can drive, and one of them gives H.264', ({ video }) => [
  ...video.encoders.filter((name) => !encoderFamily(name)).map((name) => `${name} is not known`),
  ...(video.encoders.some((name) => encoderFamily(name)?.codec === 'h264') ? [] : ['none gives H.264']),
  ...repeated(video.encoders).map((name) => `${name} stands twice`),
  ...(video.dmabuf && !encoderFamily(video.encoders[0]!)?.importsDmabuf
    ? ['dmabuf, and the first encoder takes none']
    : []),
]);

everyBoard('no GPIO line and no light is used twice', (board) => {
  const lines = gpioLines(board).map(({ line }) => line);
  const lights = Object.values(board.lights).flatMap((light) => (light.kind === 'sysfs' ? [light.name] : []));
  return [...repeated(lines), ...repeated(lights)].map((one) => `${one} is used twice`);
});

everyBoard('devices are found by name or driver, never by a number', (board) => {
  const pcm = [board.audio.microphone, board.audio.speaker].flatMap((name) =>
    parsePcmName(name.replace(/^alsa:/, ''))?.byNumber ? [`${name} names a card by number`] : [],
  );
  const text = JSON.stringify(board);
  const paths = ['/dev/', 'gpiochip', 'wlan0', 'watchdog0'].filter((word) => text.includes(word));
  return [
    ...pcm,
    ...paths.map((word) => `"${word}" is a number that another boot may give to another device`),
  ];
});

everyBoard('microphone and speaker do not feed each other through a loopback', ({ audio }) => {
  const ends = [audio.microphone, audio.speaker].map((name) => parsePcmName(name.replace(/^alsa:/, '')));
  const isLoop = ends.every((end) => end?.card === 'Loopback') && ends[0]!.subdevice === ends[1]!.subdevice;
  return isLoop ? ['what the speaker plays would be heard by the microphone at once'] : [];
});

everyBoard('parts that need each other are there together', (board) => {
  const { products, button, chime, audio, irCut, nightSense } = board;
  return [
    ...(products.includes('doorbell') && button.kind === 'none' ? ['a doorbell without a button'] : []),
    ...(chime.kind === 'speaker' && audio.speaker === 'none'
      ? ['the chime wants a speaker, and there is none']
      : []),
    ...(irCut.kind !== 'none' && nightSense.kind === 'none'
      ? ['a filter, and nothing tells day from night']
      : []),
  ];
});

test('no two boards answer to the same machine', () => {
  const all = [...boards.values()].flatMap(({ machine }) => machine.compatible);
  assert.equal(repeated(all), []);
});

test('docs/boards.md says every field as the schema does', () => {
  const text = readFileSync(join(import.meta.dirname, '../docs/boards.md'), 'utf8');
  const missing = boardFieldRows().filter((row) => !text.includes(`\n${row}\n`));
  assert.equal(missing, [], '`npx tsx tools/board-fields.ts` prints the table anew');
  for (const name of boards.keys()) assert.match(text, `| \`${name}\` |`);
});

test.run();
