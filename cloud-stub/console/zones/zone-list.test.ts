import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { zoneAt, zonesOf, zonesProblem, zonesText, type Point, type Zone } from './zone-list.ts';

const test = suite('zone list');

const square = (from: number, to: number): Point[] => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
];
const zone = (name: string, points = square(0.1, 0.5)): Zone => ({ name, use: 'motion', points });

test('what is drawn comes back from the text it makes', () => {
  const zones: Zone[] = [zone('Path'), { name: 'Hedge “left”', use: 'privacy', points: square(0, 1) }];
  assert.equal(zonesOf(zonesText(zones)), zones);
  assert.is(
    zonesText([zone(' Path ')]),
    '[{"name":"Path","use":"motion","points":[[0.1,0.1],[0.5,0.1],[0.5,0.5],[0.1,0.5]]}]',
  );
  assert.is(zonesText([]), '');
  assert.equal(zonesOf(' '), []);
});

test('a text that is no list of zones is told apart', () => {
  for (const text of [
    '[',
    '{}',
    '[1]',
    '[null]',
    '[{"name":"A","use":"sing","points":[]}]',
    '[{"name":"A"}]',
  ])
    assert.is(zonesOf(text), null, text);
});

test('what keeps zones from being saved', () => {
  assert.is(zonesProblem([]), null);
  assert.is(zonesProblem([zone('Path'), zone('Gate')]), null);
  assert.is(zonesProblem([zone('Path'), zone('  ')]), 'A zone has no name.');
  assert.is(zonesProblem([zone('Path'), zone('Path ')]), 'Two zones are called “Path”.');
  assert.is(zonesProblem([zone('Path', square(0.5, 0.51))]), 'Path is too small to count.');
});

test('a tap finds the zone on top', () => {
  const zones = [zone('below', square(0.1, 0.6)), zone('above', square(0.4, 0.9))];
  assert.is(zoneAt(zones, [0.2, 0.2]), 0);
  assert.is(zoneAt(zones, [0.5, 0.5]), 1);
  assert.is(zoneAt(zones, [0.95, 0.5]), -1);
});

test.run();
