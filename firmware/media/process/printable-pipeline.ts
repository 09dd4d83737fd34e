/** What the media process would run, as one line for gst-launch-1.0: for benchmarks and for the curious. */
import type { Board } from '#board/board.ts';
import type { Logger } from '#kit/log.ts';
import type { Pipeline } from '../gst/pipeline.ts';
import { planCamera } from './camera.ts';
import { Capture } from './capture.ts';
import { SOUND_CAPS, opus, rawCaps, reader, streams } from './descriptions.ts';
import { Encoders } from './encoders.ts';
import { planSound, soundSource } from './sounds.ts';

const SINK = 'fakesink sync=false async=false';
/** @throws MediaFaultError "encoder-failed" when no encoder of the board works; what is wrong with a V4L2 camera */
export async function printablePipeline(
  board: Board,
  camera: string,
  microphone: string,
  log: Logger,
): Promise<string> {
  const plan = planCamera(camera);
  const sound = planSound(microphone, plan, board);
  const { video } = board;
  const { main, sub } = video;
  const encoders = await new Encoders({ video, passedOver: [], proven: {} }).choose();
  const capture = {
    ...{ video, log, copying: '', onCopying: () => undefined },
    close: (probe: Pipeline) => probe.close(),
  };
  const device =
    plan.kind === 'device' ? await new Capture({ plan, ...capture }).source(encoders.main, false) : null;
  const coded = streams({
    board,
    encoders,
    kbps: { main: main.bitrateKbps, sub: sub.bitrateKbps },
    dmabuf: device?.dmabuf,
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
      return `${device!.description} ! ${coded}${separateSound}`;
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
