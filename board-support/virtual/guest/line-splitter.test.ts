import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LineSplitter } from './line-splitter.ts';

const test = suite('line splitter');

function split(chunks: (string | Buffer)[], limit = 100, strict = false): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter(limit, (line) => lines.push(line), strict);
  for (const chunk of chunks) splitter.push(Buffer.from(chunk as string));
  splitter.end();
  return lines;
}

test('lines, wherever the chunks are cut', () => {
  assert.equal(split(['a\nb', 'c\n', '\nd']), ['a', 'bc', '', 'd']);
  const bytes = Buffer.from('käse\n');
  assert.equal(split([bytes.subarray(0, 2), bytes.subarray(2)]), ['käse']);
});

test('a line that is too long comes in pieces, or is refused', () => {
  assert.equal(split(['abcdefgh\nij\n'], 3), ['abc', 'def', 'gh', 'ij']);
  assert.equal(split(['abcd', 'efgh', '\n'], 3), ['abc', 'def', 'gh']);
  assert.throws(() => split(['abcd\n'], 3, true), /longer than 3/);
  assert.throws(() => split(['ab', 'cd'], 3, true), /longer than 3/);
});

test.run();
