/**
 * What a viewer and a device say to each other about recordings, on the data channel "playback" of a live session
 * (docs/protocol.md, Playback). Texts are JSON: requests, each with a number, replies with the same number, and notices
 * without one. Bytes carry what a reply is made of. Times are wall clock, ms since 1970.
 */

export type PlaybackRequest = { id: number } & (
  | /** What is recorded, oldest first. */ { ask: 'spans'; fromMs: number; toMs: number }
    /** The key frames at or before these times: for thumbnails. Each comes as bytes. */
  | { ask: 'keys'; atMs: number[] }
  /** Plays from the key frame at or before a time. Sound at speed 1 alone; beyond 2 key frames alone. */
  | { ask: 'play'; atMs: number; speed: number }
  | { ask: 'pause' }
  /** Shows the picture of a time, and stays there. */
  | { ask: 'show'; atMs: number }
  /** One picture on or back from where it stands. */
  | { ask: 'step'; by: 1 | -1 }
  /** Back to what the camera sees now. */
  | { ask: 'live' }
  /** The recording between two times as a fragmented MP4 file, as bytes. */
  | { ask: 'clip'; fromMs: number; toMs: number }
  | { ask: 'end-clip' }
);

/** @property next where to ask on from when there are more than fit */
export interface SpansReply {
  id: number;
  spans: { fromMs: number; toMs: number }[];
  nextMs: number | null;
}
/** Everything that belongs to a request has been sent. `bytes`: of all its lumps together. */
export interface DoneReply {
  id: number;
  done: true;
  bytes: number;
}
export interface ProblemReply {
  id: number;
  /** "not-allowed", "bad-request", "busy", "nothing-recorded", "failed". */
  problem: { code: string; message: string };
}
/** Where playback stands: several times a second while it plays, and whenever that changes. */
export interface PositionNotice {
  position: {
    state: 'playing' | 'paused' | 'ended' | 'live';
    /** Of the picture shown last; 0 in state "live". */
    atMs: number;
    speed: number;
    /** What is missing before this picture, ms. */
    gapMs: number;
  };
}
export type PlaybackMessage = SpansReply | DoneReply | ProblemReply | PositionNotice;

/**
 * Head of a lump of bytes, little endian: request number (uint32), flags (uint32; bit 0: the last lump of this
 * picture), time of the picture (float64, ms; 0 for a clip). A picture is an H.264 access unit, Annex B.
 */
export const LUMP_HEAD_BYTES = 16;
export const LAST_LUMP = 1;
/** Lumps have at most this many bytes, head included. */
export const MAX_LUMP_BYTES = 64 * 1024;

/** Key frames asked for at once. */
export const MAX_KEYS = 32;
export const MAX_SPEED = 8;
/** The longest clip, ms. */
export const MAX_CLIP_MS = 60 * 60_000;
