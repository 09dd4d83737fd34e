/** Keeps what this page shows: a frame of a video, or a clip with a frame of it as its small picture. */
import type { AlbumItem } from '../../api.ts';
import type { ApiClient, KeptFile } from '../api-client.ts';

type Api = Pick<ApiClient, 'keepFile' | 'putAlbumThumbnail'>;
export type About = Pick<KeptFile, 'deviceId' | 'takenMs' | 'source' | 'eventId'>;

const JPEG_QUALITY = 0.9;
/** A clip that shows no frame by then gets no small picture. */
const FRAME_LIMIT_MS = 8000;

/** @throws ApiError; Error when the video shows nothing yet */
export async function keepFrame(api: Api, video: HTMLVideoElement, about: About): Promise<AlbumItem> {
  return api.keepFile(await frameOf(video), about);
}

/**
 * @param clip an MP4
 * @throws ApiError; a clip whose frame cannot be drawn is kept without one
 */
export async function keepClip(api: Api, clip: Blob, about: About): Promise<AlbumItem> {
  const url = URL.createObjectURL(clip);
  try {
    const video = await firstFrame(url).catch(() => null);
    const figures = video && {
      width: video.videoWidth,
      height: video.videoHeight,
      ...(Number.isFinite(video.duration) && { durationMs: Math.round(video.duration * 1000) }),
    };
    const item = await api.keepFile(clip, { ...about, ...figures });
    return video ? await api.putAlbumThumbnail(item.id, await frameOf(video)) : item;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What the video shows now, as a JPEG of its own size. */
export async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  if (video.videoWidth === 0) throw new Error('the video shows nothing yet');
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')!.drawImage(video, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
}

function firstFrame(url: string): Promise<HTMLVideoElement> {
  return new Promise((resolve, reject) => {
    const video = document.createElement('video');
    const limit = setTimeout(() => reject(new Error('no frame came')), FRAME_LIMIT_MS);
    video.muted = true;
    video.preload = 'auto';
    video.onerror = () => reject(new Error('this browser cannot show the clip'));
    video.onloadeddata = () => {
      clearTimeout(limit);
      resolve(video);
    };
    video.src = url;
  });
}
