import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import sharp from 'sharp';
import { PupsentryError } from '#kit/errors.ts';
import { testJpeg } from '../testing/pictures.ts';
import { cleanJpeg } from './clean-jpeg.ts';
import { Thumbnailer } from './thumbnailer.ts';

const test = suite('JPEG with nothing but the picture');

const code = (bytes: Buffer) => {
  try {
    cleanJpeg(bytes);
    return 'taken';
  } catch (error) {
    return error instanceof PupsentryError ? error.code : String(error);
  }
};
const pixels = (jpeg: Buffer) => sharp(jpeg).raw().toBuffer();

test('where and with what it was taken is left out; the pixels are the same', async () => {
  const exif = { IFD0: { Make: 'Snooper' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } };
  const jpeg = await testJpeg(320, 180, exif);
  assert.ok(jpeg.includes('Snooper') && (await sharp(jpeg).metadata()).exif);
  const { bytes, width, height } = cleanJpeg(jpeg);
  assert.equal([width, height], [320, 180]);
  assert.not.ok(bytes.includes('Snooper'));
  assert.is((await sharp(bytes).metadata()).exif, undefined);
  assert.equal(await pixels(bytes), await pixels(jpeg));
});

test('which way is up stays, as the only thing that is said', async () => {
  const exif = { IFD0: { Make: 'Snooper', Orientation: '6' } };
  const turned = await sharp(await testJpeg(320, 180, exif))
    .keepMetadata()
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const { bytes } = cleanJpeg(turned);
  assert.not.ok(bytes.includes('Snooper'));
  assert.is((await sharp(bytes).metadata()).orientation, 6);
  const thumbnailer = new Thumbnailer();
  await thumbnailer.start();
  const thumbnail = await thumbnailer.make(bytes);
  assert.equal([thumbnail.width, thumbnail.height], [180, 320], 'turned');
  const small = await sharp(thumbnail.jpeg).metadata();
  assert.equal([small.width, small.height, small.orientation, small.exif], [180, 320, undefined, undefined]);
  const { data, info } = await sharp(thumbnail.jpeg).raw().toBuffer({ resolveWithObject: true });
  const red = data[(10 * info.width + info.width - 10) * info.channels]!;
  assert.ok(red > 200, 'the corner is top right now');
});

test('what hides behind or inside the picture does not come along', async () => {
  const jpeg = await testJpeg();
  const html = Buffer.from('<script>alert(1)</script>');
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, html.length + 2]), html]);
  const zip = Buffer.from('PK\x03\x04 a whole archive');
  const both = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), zip]);
  const { bytes } = cleanJpeg(both);
  assert.not.ok(bytes.includes('script') || bytes.includes('PK'));
  assert.equal(await pixels(bytes), await pixels(jpeg));
});

test('progressive pictures are kept whole', async () => {
  const jpeg = await sharp(await testJpeg(640, 480))
    .jpeg({ progressive: true })
    .toBuffer();
  assert.equal(await pixels(cleanJpeg(jpeg).bytes), await pixels(jpeg));
});

test('other kinds of file are refused', async () => {
  const jpeg = await testJpeg();
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from([0xff, 0xd8]),
    Buffer.from('GIF89a'),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    await sharp(jpeg).png().toBuffer(),
    await sharp(jpeg).webp().toBuffer(),
    Buffer.concat([Buffer.from('\n'), jpeg]),
  ])
    assert.is(code(bytes), 'bad-media');
});

test('a small file that claims a giant picture is refused before it is decoded', async () => {
  const jpeg = Buffer.from(await testJpeg());
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  jpeg.writeUInt16BE(65_000, frame + 5);
  jpeg.writeUInt16BE(65_000, frame + 7);
  assert.is(code(jpeg), 'bad-media');
});

test('a picture of a thousand scans is refused', async () => {
  const jpeg = await testJpeg();
  const scan = jpeg.subarray(jpeg.indexOf(Buffer.from([0xff, 0xda])), -2);
  const bomb = Buffer.concat([
    jpeg.subarray(0, -2),
    ...Array.from({ length: 1000 }, () => scan),
    jpeg.subarray(-2),
  ]);
  assert.is(code(bomb), 'bad-media');
});

test('cut anywhere and with any byte changed, it is taken or refused, never more', async () => {
  const jpeg = await testJpeg(64, 64, { IFD0: { Make: 'x' } });
  for (let at = 0; at < jpeg.length - 1; at++)
    assert.is(code(jpeg.subarray(0, at)), 'bad-media', `cut at ${at}`);
  for (let at = 0; at < jpeg.length; at++) {
    for (const value of [0x00, 0xff, jpeg[at]! ^ 0x10]) {
      const broken = Buffer.from(jpeg);
      broken[at] = value;
      assert.ok(['taken', 'bad-media'].includes(code(broken)), `${at}: ${code(broken)}`);
    }
  }
});

test('what looks whole and is not makes an error of the thumbnail, not a crash', async () => {
  const thumbnailer = new Thumbnailer();
  await thumbnailer.start();
  const jpeg = Buffer.from(await testJpeg(320, 180));
  const tables = jpeg.indexOf(Buffer.from([0xff, 0xc4]));
  jpeg.fill(0x55, tables + 6, tables + 20);
  const error: unknown = await thumbnailer.make(jpeg).then(
    () => 'made',
    (e: unknown) => e,
  );
  assert.is((error as PupsentryError).code, 'bad-media');
  assert.ok((await thumbnailer.make(await testJpeg())).jpeg.length > 100, 'and the next one is made');
  const svg = await thumbnailer
    .make(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))
    .catch((e: unknown) => e);
  assert.is((svg as PupsentryError).code, 'bad-media', 'only JPEG is ever read');
});

test.run();
