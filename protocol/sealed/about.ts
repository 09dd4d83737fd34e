/** What a clip shows: sealed with it, so that only the household reads it. */
import { utf8, type Bytes } from './bytes.ts';
import { SealError } from './seal-error.ts';

export interface ClipAbout {
  /** Such as "ring", "motion", "sound", "tamper". */
  kinds: string[];
  /** Names of the zones it happened in. */
  zones: string[];
  startedMs: number;
  durationMs: number;
  width: number;
  height: number;
  /** With its codecs, as a browser wants it: `video/mp4; codecs="avc1.42c01f, opus"`. */
  mime: string;
}

export function encodeAbout(about: ClipAbout): Bytes {
  return utf8(JSON.stringify(about));
}

/** @throws SealError "malformed" */
export function parseAbout(bytes: Uint8Array): ClipAbout {
  let value: Partial<Record<keyof ClipAbout, unknown>>;
  try {
    value = (JSON.parse(new TextDecoder().decode(bytes)) as typeof value | null) ?? {};
  } catch (cause) {
    throw new SealError('malformed', 'The description of the clip cannot be read.', { cause });
  }
  const words = (list: unknown) =>
    Array.isArray(list) ? list.filter((word) => typeof word === 'string').slice(0, 32) : [];
  const number = (from: unknown) => (typeof from === 'number' && Number.isFinite(from) ? from : 0);
  return {
    kinds: words(value.kinds),
    zones: words(value.zones),
    startedMs: number(value.startedMs),
    durationMs: number(value.durationMs),
    width: number(value.width),
    height: number(value.height),
    mime: typeof value.mime === 'string' ? value.mime : 'video/mp4',
  };
}
