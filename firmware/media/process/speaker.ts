/** Plays a short sound on the board's speaker. */
import { GstError, quoted } from '../gst/gstreamer.ts';
import { Pipeline } from '../gst/pipeline.ts';
import { soundUser } from './sound-user.ts';
import { CHIME_S, chimePcm } from './chime-sound.ts';
import { SOUND_CAPS } from './descriptions.ts';
import { speakerFault } from './media-fault.ts';

const ALSA = 'alsa:';
/** To open the device and to play out what is in its buffer, beyond the sound itself, ms. */
const PATIENCE_MS = 3000;

/**
 * @param speaker "alsa:NAME", or "none"
 * @returns when the chime has been heard
 * @throws MediaFaultError "speaker-missing", "speaker-busy"
 */
export async function playChime(speaker: string): Promise<void> {
  const device = speaker.startsWith(ALSA) ? speaker.slice(ALSA.length) : null;
  let pipeline: Pipeline | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    if (device === null) throw new GstError('this board has none');
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new GstError('it takes no sound')), CHIME_S * 1000 + PATIENCE_MS);
      pipeline = new Pipeline(
        `appsrc name=sound format=time max-bytes=0 caps="${SOUND_CAPS}" ! audioconvert ! audioresample ! ` +
          `alsasink device=${quoted(device)}`,
        { onError: reject, onEnded: resolve },
      );
      const source = pipeline.source('sound');
      pipeline.play().catch(reject);
      source.push(chimePcm(), 0n);
      source.end();
    });
  } catch (error) {
    throw speakerFault(error, speaker, device === null ? null : soundUser(device, 'playback'));
  } finally {
    clearTimeout(timer);
    await pipeline?.close();
  }
}
