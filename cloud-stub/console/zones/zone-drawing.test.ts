import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { canAddZone, cornersOf, draw, drawingOf, type Drawing, type Stroke } from './zone-drawing.ts';
import { MAX_CORNERS, MAX_ZONES, type Point, type Zone } from './zone-list.ts';

const test = suite('zone drawing');

const TRIANGLE: Point[] = [
  [0.2, 0.2],
  [0.6, 0.2],
  [0.3, 0.8],
];
const path: Zone = { name: 'Path', use: 'motion', points: TRIANGLE };
const street: Zone = { name: 'Street', use: 'ignore', points: TRIANGLE };

const after = (start: Drawing, ...strokes: Stroke[]) => strokes.reduce(draw, start);
const placed = (points: Point[]): Stroke[] => points.map((at) => ({ type: 'cornerPlaced', at }));
const empty = drawingOf([]);
const chosen = after(drawingOf([path, street]), { type: 'zoneChosen', zone: 0 });

test('corners, one after the other, and the zone is closed and chosen', () => {
  const drawing = after(empty, { type: 'draftBegun' }, ...placed(TRIANGLE), { type: 'draftClosed' });
  assert.equal(drawing.zones, [{ name: 'Zone 1', use: 'motion', points: TRIANGLE }]);
  assert.is(drawing.chosen, 0);
  assert.is(drawing.draft, null);
});

test('two corners close nothing; a corner can be taken back, and all of it given up', () => {
  const two = after(empty, { type: 'draftBegun' }, ...placed(TRIANGLE.slice(0, 2)));
  assert.is(draw(two, { type: 'draftClosed' }), two);
  assert.equal(draw(two, { type: 'cornerRemoved', corner: 1 }).draft, [[0.2, 0.2]]);
  assert.equal(draw(two, { type: 'draftGivenUp' }), empty);
});

test('there is room for twelve corners and eight zones', () => {
  const many = Array.from({ length: MAX_CORNERS + 3 }, (_, i): Point => [i / 20, 0.5]);
  const draft = after(empty, { type: 'draftBegun' }, ...placed(many));
  assert.is(draft.draft?.length, MAX_CORNERS);
  const full = after(empty, ...Array.from({ length: MAX_ZONES + 2 }, (): Stroke => ({ type: 'boxAdded' })));
  assert.is(full.zones.length, MAX_ZONES);
  assert.not(canAddZone(full));
  assert.is(draw(full, { type: 'draftBegun' }), full);
  assert.is(new Set(full.zones.map((z) => z.name)).size, MAX_ZONES, 'names are unique');
});

test('a name that was given is not given again', () => {
  const drawing = after(drawingOf([{ ...path, name: 'Zone 1' }]), { type: 'boxAdded' });
  assert.is(drawing.zones[1]?.name, 'Zone 2');
});

test('a corner moves within the picture, to a thousandth of it', () => {
  const moved = after(chosen, { type: 'cornerMoved', corner: 1, to: [1.3, 0.123456] });
  assert.equal(moved.zones[0]?.points, [TRIANGLE[0], [1, 0.123], TRIANGLE[2]]);
  assert.is(moved.zones[1], street, 'others stay');
  const draft = after(empty, { type: 'draftBegun' }, ...placed(TRIANGLE), {
    type: 'cornerMoved',
    corner: 0,
    to: [-2, 0.5],
  });
  assert.equal(cornersOf(draft)[0], [0, 0.5]);
});

test('a corner goes, but never one of the last three; a new one halves the longest side', () => {
  assert.is(draw(chosen, { type: 'cornerRemoved', corner: 0 }), chosen);
  const four = draw(chosen, { type: 'cornerInserted' });
  assert.equal(four.zones[0]?.points, [TRIANGLE[0], TRIANGLE[1], [0.45, 0.5], TRIANGLE[2]]);
  assert.equal(draw(four, { type: 'cornerRemoved', corner: 2 }).zones, chosen.zones);
  assert.is(draw(four, { type: 'cornerRemoved', corner: 3 }).corner, 2, 'the one before it is touched then');
});

test('a zone moves as it is, as far as the picture goes', () => {
  const far = draw(chosen, { type: 'zoneMoved', from: TRIANGLE, by: [0.9, -0.1] });
  assert.equal(far.zones[0]?.points, [
    [0.6, 0.1],
    [1, 0.1],
    [0.7, 0.7],
  ]);
});

test('name and use of the chosen zone', () => {
  const drawing = after(
    chosen,
    { type: 'zoneRenamed', name: 'Gate' },
    { type: 'useChanged', use: 'privacy' },
  );
  assert.equal(drawing.zones, [{ name: 'Gate', use: 'privacy', points: TRIANGLE }, street]);
  const none = after(chosen, { type: 'zoneChosen', zone: null });
  assert.is(draw(none, { type: 'zoneRenamed', name: 'Gate' }), none);
});

test('what is deleted can be taken back, where it stood', () => {
  const gone = draw(chosen, { type: 'zoneDeleted' });
  assert.equal(gone.zones, [street]);
  assert.is(gone.chosen, null);
  const back = draw(gone, { type: 'deletionUndone' });
  assert.equal(back.zones, [path, street]);
  assert.is(back.chosen, 0);
  assert.is(draw(back, { type: 'deletionUndone' }), back, 'once');
});

test('while a zone is drawn, the others are out of reach', () => {
  const drawing = after(chosen, { type: 'draftBegun' }, ...placed(TRIANGLE));
  for (const stroke of [
    { type: 'zoneChosen', zone: 1 },
    { type: 'zoneDeleted' },
    { type: 'zoneMoved', from: TRIANGLE, by: [0.1, 0.1] },
    { type: 'boxAdded' },
  ] satisfies Stroke[])
    assert.is(draw(drawing, stroke), drawing, stroke.type);
});

test.run();
