import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { parseZones } from './zones.ts';

const test = suite('zones');
const triangle = [
  [0, 0],
  [1, 0],
  [0.5, 1],
];

test('none, and what was drawn', () => {
  assert.equal(parseZones(''), []);
  assert.equal(parseZones('[]'), []);
  const zones = [
    { name: 'Path', use: 'motion', points: triangle },
    { name: 'Neighbour', use: 'privacy', points: triangle },
  ];
  assert.equal(parseZones(JSON.stringify(zones)), zones);
});

test('what is wrong is named, with an example', () => {
  const zone = { name: 'Path', use: 'motion', points: triangle };
  for (const [value, reason] of [
    ['{', /not JSON/],
    [{}, /not a list/],
    [Array.from({ length: 9 }, (_, i) => ({ ...zone, name: `${i}` })), /9 zones; at most 8/],
    [[null], /Zone 1 is no object/],
    [[{ ...zone, colour: 'red' }], /Zone 1 has an unknown field "colour"/],
    [[zone, { ...zone, name: ' ' }], /Zone 2 needs a name/],
    [[zone, zone], /Two zones are called "Path"/],
    [[{ ...zone, use: 'fun' }], /needs a use: motion, ignore, privacy/],
    [[{ ...zone, points: triangle.slice(1) }], /needs 3 to 12 points/],
    [[{ ...zone, points: Array.from({ length: 13 }, () => [0, 0]) }], /needs 3 to 12 points/],
    [[{ ...zone, points: [...triangle, [0.5, 1.01]] }], /both from 0 to 1/],
    [[{ ...zone, points: [...triangle, ['0', 1]] }], /both from 0 to 1/],
  ] as const) {
    try {
      parseZones(typeof value === 'string' ? value : JSON.stringify(value));
      assert.unreachable(JSON.stringify(value));
    } catch (error) {
      if (!(error instanceof PupsentryError)) throw error;
      assert.is(error.code, 'zones-invalid');
      assert.match(error.message, reason);
      assert.match(error.remedy ?? '', /Example/);
    }
  }
});

test.run();
