import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCatalogue } from './catalogue.ts';

const test = suite('catalogue of packages');
const folder = mkdtempSync(join(tmpdir(), 'pupsentry-packages-'));
test.after(() => rmSync(folder, { recursive: true }));

test('a list of packages is read strictly', () => {
  const file = join(folder, 'packages.json');
  const list = [
    { id: 'ten', name: 'Ten days', daysKept: 10, priceMinor: 399, currency: 'CHF', periodDays: 30 },
  ];
  writeFileSync(file, JSON.stringify(list));
  assert.equal(readCatalogue(file), list);
  for (const [wrong, says] of [
    ['[]', /\/: expected array length/],
    ['{', /JSON/],
    [JSON.stringify([{ ...list[0], daysKept: 0, price: 3 }]), /\/0\/price.*\/0\/dayskept|\/0\/daysKept.*/],
    [JSON.stringify([list[0], list[0]]), /same id/],
    [JSON.stringify([list[0], { ...list[0], id: 'b', currency: 'EUR' }]), /more than one currency/],
  ] as const) {
    writeFileSync(file, wrong);
    assert.throws(() => readCatalogue(file), says);
  }
});

test.run();
