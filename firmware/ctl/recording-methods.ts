/** The methods of the control socket that are about recordings. */
import { Type } from '@sinclair/typebox';
import type { Clock } from '#kit/clock.ts';
import type { Recordings } from '../record/recordings.ts';
import type { ClipOpenAnswer, ClipTakeAnswer, RecordingsAnswer } from './answers.ts';
import { call, type MethodTable } from './method.ts';

const closed = { additionalProperties: false };
/** Wall clock, ms since 1970. */
const TIME = Type.Number({ minimum: 0, maximum: 8.64e15 });

export function recordingMethods(
  recordings: Pick<Recordings, 'reader' | 'clips' | 'status'>,
  clock: Clock,
): MethodTable {
  const { reader, clips } = recordings;
  return {
    recordings: call(
      Type.Object(
        {
          fromMs: Type.Optional(TIME),
          toMs: Type.Optional(TIME),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
        },
        closed,
      ),
      async ({ fromMs = 0, toMs = 8.64e15, limit }): Promise<RecordingsAnswer> => ({
        nowMs: clock.nowMs(),
        ...reader.spans({ fromMs, toMs, limit }),
        status: await recordings.status(),
      }),
    ),

    /** A clip is taken piece by piece: its caller sets the pace, and may leave at any time. */
    'clip.open': call(Type.Object({ fromMs: TIME, toMs: TIME }, closed), (range): ClipOpenAnswer => ({
      id: clips.open(range),
    })),

    'clip.take': call(
      Type.Object({ id: Type.Integer({ minimum: 1 }) }, closed),
      async ({ id }): Promise<ClipTakeAnswer> => {
        const { bytes, summary } = await clips.take(id);
        return { base64: bytes.toString('base64'), summary };
      },
    ),
  };
}
