/** What the media process would run, as one line for gst-launch-1.0: for benchmarks and for the curious. */
import type { Board } from '#board/board.ts';
import { PupsentryError } from '#kit/errors.ts';
import { planCamera } from './camera.ts';
import { SOUND_CAPS, device, deviceFormats, opus, rawCaps, reader, streams } from './descriptions.ts';
import { chooseEncoder } from './encoders.ts';
import { planSound, soundSource } from './sounds.ts';

const SINK = 'fakesink sync=false async=false';
/** @throws PupsentryError "encoder-failed" when no encoder of the board works */
export async function printablePipeline(board: Board, camera: string, microphone: string): Promise<string> {
  const plan = planCamera(camera);
  const sound = planSound(microphone, plan, board);
  const { main, sub, encoders: candidates } = board.video;
  const [mainChoice, subChoice] = await Promise.all([
    chooseEncoder(candidates, main),
    chooseEncoder(candidates, sub),
  ]);
  if (!mainChoice.element || !subChoice.element)
    throw new PupsentryError('encoder-failed', `No video encoder works: ${mainChoice.reason}.`);

  const coded = streams({
    board,
    encoders: { main: mainChoice.element, sub: subChoice.element },
    kbps: { main: main.bitrateKbps, sub: sub.bitrateKbps },
    sink: (name) => `${SINK} name=${name}`,
  });
  const encoded = (source: string) => opus(source, board.audio.bitrateKbps, SINK);
  const sceneSound = `audiotestsrc is-live=true freq=880 volume=0.2 samplesperbuffer=960 ! ${SOUND_CAPS}`;
  const separateSound =
    sound.kind === 'none' || sound.kind === 'camera'
      ? ''
      : ` ${encoded(sound.kind === 'scene' ? sceneSound : soundSource(sound))}`;
  switch (plan.kind) {
    case 'scene':
      return `videotestsrc is-live=true ! ${rawCaps(main)} ! ${coded}${separateSound}`;
    case 'device':
      return `${device(plan.path, main, deviceFormats(main)[0]!)} ! ${coded}${separateSound}`;
    case 'file':
    case 'rtsp': {
      // A file is paced by the clock; what comes over the network has its own pace.
      const pace = plan.kind === 'file' ? 'clocksync' : 'identity';
      const ends = {
        picture: `${pace} ! ${coded}`,
        ...(sound.kind === 'camera' && { sound: encoded(pace) }),
      };
      return reader(plan, main, ends) + separateSound;
    }
  }
}
