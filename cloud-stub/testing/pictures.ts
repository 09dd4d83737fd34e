/** Pictures and clips for tests: sound ones, and ones made to do harm. */
import sharp from 'sharp';

/** A picture of one colour with a corner in another, so that its way up can be told. */
export async function testJpeg(width = 320, height = 180, exif = {}): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 3) {
    const [x, y] = [(at / 3) % width, Math.floor(at / 3 / width)];
    pixels.writeUIntBE(x < width / 4 && y < height / 4 ? 0xff0000 : 0x204060, at, 3);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .withExif(exif)
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** One box of an MP4. */
export function box(type: string, content: Buffer | string = ''): Buffer {
  const body = Buffer.from(content as string, 'latin1');
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** A clip by its boxes; nothing in it plays. */
export function testMp4(samples = 1000): Buffer {
  return Buffer.concat([
    box('ftyp', 'isom\0\0\0\0isomiso5'),
    box('moov', box('mvhd')),
    box('moof'),
    box('mdat', Buffer.alloc(samples, 7)),
  ]);
}
