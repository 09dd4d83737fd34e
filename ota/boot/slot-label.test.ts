import { execFileSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeSingle, encodeSingle } from './environment.ts';
import { decodeLabel, encodeLabel, LABEL_BYTES, type SlotLabel } from './slot-label.ts';

const test = suite('slot label');
const label: SlotLabel = {
  version: '1.4.0-rc.1+5',
  securityVersion: 3,
  hardware: ['virtual', 'qemu-aarch64'],
  image: { rootHash: 'ab'.repeat(32), salt: '', dataBlocks: 12_345, bootBlocks: 0 },
};

test('as bytes and back', () => {
  const image = {
    rootHash: '01'.repeat(32),
    salt: 'ff'.repeat(32),
    dataBlocks: 2 ** 29,
    bootBlocks: 2 ** 28,
  };
  for (const one of [label, { ...label, image }, { ...label, hardware: ['x'], securityVersion: 0 }]) {
    const block = encodeLabel(one);
    assert.is(block.length, LABEL_BYTES);
    assert.equal(decodeLabel(block), one);
  }
});

test('the fields, in the words of the decision; a shell reads them', () => {
  const fields = execFileSync('sh', ['-c', "dd bs=1 skip=4 2>/dev/null | tr '\\0' '\\n' | grep ="], {
    input: encodeLabel(label),
    encoding: 'latin1',
  });
  assert.is(
    fields,
    `format=1\nversion=1.4.0-rc.1+5\nsecurity_version=3\nhardware=virtual qemu-aarch64\nroot_hash=${'ab'.repeat(32)}\nsalt=\ndata_blocks=12345\nboot_blocks=0\n`,
  );
});

test('what no label says is not written', () => {
  const wrong: Partial<SlotLabel>[] = [
    { version: '' },
    { version: '1.0 x' },
    { securityVersion: -1 },
    { securityVersion: 1.5 },
    { hardware: [] },
    { hardware: ['a b', 'c'.repeat(65)] },
    { image: { ...label.image, rootHash: 'AB'.repeat(32) } },
    { image: { ...label.image, salt: 'f' } },
    { image: { ...label.image, dataBlocks: 0 } },
    { image: { ...label.image, dataBlocks: 2 ** 29 + 1 } },
    { image: { ...label.image, bootBlocks: 12_345 } },
  ];
  for (const one of wrong)
    assert.throws(() => encodeLabel({ ...label, ...one }), RangeError, JSON.stringify(one));
});

test('no label: erased, another size, a field missing or of another form, another format', () => {
  const block = encodeLabel(label);
  assert.is(decodeLabel(Buffer.alloc(LABEL_BYTES)), null);
  assert.is(decodeLabel(Buffer.alloc(LABEL_BYTES, 0xff)), null);
  for (const length of [0, 1, 4, 4095]) assert.is(decodeLabel(block.subarray(0, length)), null);
  assert.is(decodeLabel(Buffer.concat([block, Buffer.alloc(1)])), null);
  const fields = decodeSingle(block)!;
  for (const name of fields.keys()) {
    const without = new Map([...fields].filter(([other]) => other !== name));
    assert.is(decodeLabel(encodeSingle(without, LABEL_BYTES)), null, name);
    const odd = new Map([...fields, [name, '\x01']]);
    assert.is(decodeLabel(encodeSingle(odd, LABEL_BYTES)), null, name);
  }
  assert.is(decodeLabel(encodeSingle(new Map([...fields, ['format', '2']]), LABEL_BYTES)), null);
  assert.ok(decodeLabel(encodeSingle(new Map([...fields, ['more', 'later']]), LABEL_BYTES)));
});

test('every bit flipped: no label', () => {
  const block = encodeLabel(label);
  for (let bit = 0; bit < LABEL_BYTES * 8; bit++) {
    block[bit >> 3]! ^= 1 << (bit & 7);
    assert.is(decodeLabel(block), null, `bit ${bit}`);
    block[bit >> 3]! ^= 1 << (bit & 7);
  }
});

test.run();
