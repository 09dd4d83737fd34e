/** The life of a live view as a table: phase and happening give the next phase. */

/**
 * joining: a session was asked for, no picture yet
 * live:    a picture is there (also while another session joins behind it)
 * waiting: the link broke; the next try is due after a back-off
 * refused: the device will not serve this browser; only a person can change that
 * closed:  nobody looks any more
 */
export type LivePhase = 'joining' | 'live' | 'waiting' | 'refused' | 'closed';

export type LiveHappening =
  | 'picture' // the first frame was decoded
  | 'broken' // no answer, no frames, link lost, or a refusal that may pass
  | 'refused' // a refusal that will not pass by itself
  | 'retry' // the back-off is over, the device is back, or a person asked
  | 'closed';

const NEXT: Record<LivePhase, Partial<Record<LiveHappening, LivePhase>>> = {
  joining: { picture: 'live', broken: 'waiting', refused: 'refused', closed: 'closed' },
  live: { broken: 'waiting', refused: 'refused', closed: 'closed' },
  waiting: { retry: 'joining', closed: 'closed' },
  refused: { retry: 'joining', closed: 'closed' },
  closed: {},
};

/** A happening that means nothing in a phase leaves it as it is. */
export function nextPhase(phase: LivePhase, happening: LiveHappening): LivePhase {
  return NEXT[phase][happening] ?? phase;
}

const FINAL_REFUSALS = new Set(['no-h264', 'bad-sdp']);

/** Whether waiting can help against a refusal. @param code of the refusal */
export function mayPass(code: string): boolean {
  return !FINAL_REFUSALS.has(code);
}
