import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { asyncApiDocument } from './asyncapi.ts';
import { generateAsyncApi } from './generate.ts';
import { DELIVERY, parseTopic } from './topics.ts';

const test = suite('asyncapi');

test('docs/asyncapi.yaml is what `npm run generate` makes of topics and schema', async () => {
  const kept = readFileSync(join(import.meta.dirname, '../docs/asyncapi.yaml'), 'utf8');
  assert.ok(kept === (await generateAsyncApi()), 'docs/asyncapi.yaml is not up to date: npm run generate');
});

test('it names every topic, and every reference in it leads somewhere', () => {
  const document = asyncApiDocument('syntax = "proto3";') as {
    channels: Record<string, { address: string }>;
    operations: Record<string, { bindings: { mqtt: object } }>;
  };
  const topics = Object.values(document.channels).map(({ address }) => {
    const parsed = parseTopic(address.replace('{deviceId}', 'front-door-1'))!;
    return `${parsed.direction}/${parsed.name}`;
  });
  assert.equal(topics.sort(), Object.keys(DELIVERY).sort());
  assert.is(Object.keys(document.operations).length, topics.length);

  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
  assert.ok(references.length > 50);
  for (const path of references) {
    const target = path
      .split('/')
      .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
    assert.ok(target, path);
  }
});

test.run();
