/** What clips say: of what they show once they are open, and of why they are not. */
import type { ClipAbout } from '#protocol/sealed/about.ts';
import type { KeyringState } from '../clips/keyring.ts';
import type { IconName } from '../parts/icon.tsx';
import { count } from './home.ts';
import { lengthOfTime } from './times.ts';

const SAYS: Record<string, string> = {
  ring: 'Someone rang',
  tamper: 'The view changed all at once',
  motion: 'Something moved',
  sound: 'Sound',
};

/** "Someone rang, by the path, 12 s." */
export function clipSentence({ kinds, zones, durationMs }: ClipAbout): string {
  const kind = Object.keys(SAYS).find((word) => kinds.includes(word));
  return [SAYS[kind ?? ''] ?? 'A clip', zones.slice(0, 3).join(' and '), lengthOfTime(durationMs / 1000)]
    .filter(Boolean)
    .join(', ')
    .concat('.');
}

export function clipIcon({ kinds }: ClipAbout): IconName {
  if (kinds.includes('ring')) return 'bell';
  if (kinds.includes('tamper')) return 'tamper';
  return kinds.includes('motion') ? 'motion' : 'wave';
}

/** A page opens with its state. @param clips how many are listed; null before they are known */
export function clipsSentence(state: KeyringState, clips: number | null): string {
  if (state === 'loading' || clips === null) return 'One moment.';
  if (state === 'no-keys') return 'Nothing is recorded to the cloud yet.';
  if (clips === 0) return 'No clips in the cloud.';
  if (state !== 'ready') return 'The clips are sealed, and this browser has no key.';
  return clips === 1
    ? 'One clip, sealed for your household.'
    : `${count(clips)} clips, sealed for your household.`;
}

/** "3.1 MB" */
export function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Why a clip does not open. @param code of a SealError */
export function whySealed(code: string): string {
  switch (code) {
    case 'no-key':
      return 'Sealed before this browser was let in. The recovery file opens it.';
    case 'truncated':
      return 'Its end is missing: it is still arriving, or was cut.';
    case 'version':
      return 'Sealed by a newer camera than this page knows. Reload the page.';
    default:
      return 'It is not what the camera sealed: it was changed on its way or in the cloud.';
  }
}
