/** What counts as a JPEG. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TINY_JPEG } from '../simulated-device.ts';
import { isJpeg } from './jpeg.ts';

const test = suite('jpeg');

test('a whole one does, padded with zeros too', () => {
  assert.ok(isJpeg(TINY_JPEG));
  assert.ok(isJpeg(Buffer.concat([TINY_JPEG, Buffer.alloc(7)])));
});

test('nothing shorter does', () => {
  for (let length = 0; length < TINY_JPEG.length; length++)
    assert.not.ok(isJpeg(TINY_JPEG.subarray(0, length)), `${length} bytes`);
});

test('nor anything else', () => {
  const others = [
    '<html>',
    '\x89PNG\r\n\x1a\n',
    'GIF89a',
    '\xff\xd8\xff',
    '\xff\xd8\xff\xe0\x00\x00\xff\xd9',
  ];
  for (const text of others) assert.not.ok(isJpeg(Buffer.from(text, 'latin1')), JSON.stringify(text));
  assert.not.ok(isJpeg(Buffer.concat([TINY_JPEG, Buffer.from('<script>')])), 'with something behind it');
  assert.not.ok(isJpeg(Buffer.concat([TINY_JPEG.subarray(0, 2), TINY_JPEG.subarray(-2)])), 'no frame');
});

test.run();
