/** What the live page says about its link to the device. */
import type { LivePhase } from '../live/live-phase.ts';

/** Reasons of a device or the cloud not to open a session, as sentences with what follows from them. */
const REFUSALS: Record<string, string> = {
  'no-h264': 'This browser cannot show H.264 video. Try another one.',
  'bad-sdp': 'The device did not understand this browser. Reload the page.',
  busy: 'As many are looking as the device can serve. We try again.',
  'no-picture': 'The camera gives no picture right now. We try again.',
  'device-offline': 'The device does not answer. We try again.',
  timeout: 'The device does not answer. We try again.',
  unreachable: 'The cloud does not answer. We try again.',
  'no-answer': 'The device did not answer in time. We try again.',
  'no-picture-came': 'No picture came through. We try again.',
  'link-lost': 'The link to the device broke. We try again.',
  'picture-stopped': 'The picture stopped. We try again.',
  'device-left': 'The device ended the session. We try again.',
};

/**
 * @param reason stable word of what went wrong last, if anything
 * @param message a sentence from the device, for words not known here
 */
export function liveSentence(phase: LivePhase, reason?: string, message?: string): string {
  switch (phase) {
    case 'live':
      return 'Live';
    case 'closed':
      return 'Not looking.';
    case 'joining':
      return reason && reason !== 'quality' ? 'Joining again.' : 'Joining.';
    case 'waiting':
    case 'refused':
      return (reason && REFUSALS[reason]) || message || 'The link to the device broke. We try again.';
  }
}

/** "live 0.2 s behind"; a way shorter than a tenth of a second is simply "live". */
export function liveWords(behindS: number | null | undefined): string {
  return behindS && behindS >= 0.1 ? `live ${behindS.toFixed(1)} s behind` : 'live';
}
