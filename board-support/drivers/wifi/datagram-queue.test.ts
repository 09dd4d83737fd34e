import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLogger } from '#kit/log.ts';
import { allowLongQueues } from './datagram-queue.ts';

const test = suite('datagram-queue');

test('raised where it is short, never lowered, and without the right to it a warning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'queue-'));
  const file = join(folder, 'max_dgram_qlen');
  let said = '';
  const log = createLogger({ write: (line) => (said += line) });
  writeFileSync(file, '10\n');
  allowLongQueues(file, log);
  assert.is(readFileSync(file, 'utf8'), '512');
  writeFileSync(file, '1024\n');
  allowLongQueues(file, log);
  assert.is(readFileSync(file, 'utf8'), '1024\n');
  assert.is(said, '');
  allowLongQueues(join(folder, 'missing', 'file'), log);
  assert.match(said, 'net.unix.max_dgram_qlen=512');
  rmSync(folder, { recursive: true });
});

test.run();
