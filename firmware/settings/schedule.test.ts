import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { complaintOfSchedule, isWithin, parseSchedule } from './schedule.ts';

const test = suite('schedule');

/** Local time; 2026-11-23 is a Monday. */
const at = (day: number, time: string) => new Date(`2026-11-${23 + day}T${time}:00`);

const TABLE: [text: string, inside: [number, string][], outside: [number, string][]][] = [
  [
    '',
    [
      [0, '00:00'],
      [6, '23:59'],
    ],
    [],
  ],
  [' ; ', [[3, '12:00']], []],
  [
    '08:00-18:00',
    [
      [0, '08:00'],
      [6, '17:59'],
    ],
    [
      [0, '07:59'],
      [6, '18:00'],
    ],
  ],
  [
    'mon-fri 22:00-06:00',
    [
      [0, '22:00'],
      [1, '05:59'],
      [5, '05:59'],
    ],
    [
      [0, '05:00'],
      [5, '22:30'],
      [6, '03:00'],
    ],
  ],
  [
    'sat,sun 00:00-24:00',
    [
      [5, '00:00'],
      [6, '23:59'],
    ],
    [
      [4, '23:59'],
      [0, '00:00'],
    ],
  ],
  [
    'sun 22:00-06:00',
    [
      [6, '23:00'],
      [0, '05:59'],
    ],
    [[1, '03:00']],
  ],
  [
    'fri-mon 9:30-10:00',
    [
      [4, '09:30'],
      [0, '09:59'],
    ],
    [
      [1, '09:45'],
      [3, '09:45'],
    ],
  ],
  [
    'Mon 08:00-09:00; tue 20:00-21:00',
    [
      [0, '08:30'],
      [1, '20:30'],
    ],
    [
      [0, '20:30'],
      [1, '08:30'],
    ],
  ],
];
for (const [text, inside, outside] of TABLE) {
  test(`"${text}"`, () => {
    const schedule = parseSchedule(text);
    for (const [day, time] of inside) assert.ok(isWithin(schedule, at(day, time)), `${day} ${time}`);
    for (const [day, time] of outside) assert.not(isWithin(schedule, at(day, time)), `${day} ${time}`);
  });
}

test('the settings refuse one that cannot be read, with the reason', () => {
  assert.is(complaintOfSchedule(''), null);
  assert.is(complaintOfSchedule('mon 22:00-06:00'), null);
  assert.is(complaintOfSchedule('at night'), '"at night" is no time such as "mon-fri 22:00-06:00"');
});

test('what cannot be read is named, with an example', () => {
  for (const text of [
    'at night',
    'mon 25:00-26:00',
    'mon 10:60-11:00',
    'moon 10:00-11:00',
    '10:00-10:00',
    'mon 8-9',
  ]) {
    try {
      parseSchedule(text);
      assert.unreachable(text);
    } catch (error) {
      if (!(error instanceof PupsentryError)) throw error;
      assert.is(error.code, 'schedule-invalid');
      assert.ok(error.message.includes(text), error.message);
      assert.match(error.remedy ?? '', /Example/);
    }
  }
});

test.run();
