import { Type } from '@sinclair/typebox';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { check, complaints } from './check.ts';
import { PupsentryError } from './errors.ts';

const Schema = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535, default: 8883 }),
    level: Type.Union([Type.Literal('info'), Type.Literal('debug')], { default: 'info' }),
    tls: Type.Optional(Type.Object({ ca: Type.String() }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);

const test = suite('check');

const from = { file: '/etc/x.json', code: 'config' };

function refusal(text: string): PupsentryError {
  try {
    check(Schema, text, from);
  } catch (error) {
    assert.instance(error, PupsentryError);
    return error as PupsentryError;
  }
  throw new Error(`accepted: ${text}`);
}

test('fills in defaults', () => {
  assert.equal(check(Schema, '{"name":"a"}', from), { name: 'a', port: 8883, level: 'info' });
});

test('lists every path with its reason, once', () => {
  const text = '{"name":"","port":90000,"level":"loud","tls":{"cert":1},"colour":"red"}';
  const { code, message } = refusal(text);
  assert.is(code, 'config-invalid');
  assert.match(message, /^\/etc\/x\.json has 6 mistakes:/);
  const lines = message.split('\n').slice(1).sort();
  assert.equal(lines, [
    '  colour: "red": unexpected property',
    '  level: "loud": expected one of info, debug',
    '  name: "": expected string length greater or equal to 1',
    '  port: 90000: expected integer to be less or equal to 65535',
    '  tls.ca: is missing',
    '  tls.cert: 1: unexpected property',
  ]);
});

test('what is missing and what is no object', () => {
  assert.match(refusal('{}').message, /a mistake:\n {2}name: is missing/);
  assert.match(refusal('[]').message, /\(whole file\): \[\]: expected object/);
  assert.match(refusal('null').message, /\(whole file\)/);
});

test('what is no JSON names the file and the place', () => {
  const { code, message } = refusal('{"name": "a",}');
  assert.is(code, 'config-syntax');
  assert.match(message, /\/etc\/x\.json is not JSON: .+/);
});

test('a choice between kinds: what is wrong with the kind that was meant', () => {
  const strict = { additionalProperties: false };
  const Button = Type.Union([
    Type.Object({ kind: Type.Literal('none') }, strict),
    Type.Object(
      { kind: Type.Literal('gpio'), line: Type.Union([Type.String(), Type.Integer()]), low: Type.Boolean() },
      strict,
    ),
  ]);
  const Board = Type.Object({ button: Button });
  const said = (button: unknown) => complaints(Board, { button }).map((c) => `${c.path}: ${c.reason}`);
  assert.equal(said({ kind: 'gpio', line: 1.5, hight: 1 }).sort(), [
    'button.hight: 1: unexpected property',
    'button.line: 1.5: expected string or integer',
    'button.low: is missing',
  ]);
  assert.equal(said({ kind: 'gipo' }), ['button.kind: "gipo": expected one of none, gpio']);
  assert.equal(said({}), ['button.kind: is missing: one of none, gpio']);
  assert.equal(said(7), ['button: 7: expected object']);
  assert.equal(said({ kind: 'none' }), []);
});

test('long values are shown short', () => {
  const [complaint] = complaints(Type.Integer(), 'x'.repeat(10_000));
  assert.ok(complaint!.reason.length < 100);
});

test.run();
