import { useRef, useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import type { LiveSession } from '../live/live-session.ts';
import { isPrivate } from '../wording/devices.ts';
import { Icon } from './icon.tsx';
import { LivePicture } from './live-picture.tsx';
import { ClosedPicture } from './picture.tsx';

/** Safari on a phone shows only the video full screen. */
type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

/** The live picture, never cropped, with sound and full screen on it. */
export function LiveStage({ device, session }: { device: Device; session: LiveSession | null }) {
  const stage = useRef<HTMLDivElement>(null);
  const [soundOn, setSoundOn] = useState(true);
  /** The browser keeps it silent until somebody asks for sound by hand. */
  const [blocked, setBlocked] = useState(false);
  const live = session?.phase.value === 'live';
  const video = device.state?.video;
  const shape = video ? { aspectRatio: `${video.width}/${video.height}` } : undefined;

  const toggleSound = () => {
    setSoundOn(!soundOn);
    setBlocked(false);
  };
  const fullScreen = () => {
    const element = stage.current;
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (element?.requestFullscreen) void element.requestFullscreen();
    else element?.querySelector<PhoneVideo>('video')?.webkitEnterFullscreen?.();
  };
  const says = blocked || !soundOn ? 'Turn sound on' : 'Turn sound off';
  return (
    <div class="stage" ref={stage}>
      {isPrivate(device) ? (
        <div style={shape} class="shape">
          <ClosedPicture more="No picture, no sound, nothing is kept" />
        </div>
      ) : (
        <>
          <div class={live ? 'pic' : 'pic waiting'} style={shape}>
            <LivePicture
              stream={session?.stream.value ?? null}
              soundOn={soundOn}
              poster={device}
              label={`${device.name}, ${live ? 'live' : 'not live yet'}`}
              onSoundBlocked={() => {
                setSoundOn(false);
                setBlocked(true);
              }}
            />
          </div>
          <div class="corner">
            <button class={blocked ? 'glass says' : 'glass'} aria-label={says} onClick={toggleSound}>
              <Icon name={soundOn ? 'sound' : 'mute'} />
              {blocked && <span>Turn sound on</span>}
            </button>
            <button class="glass" aria-label="Full screen" onClick={fullScreen}>
              <Icon name="full" />
            </button>
          </div>
        </>
      )}
    </div>
  );
}
