import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { breakingChanges } from './compatibility.ts';

const test = suite('compatibility');
const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const parse = (proto: string) => protobuf.parse(proto, { keepCase: true }).root.toJSON();

test('the schema understands what the last release wrote', () => {
  const released = JSON.parse(read('released.json')) as protobuf.INamespace;
  assert.equal(breakingChanges(released, parse(read('pupsentry.proto'))), []);
});

const BEFORE = `
  syntax = "proto3";
  package p;
  message M {
    reserved 9;
    string a = 1;
    repeated uint32 b = 2;
    oneof x { string c = 3; string d = 4; }
    E e = 5;
  }
  enum E { ZERO = 0; ONE = 1; }
  message Gone { string a = 1; }
`;

const CHANGES: [what: string, from: string | RegExp, to: string, found: string[]][] = [
  ['a new field', 'string a = 1;', 'string a = 1; string new = 6;', []],
  ['a new value', 'ONE = 1;', 'ONE = 1; TWO = 2;', []],
  ['removed with its number and name reserved', 'string a = 1;', 'reserved 1; reserved "a";', []],
  ['renumbered', 'string a = 1;', 'string a = 7;', ['p.M.a was renumbered from 1 to 7']],
  ['renamed', 'string a = 1;', 'string z = 1;', ['p.M.a = 1 was replaced by z']],
  ['removed', 'string a = 1;', '', ['p.M.a = 1 was removed without reserving its number and name']],
  ['retyped', 'string a = 1;', 'bytes a = 1;', ['p.M.a was retyped from string to bytes']],
  ['no longer repeated', 'repeated uint32', 'uint32', ['p.M.b was retyped from repeated uint32 to uint32']],
  [
    'out of its oneof',
    /oneof x .*}/,
    'oneof x { string c = 3; } string d = 4;',
    ['p.M.d was moved from oneof "x" to oneof ""'],
  ],
  ['value renumbered', 'ONE = 1;', 'ONE = 2;', ['p.E.ONE was renumbered from 1 to 2']],
  ['value removed', 'ONE = 1;', '', ['p.E.ONE = 1 was removed or renamed']],
  ['message removed', /message Gone .*/, '', ['p.Gone was removed']],
];

for (const [what, from, to, found] of CHANGES) {
  test(`finds: ${what}`, () => {
    const after = BEFORE.replace(from, to);
    assert.is.not(after, BEFORE);
    assert.equal(breakingChanges(parse(BEFORE), parse(after)), found);
  });
}

test.run();
