import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simulatedRing } from '../simulated-household.ts';
import { eventSentence, whereSentence, whyNoticed } from './events.ts';

const test = suite('what an event says');
const event = (more: Parameters<typeof simulatedRing>[0] | object) =>
  simulatedRing({ startedMs: 1000, endedMs: 6000, ...more });

test('by what it was, the surest first', () => {
  for (const [more, sentence] of [
    [{ kind: 'ring', labels: ['ring'] }, 'Someone rang.'],
    [{ kind: 'ring', presses: 3 }, 'Someone rang, 3 presses.'],
    [{ kind: 'motion', labels: ['motion'] }, 'Something moved for 5 s.'],
    [{ kind: 'motion', labels: ['motion'], endedMs: null }, 'Something moved.'],
    [{ kind: 'motion', labels: ['motion'], endedMs: 1200 }, 'Something moved.'],
    [{ kind: 'sound', labels: ['loud'] }, 'A loud sound for 5 s.'],
    [{ kind: 'sound', labels: ['dog', 'loud'] }, 'A dog barked for 5 s.'],
    [{ kind: 'sound', labels: ['baby'] }, 'A baby cried for 5 s.'],
    [{ kind: 'tamper', labels: ['covered'] }, 'The lens is covered.'],
    [{ kind: 'tamper', labels: ['no-picture'] }, 'The camera gives no picture.'],
    [{ kind: 'tamper', labels: [] }, 'The view changed all at once.'],
    [{ kind: 'sound', labels: ['thunder'] }, 'A loud sound for 5 s.'],
    [{ kind: 'sound', labels: ['constructor'] }, 'A loud sound for 5 s.'],
  ] as const) {
    assert.is(eventSentence(event(more)), sentence);
    assert.ok(whyNoticed(event(more)).endsWith('.'));
  }
});

test('where it was', () => {
  assert.is(whereSentence(event({ zones: [] })), undefined);
  assert.is(whereSentence(event({ zones: ['Path'] })), 'Path');
  assert.is(whereSentence(event({ zones: ['Path', 'Gate', 'Lawn'] })), 'Path, Gate and Lawn');
});

test.run();
