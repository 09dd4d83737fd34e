/** The head of a file: what it holds and how it is coded (ftyp, moov), and when it was captured (prft). */
import { box, bodyAt, fullBox, readBoxes, FormatError, text, u16, u32, u64 } from './box.ts';
import { pictureSize } from './parameter-sets.ts';
import { AUDIO, VIDEO, type VideoParameters } from './track.ts';

/** Seconds from 1904, where ISO files begin to count, to 1970; from 1900 (NTP, RFC 5905) to 1970. */
const FROM_1904_S = 2_082_844_800;
const FROM_1900_S = 2_208_988_800;
const MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
/** Samples of 48 kHz that the decoder of a whole stream drops at its start (RFC 7845, 4.2); libopus' usual value. */
const PRE_SKIP = 312;

export interface InitOptions {
  parameters: VideoParameters;
  /** Channels of the sound; 0 without sound. */
  channels: number;
  /** Wall clock of the first picture, ms. */
  startedMs: number;
}

/** @throws FormatError when the parameter sets cannot be read */
export function initSegment({ parameters, channels, startedMs }: InitOptions): Buffer {
  const { width, height } = pictureSize(parameters.sps);
  const created = Math.max(0, Math.min(2 ** 32 - 1, Math.floor(startedMs / 1000) + FROM_1904_S));
  const tracks = [track({ ...VIDEO, created, width, height, handler: 'vide', entry: avc1(parameters) })];
  if (channels > 0)
    tracks.push(track({ ...AUDIO, created, width: 0, height: 0, handler: 'soun', entry: opus(channels) }));
  const extends_ = tracks.map((_, i) => fullBox('trex', 0, 0, u32(i + 1, 1, 0, 0, 0)));
  return Buffer.concat([
    box('ftyp', text('iso6'), u32(0), text('iso6mp41')),
    box(
      'moov',
      fullBox(
        'mvhd',
        0,
        0,
        u32(created, created, 1000, 0, 0x10000),
        u16(0x100),
        Buffer.alloc(10),
        MATRIX,
        Buffer.alloc(24),
        u32(3),
      ),
      ...tracks,
      box('mvex', ...extends_),
    ),
    fullBox('prft', 1, 0, u32(VIDEO.id), ntpTime(startedMs), u64(0)),
  ]);
}

export interface Init {
  parameters: VideoParameters;
  hasSound: boolean;
}

/** @param bytes of the file's head, moov whole @throws FormatError */
export function readInit(bytes: Buffer): Init {
  const moov = bodyAt(bytes, 'moov');
  const tracks = readBoxes(moov).filter(({ type }) => type === 'trak');
  if (tracks.length < 1) throw new FormatError('no track');
  const stsd = bodyAt(tracks[0]!.body, 'mdia', 'minf', 'stbl', 'stsd');
  const entry = bodyAt(stsd.subarray(8), 'avc1');
  const avcC = bodyAt(entry.subarray(78), 'avcC');
  const [sps, rest] = sized(avcC, 6);
  const [pps] = sized(avcC, rest + 1);
  return { parameters: { sps, pps }, hasSound: tracks.length > 1 };
}

function sized(bytes: Buffer, at: number): [nal: Buffer, end: number] {
  const end = at + 2 <= bytes.length ? at + 2 + bytes.readUInt16BE(at) : Infinity;
  if (end > bytes.length || end === at + 2) throw new FormatError('no parameter set');
  return [bytes.subarray(at + 2, end), end];
}

function track(options: {
  id: number;
  timescale: number;
  created: number;
  width: number;
  height: number;
  handler: 'vide' | 'soun';
  entry: Buffer;
}): Buffer {
  const { id, timescale, created, width, height, handler, entry } = options;
  const isSound = handler === 'soun';
  const header = isSound ? fullBox('smhd', 0, 0, u32(0)) : fullBox('vmhd', 0, 1, Buffer.alloc(8));
  return box(
    'trak',
    fullBox(
      'tkhd',
      0,
      3,
      u32(created, created, id, 0, 0, 0, 0),
      u16(0),
      u16(0),
      u16(isSound ? 0x100 : 0),
      u16(0),
      MATRIX,
      u32(width * 65536, height * 65536),
    ),
    box(
      'mdia',
      fullBox('mdhd', 0, 0, u32(created, created, timescale, 0), u16(0x55c4), u16(0)), // language "und"
      fullBox('hdlr', 0, 0, u32(0), text(handler), Buffer.alloc(12), Buffer.alloc(1)),
      box(
        'minf',
        header,
        box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1))),
        box(
          'stbl',
          fullBox('stsd', 0, 0, u32(1), entry),
          fullBox('stts', 0, 0, u32(0)),
          fullBox('stsc', 0, 0, u32(0)),
          fullBox('stsz', 0, 0, u32(0, 0)),
          fullBox('stco', 0, 0, u32(0)),
        ),
      ),
    ),
  );
}

/** ISO/IEC 14496-15, 5.3.3.1 and 5.4.2.1: lengths of four bytes. */
function avc1({ sps, pps }: VideoParameters): Buffer {
  const { width, height } = pictureSize(sps);
  const avcC = box(
    'avcC',
    Buffer.from([1, sps[1]!, sps[2]!, sps[3]!, 0xff, 0xe1]),
    u16(sps.length),
    sps,
    Buffer.from([1]),
    u16(pps.length),
    pps,
  );
  return box(
    'avc1',
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(16),
    u16(width),
    u16(height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    Buffer.alloc(32),
    u16(24),
    u16(0xffff),
    avcC,
  );
}

/** Encapsulation of Opus in ISO BMFF, 4.3. Without a proper dOps Chromium refuses the track. */
function opus(channels: number): Buffer {
  const dOps = box(
    'dOps',
    Buffer.from([0, channels]),
    u16(PRE_SKIP),
    u32(AUDIO.timescale),
    u16(0),
    Buffer.from([0]),
  );
  return box(
    'Opus',
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(8),
    u16(channels),
    u16(16),
    u32(0),
    u32(AUDIO.timescale * 65536),
    dOps,
  );
}

function ntpTime(ms: number): Buffer {
  const seconds = Math.floor(ms / 1000);
  const fraction = Math.floor(((ms - seconds * 1000) / 1000) * 2 ** 32);
  return u32((seconds + FROM_1900_S) % 2 ** 32, fraction);
}
