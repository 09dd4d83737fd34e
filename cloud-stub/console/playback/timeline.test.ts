import { suite } from 'uvu';
import * as assert from 'uvu/assert';
// Labels are made in the time zone that is set when they are loaded.
process.env.TZ = 'Europe/Berlin';
const {
  cellsOf,
  clipAround,
  dayOf,
  daysOf,
  drawnSpans,
  eventAt,
  eventBeside,
  gapAt,
  partOf,
  spanAt,
  ticksOf,
  timeAt,
  viewAround,
  viewBeside,
  viewWith,
} = await import('./timeline.ts');

const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (day: number, hour = 0, minute = 0, month = 10) =>
  new Date(2026, month, day, hour, minute).getTime();
const hours = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => (toMs - fromMs) / HOUR;

const test = suite('timeline');

test('days are calendar days: 23 and 25 h long when the clocks change', () => {
  assert.equal(dayOf(at(23, 18, 20)), { fromMs: at(23), toMs: at(24) });
  assert.is(hours(dayOf(at(29, 12, 0, 2))), 23, '29 March');
  assert.is(hours(dayOf(at(25, 12, 0, 9))), 25, '25 October');
});

test('the days offered reach from the first recording to today, a month at most', () => {
  const spans = [{ fromMs: at(21, 22), toMs: at(22, 3) }];
  assert.equal(
    daysOf(spans, at(23, 8)).map(({ fromMs }) => fromMs),
    [at(21), at(22), at(23)],
  );
  assert.is(daysOf([], at(23, 8)).length, 1);
  assert.is(daysOf([{ fromMs: 0, toMs: 1 }], at(23, 8)).length, 31);
  const overChange = daysOf([{ fromMs: at(24, 12, 0, 9), toMs: at(24, 13, 0, 9) }], at(26, 1, 0, 9));
  assert.equal(overChange.map(hours), [24, 25, 24]);
});

test('a time has its place in a view, and a place its time', () => {
  const view = viewAround('hour', at(23, 18, 30));
  assert.equal(view, { fromMs: at(23, 18), toMs: at(23, 19) });
  assert.is(partOf(view, at(23, 18, 15)), 0.25);
  assert.is(timeAt(view, 0.25), at(23, 18, 15));
  assert.is(timeAt(view, -1), at(23, 17), 'beyond its edge, too');
});

test('a view follows what plays: not at all within, just so far beyond its edge, anew when far', () => {
  const view = viewAround('hour', at(23, 18, 30));
  assert.is(viewWith('hour', view, at(23, 18, 59)), view);
  assert.equal(viewWith('hour', view, at(23, 17, 50)), { fromMs: at(23, 17, 50), toMs: at(23, 18, 50) });
  const on = viewWith('hour', view, at(23, 19, 10));
  assert.ok(partOf(on, at(23, 19, 10)) < 1 && partOf(on, at(23, 19, 10)) > 0.999);
  assert.equal(viewWith('hour', view, at(21, 12)), viewAround('hour', at(21, 12)));
  assert.equal(viewWith('day', dayOf(view.fromMs), at(24)), dayOf(at(24)));
});

test('the view beside: a day, or three quarters', () => {
  assert.equal(viewBeside('day', dayOf(at(25, 12, 0, 9)), 1), dayOf(at(26, 0, 0, 9)));
  assert.equal(viewBeside('day', dayOf(at(23)), -1), dayOf(at(22)));
  assert.is(viewBeside('hour', viewAround('hour', at(23, 18, 30)), 1).fromMs, at(23, 18, 45));
});

test('ticks stand at round local times, as many as fit', () => {
  const labels = (view: { fromMs: number; toMs: number }, width: number) =>
    ticksOf(view, width).map(({ label }) => label);
  assert.equal(labels(dayOf(at(23)), 360), ['00:00', '06:00', '12:00', '18:00', '00:00']);
  assert.is(labels(dayOf(at(23)), 1200).length, 13);
  assert.equal(labels(viewAround('hour', at(23, 18, 33)), 360), ['18:15', '18:30', '18:45', '19:00']);
  assert.equal(labels(viewAround('minutes', at(23, 18, 33)), 360), [
    '18:28',
    '18:30',
    '18:32',
    '18:34',
    '18:36',
    '18:38',
  ]);
});

test('ticks stay round over a change of the clocks', () => {
  const spring = ticksOf(dayOf(at(29, 12, 0, 2)), 360);
  assert.equal(
    spring.map(({ ms }) => new Date(ms).getHours()),
    [0, 6, 12, 18, 0],
  );
  const autumn = ticksOf(dayOf(at(25, 12, 0, 9)), 1600).map(({ label }) => label);
  assert.is(new Set(autumn.slice(0, -1)).size, autumn.length - 1, 'no hour stands there twice');
});

test('what is recorded is drawn within the view; what stands in one pixel is one', () => {
  const view = { fromMs: 0, toMs: 1000 };
  const spans = [
    { fromMs: -50, toMs: 100 },
    { fromMs: 104, toMs: 200 },
    { fromMs: 500, toMs: 700 },
    { fromMs: 990, toMs: 4000 },
    { fromMs: 5000, toMs: 6000 },
  ];
  assert.equal(drawnSpans(spans, view, 100), [
    { fromMs: 0, toMs: 200 },
    { fromMs: 500, toMs: 700 },
    { fromMs: 990, toMs: 1000 },
  ]);
  const many = Array.from({ length: 5000 }, (_, i) => ({ fromMs: i / 5, toMs: i / 5 + 0.1 }));
  assert.ok(drawnSpans(many, view, 100).length <= 100, 'never more than there are pixels');
});

test('a time is in a recording, or in a gap with its ends', () => {
  const spans = [
    { fromMs: 100, toMs: 200 },
    { fromMs: 300, toMs: 400 },
  ];
  assert.is(spanAt(spans, 150), spans[0]);
  assert.is(gapAt(spans, 150), undefined);
  assert.equal(gapAt(spans, 250), { fromMs: 200, toMs: 300 });
  assert.equal(gapAt(spans, 50), { fromMs: null, toMs: 100 });
  assert.equal(gapAt(spans, 500), { fromMs: 400, toMs: null });
  assert.equal(gapAt([], 500), { fromMs: null, toMs: null });
});

test('cells keep their times while the view moves, and show what is recorded in them', () => {
  const spans = [
    { fromMs: 0, toMs: 10_000 },
    { fromMs: 17_000, toMs: 40_000 },
  ];
  const cells = cellsOf({ fromMs: 0, toMs: 40_000 }, spans, 10);
  assert.equal(
    cells.map(({ pictureMs }) => pictureMs),
    [2000, 6000, 10_000, null, 18_000, 22_000, 26_000, 30_000, 34_000, 38_000],
  );
  const moved = cellsOf({ fromMs: 1500, toMs: 41_500 }, spans, 10);
  const times = new Set(cells.map(({ pictureMs }) => pictureMs));
  assert.ok(moved.filter(({ pictureMs }) => times.has(pictureMs)).length >= 10);
  const late = cellsOf({ fromMs: 0, toMs: 8000 }, [{ fromMs: 3000, toMs: 4000 }], 2);
  assert.equal(
    late.map(({ pictureMs }) => pictureMs),
    [3000, null],
  );
});

const EVENTS = [
  { startedMs: 90 * MINUTE, endedMs: 90 * MINUTE + 9000, clip: null },
  {
    startedMs: 60 * MINUTE,
    endedMs: 60 * MINUTE + 5000,
    clip: { fromMs: 60 * MINUTE - 8000, toMs: 60 * MINUTE + 30_000 },
  },
  { startedMs: 30 * MINUTE, endedMs: null, clip: null },
];

test('one saves the event that goes on, else the last 30 s', () => {
  assert.equal(clipAround(60 * MINUTE + 20_000, EVENTS), EVENTS[1]!.clip);
  assert.equal(clipAround(90 * MINUTE, EVENTS), { fromMs: 90 * MINUTE - 8000, toMs: 90 * MINUTE + 14_000 });
  assert.equal(clipAround(45 * MINUTE, EVENTS), { fromMs: 45 * MINUTE - 30_000, toMs: 45 * MINUTE });
});

test('from event to event, both ways, also from the key frame before one', () => {
  const beside = (ms: number, by: 1 | -1) => eventBeside(EVENTS, ms, by)?.startedMs;
  assert.is(beside(45 * MINUTE, 1), 60 * MINUTE);
  assert.is(beside(45 * MINUTE, -1), 30 * MINUTE);
  assert.is(beside(60 * MINUTE - 900, 1), 90 * MINUTE, 'it stands at the second one already');
  assert.is(beside(60 * MINUTE + 900, -1), 30 * MINUTE);
  assert.is(beside(90 * MINUTE + 3000, -1), 90 * MINUTE, 'first to its own beginning');
  assert.is(beside(95 * MINUTE, 1), undefined);
  assert.is(eventAt(EVENTS, 60 * MINUTE + 2000), EVENTS[1]);
  assert.is(eventAt(EVENTS, 61 * MINUTE), undefined);
});

test.run();
