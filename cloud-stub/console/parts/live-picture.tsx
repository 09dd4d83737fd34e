import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';

export interface LivePictureProps {
  stream: MediaStream | null;
  soundOn: boolean;
  /** Whose newest picture stands there until the first frame. */
  poster: Device | null;
  label: string;
  /** Filled with the video element. */
  video?: RefObject<HTMLVideoElement | null>;
  /** The browser wants a gesture before it lets this page make sound; the picture plays on, silent. */
  onSoundBlocked?(): void;
}

/** A video element that plays a live stream. Before its first frame it is transparent, and the poster shows. */
export function LivePicture({ stream, soundOn, poster, label, onSoundBlocked, ...more }: LivePictureProps) {
  const { api } = useDesk();
  const own = useRef<HTMLVideoElement>(null);
  const video = more.video ?? own;
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    if (element.srcObject !== stream) element.srcObject = stream;
    element.muted = !soundOn;
    if (stream) void play(element, onSoundBlocked);
  }, [stream, soundOn]);
  return (
    <>
      {poster && poster.pictureMs !== null && (
        <img src={api.pictureUrl(poster)} alt="" width={1280} height={720} />
      )}
      <video ref={video} playsInline disablePictureInPicture aria-label={label} width={1280} height={720} />
    </>
  );
}

async function play(element: HTMLVideoElement, onSoundBlocked?: () => void): Promise<void> {
  try {
    await element.play();
  } catch (error) {
    // AbortError: another stream took its place meanwhile, and plays.
    if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || element.muted) return;
    element.muted = true;
    onSoundBlocked?.();
    await element.play().catch(() => {});
  }
}
