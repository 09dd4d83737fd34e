import type { Device } from '../../api.ts';
import type { LiveSession } from '../live/live-session.ts';
import { isPrivate } from '../wording/devices.ts';
import { ClosedPicture } from './picture.tsx';
import { VideoStage } from './video-stage.tsx';

/** The live picture; a shutter while privacy is on. */
export function LiveStage({ device, session }: { device: Device; session: LiveSession | null }) {
  const live = session?.phase.value === 'live';
  return (
    <VideoStage
      device={device}
      stream={session?.stream.value ?? null}
      waits={!live}
      poster
      label={`${device.name}, ${live ? 'live' : 'not live yet'}`}
      instead={isPrivate(device) && <ClosedPicture more="No picture, no sound, nothing is kept" />}
    />
  );
}
