import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { asError, explain, PupsentryError } from './errors.ts';

const test = suite('errors');

test('an error for people: code, sentence, remedy, cause', () => {
  const cause = new Error('ENOENT');
  const error = new PupsentryError('camera-missing', 'There is no camera.', 'Plug it in.', { cause });
  assert.is(error.name, 'PupsentryError');
  assert.is(error.code, 'camera-missing');
  assert.is(error.cause, cause);
  assert.is(explain(error), 'There is no camera. Plug it in.');
  assert.is(explain(new PupsentryError('x', 'Only this.')), 'Only this.');
});

test('anything thrown can be explained', () => {
  assert.is(explain(new TypeError('bad')), 'bad');
  assert.is(explain('text'), 'text');
  assert.is(explain(undefined), 'undefined');
  assert.instance(asError('text'), Error);
  const error = new Error('same');
  assert.is(asError(error), error);
});

test.run();
