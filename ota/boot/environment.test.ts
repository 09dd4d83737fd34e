/** U-Boot's environment: what Debian's fw_setenv writes we read, and the reverse; F6: whatever stands there is survived. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '#kit/seeded-random.ts';
import { bootStateOf, nextStart, withBootState } from './boot-rule.ts';
import {
  decodeRedundant,
  decodeSingle,
  encodeRedundant,
  encodeSingle,
  MAX_ENVIRONMENT_BYTES,
  newerCopy,
  nextFlags,
  type Variables,
} from './environment.ts';

const SIZE = 512;
const test = suite<{ folder: string }>('U-Boot environment');
test.before.each((context) => void (context.folder = mkdtempSync(join(tmpdir(), 'environment-'))));
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

const variables: Variables = new Map([
  ['bootdelay', '-2'],
  ['boot_order', 'A B'],
  ['odd', 'a=b é \x01'],
  ['empty', ''],
]);

/** libubootenv's programs on a file with two copies. */
function tools(folder: string, image: string, offsets: readonly number[]) {
  const config = join(folder, 'fw_env.config');
  writeFileSync(
    config,
    offsets.map((offset) => `${image} 0x${offset.toString(16)} 0x${SIZE.toString(16)}\n`).join(''),
  );
  writeFileSync(join(folder, 'defaults'), '');
  const run = (program: string, ...words: string[]) =>
    execFileSync(program, ['-c', config, '-f', join(folder, 'defaults'), ...words], {
      encoding: 'latin1',
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    print: (...words: string[]) => run('fw_printenv', ...words),
    set: (...words: string[]) => run('fw_setenv', ...words),
  };
}

test('both forms: what is written is read; other bytes are kept', () => {
  assert.equal(decodeSingle(encodeSingle(variables, SIZE)), variables);
  const copy = { flags: 7, variables };
  assert.equal(decodeRedundant(encodeRedundant(copy, SIZE)), copy);
  assert.equal(decodeSingle(encodeSingle(new Map(), SIZE)), new Map());
});

test('too much, and what is no variable, is refused', () => {
  const full = new Map([['name', 'x'.repeat(SIZE - 4 - 'name='.length - 2)]]);
  assert.equal(decodeSingle(encodeSingle(full, SIZE)), full, 'to the last byte');
  assert.throws(() => encodeSingle(full, SIZE - 1), /need 512 bytes; there is room for 511/);
  for (const [name, value] of [
    ['', 'x'],
    ['a=b', 'x'],
    ['a\0', 'x'],
    ['a', 'x\0y'],
    ['a', '→'],
  ] as const)
    assert.throws(() => encodeSingle(new Map([[name, value]]), SIZE), /cannot be a variable/);
  assert.is(decodeSingle(Buffer.alloc(4)), null);
  assert.is(decodeSingle(Buffer.alloc(MAX_ENVIRONMENT_BYTES + 1)), null);
});

test('data that ends without a zero, entries without a name or value, a name twice', () => {
  const raw = (data: string) => {
    const bytes = encodeSingle(new Map(), 64);
    bytes.write(data, 4, 'latin1');
    const header = Buffer.alloc(4);
    header.writeUInt32LE(crcOf(bytes.subarray(4)));
    header.copy(bytes);
    return decodeSingle(bytes)!;
  };
  assert.equal([...raw('x'.repeat(60))], []);
  assert.equal([...raw(`a=${'x'.repeat(58)}`)], [['a', 'x'.repeat(58)]]);
  assert.equal([...raw('a=1\0b\0=c\0a=2\0\0d=3')], [['a', '2']]);
});

/** Bit by bit, as the polynomial is defined: another way than the one under test. */
function crcOf(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes)
    for (let bit = 0; bit < 8; bit++) crc = ((crc ^ (byte >> bit)) & 1 ? 0xedb88320 : 0) ^ (crc >>> 1);
  return ~crc >>> 0;
}

test('fw_printenv reads what we write, we read what fw_setenv writes', ({ folder }) => {
  const image = join(folder, 'environment');
  const { print, set } = tools(folder, image, [0, 1024]);
  const first = encodeRedundant({ flags: 3, variables }, SIZE);
  const second = encodeRedundant({ flags: 4, variables: new Map([...variables, ['boot_trial', 'B']]) }, SIZE);
  writeFileSync(image, Buffer.concat([first, Buffer.alloc(SIZE), second]));
  assert.is(print('boot_trial'), 'boot_trial=B\n');
  assert.is(print('odd'), 'odd=a=b é \x01\n');
  set('boot_tries', '3');
  const bytes = readFileSync(image);
  const written = decodeRedundant(bytes.subarray(0, SIZE))!;
  assert.is(written.flags, 5, 'the older copy was replaced');
  assert.is(written.variables.get('boot_tries'), '3');
  assert.is(written.variables.get('odd'), variables.get('odd'));
  assert.ok(bytes.subarray(1024).equals(second));
});

test('which copy is newer: as fw_printenv decides, for every pair that matters', ({ folder }) => {
  const image = join(folder, 'environment');
  const { print } = tools(folder, image, [0, SIZE]);
  const copy = (flags: number, name: string) =>
    encodeRedundant({ flags, variables: new Map([['is', name]]) }, SIZE);
  const bad = Buffer.alloc(SIZE, 0xff);
  const pairs = [0, 1, 2, 127, 128, 254, 255].flatMap((a) =>
    [0, 1, 128, 254, 255].map((b) => [a, b] as const),
  );
  for (const [a, b] of pairs) {
    writeFileSync(image, Buffer.concat([copy(a, 'first'), copy(b, 'second')]));
    const newer = newerCopy({ flags: a, variables }, { flags: b, variables });
    assert.is(print('is'), `is=${newer === 0 ? 'first' : 'second'}\n`, `flags ${a} and ${b}`);
  }
  for (const copies of [
    [copy(1, 'first'), bad],
    [bad, copy(1, 'second')],
  ]) {
    writeFileSync(image, Buffer.concat(copies));
    const newer = newerCopy(decodeRedundant(copies[0]!), decodeRedundant(copies[1]!));
    assert.is(print('is'), `is=${newer === 0 ? 'first' : 'second'}\n`);
  }
  assert.is(newerCopy(null, null), null);
});

test('the counter wraps: 600 writes, the one written last always counts', () => {
  let copies = [encodeRedundant({ flags: 0, variables }, SIZE), Buffer.alloc(SIZE)];
  for (let i = 1; i <= 600; i++) {
    const found = copies.map((bytes) => decodeRedundant(bytes));
    const newer = newerCopy(found[0]!, found[1]!)!;
    const next = { flags: nextFlags(found[newer]!.flags), variables: new Map([['n', `${i}`]]) };
    copies = copies.map((bytes, index) => (index === newer ? bytes : encodeRedundant(next, SIZE)));
    const [first, second] = copies.map((bytes) => decodeRedundant(bytes));
    const counted = [first, second][newerCopy(first!, second!)!];
    assert.is(counted!.variables.get('n'), `${i}`);
  }
});

/** What the boot loader decides on two copies. */
function startOf(copies: readonly Buffer[], hasLabel = { A: true, B: true }) {
  const [first, second] = copies.map((bytes) => decodeRedundant(bytes)) as [
    ReturnType<typeof decodeRedundant>,
    ReturnType<typeof decodeRedundant>,
  ];
  const newer = newerCopy(first, second);
  const counted = newer === null ? null : [first, second][newer]!.variables;
  return nextStart(counted && bootStateOf(counted), hasLabel);
}

test('every bit flipped, alone and with five more: one copy is left or the defaults count, and a slot starts', () => {
  const random = seededRandom(6);
  const state = { order: ['A'], trial: { slot: 'B', triesLeft: 3 }, failed: null } as const;
  const older = encodeRedundant(
    { flags: 8, variables: withBootState(variables, { ...state, trial: null }) },
    SIZE,
  );
  const newer = encodeRedundant({ flags: 9, variables: withBootState(variables, state) }, SIZE);
  let toOlder = 0;
  for (let place = 0; place < SIZE * 16; place++) {
    const copies = [Buffer.from(older), Buffer.from(newer)];
    flip(copies[place < SIZE * 8 ? 0 : 1]!, place % (SIZE * 8));
    const inFlags = (place % (SIZE * 8)) >> 3 === 4; // not covered by the checksum: either copy may count
    const { start } = startOf(copies);
    const isDamaged = place >= SIZE * 8;
    if (!inFlags) assert.is(start!.slot, isDamaged ? 'A' : 'B', `bit ${place}`);
    if (start!.slot === 'A') toOlder++;
    // And several more at once.
    for (let i = 0; i < 5; i++) flip(copies[i % 2]!, Math.floor(random() * SIZE * 8));
    assert.ok(startOf(copies).start, `bit ${place} and five more`);
    assert.is(startOf(copies, { A: false, B: true }).start!.slot, 'B');
  }
  assert.ok(toOlder > SIZE * 4, 'damage was noticed');
});

const flip = (bytes: Buffer, bit: number) => void (bytes[bit >> 3]! ^= 1 << (bit & 7));

test('truncated at every byte, and both copies bad: something starts', () => {
  const copy = encodeRedundant(
    { flags: 1, variables: withBootState(variables, { order: ['B'], trial: null, failed: 'A' }) },
    SIZE,
  );
  for (let length = 0; length < SIZE; length++) {
    assert.is(decodeRedundant(copy.subarray(0, length)), null, `${length} bytes`);
    const erased = Buffer.concat([copy.subarray(0, length), Buffer.alloc(SIZE - length, 0xff)]);
    assert.is(decodeRedundant(erased), null);
    assert.equal(startOf([erased, Buffer.alloc(SIZE)]).start, {
      slot: 'A',
      isTrial: false,
      isFailsafe: false,
    });
    assert.is(startOf([copy, erased]).start!.slot, 'B');
  }
});

test.run();
