import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { generate } from './generate.ts';

const test = suite('generated code');

test('is what `npm run generate` makes of the schema', () => {
  for (const [name, text] of Object.entries(generate())) {
    const kept = readFileSync(join(import.meta.dirname, 'gen', name), 'utf8');
    assert.ok(kept === text, `protocol/gen/${name} is not up to date: npm run generate`);
  }
});

test.run();
