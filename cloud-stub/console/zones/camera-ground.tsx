import type { ComponentChildren } from 'preact';
import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { Icon } from '../parts/icon.tsx';
import { isPrivate } from '../wording/devices.ts';

export interface CameraGroundProps {
  device: Device;
  /** Lies over the picture, from edge to edge of it. */
  children?: ComponentChildren;
}

/** The newest picture, whole, as the ground that zones lie on; what stands in when there is none. */
export function CameraGround({ device, children }: CameraGroundProps) {
  const { api } = useDesk();
  const video = device.state?.video;
  const shape = video ? { aspectRatio: `${video.width}/${video.height}` } : undefined;
  const closed = isPrivate(device);
  const bare = closed || device.pictureMs === null;
  return (
    <div class={closed ? 'pic zonepic closed' : 'pic zonepic'} style={shape}>
      {bare ? (
        <div class="note">
          <Icon name="shutter" />
          {closed ? 'Privacy is on. No picture.' : 'No picture yet'}
        </div>
      ) : (
        <img
          src={api.pictureUrl(device)}
          alt={`The newest picture of ${device.name}`}
          width={1280}
          height={720}
          draggable={false}
        />
      )}
      {children}
    </div>
  );
}
