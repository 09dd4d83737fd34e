/** What is in a fragment, read from its moof. */
import { BOX_HEADER_BYTES, FormatError, findBox, readBoxes } from './box.ts';
import { AUDIO, VIDEO, type VideoParameters } from './track.ts';

/** Where a picture or a packet stands. */
export interface Sample {
  /** From the beginning of moof. */
  offset: number;
  bytes: number;
  /** Since the file's first picture. */
  timeUs: number;
  durationUs: number;
  key: boolean;
}

export interface FragmentSamples {
  video: Sample[];
  audio: Sample[];
}

const START_CODE = Buffer.from([0, 0, 0, 1]);

/** @param moof the whole box @throws FormatError */
export function readMoof(moof: Buffer): FragmentSamples {
  const samples: FragmentSamples = { video: [], audio: [] };
  for (const { type, body } of readBoxes(moof.subarray(BOX_HEADER_BYTES))) {
    if (type !== 'traf') continue;
    const parts = readBoxes(body);
    const id = findBox(parts, 'tfhd').readUInt32BE(4);
    const run = { tfdt: findBox(parts, 'tfdt'), trun: findBox(parts, 'trun') };
    if (id === VIDEO.id) samples.video = readRun(run, VIDEO.timescale);
    else if (id === AUDIO.id) samples.audio = readRun(run, AUDIO.timescale);
  }
  if (samples.video.length === 0) throw new FormatError('no picture');
  return samples;
}

function readRun({ tfdt, trun }: { tfdt: Buffer; trun: Buffer }, timescale: number): Sample[] {
  if (tfdt.length < 12 || trun.length < 12) throw new FormatError('a box is too short');
  const hasFlags = (trun.readUInt32BE(0) & 0x400) !== 0;
  const stride = hasFlags ? 12 : 8;
  const count = trun.readUInt32BE(4);
  if (trun.length !== 12 + count * stride) throw new FormatError('trun does not hold its samples');
  const scale = 1e6 / timescale;
  let ticks = Number(tfdt.readBigUInt64BE(4));
  let offset = trun.readUInt32BE(8);
  const samples: Sample[] = [];
  for (let at = 12; at < trun.length; at += stride) {
    const duration = trun.readUInt32BE(at);
    const bytes = trun.readUInt32BE(at + 4);
    samples.push({
      offset,
      bytes,
      timeUs: Math.round(ticks * scale),
      durationUs: Math.round(duration * scale),
      key: !hasFlags || (trun.readUInt32BE(at + 8) & 0x10000) === 0,
    });
    ticks += duration;
    offset += bytes;
  }
  return samples;
}

/**
 * A picture as encoders give it: Annex B, a key frame with its parameter sets.
 * @param sample its bytes in the file @throws FormatError
 */
export function annexB(sample: Buffer, key: boolean, { sps, pps }: VideoParameters): Buffer {
  const parts: Buffer[] = key ? [START_CODE, sps, START_CODE, pps] : [];
  for (let at = 0; at < sample.length;) {
    const end = at + 4 <= sample.length ? at + 4 + sample.readUInt32BE(at) : Infinity;
    if (end > sample.length || end === at + 4) throw new FormatError('no NAL unit');
    parts.push(START_CODE, sample.subarray(at + 4, end));
    at = end;
  }
  return Buffer.concat(parts);
}
