import type { ComponentChildren, RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { Icon } from './icon.tsx';
import { LivePicture } from './live-picture.tsx';

/** Safari on a phone shows only the video full screen. */
type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

export interface VideoStageProps {
  device: Device;
  stream: MediaStream | null;
  /** Its picture is not there yet. */
  waits: boolean;
  /** The device's newest picture stands there until the first frame. */
  poster: boolean;
  label: string;
  /** Filled with the video element. */
  video?: RefObject<HTMLVideoElement | null>;
  /** Stands in place of the picture. */
  instead?: ComponentChildren;
}

/** A picture that moves, never cropped, with sound and full screen on it. */
export function VideoStage({ device, stream, waits, poster, label, video, instead }: VideoStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const [soundOn, setSoundOn] = useState(true);
  /** The browser keeps it silent until somebody asks for sound by hand. */
  const [blocked, setBlocked] = useState(false);
  const size = device.state?.video;
  const shape = size ? { aspectRatio: `${size.width}/${size.height}` } : undefined;

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
      {instead ? (
        <div style={shape} class="shape">
          {instead}
        </div>
      ) : (
        <>
          <div class={waits ? 'pic waiting' : 'pic'} style={shape}>
            <LivePicture
              stream={stream}
              soundOn={soundOn}
              poster={poster ? device : null}
              label={label}
              video={video}
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
