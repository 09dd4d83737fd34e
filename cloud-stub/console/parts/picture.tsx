/** Pictures in their frames, with what stands in when there is none. */
import type { Device, DeviceEvent } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { tileKind } from '../wording/devices.ts';
import { missingPicture } from '../wording/events.ts';
import { pointInTime } from '../wording/times.ts';
import { Icon } from './icon.tsx';

/** Every picture has a size before it is there, so that nothing moves when it comes. */
const SIZE = { width: 1280, height: 720, decoding: 'async' } as const;

export function DevicePicture({ device, lazy }: { device: Device; lazy?: boolean }) {
  const { api, now } = useDesk();
  const kind = tileKind(device);
  if (kind === 'private') return <ClosedPicture />;
  if (kind === 'waiting') return <div class="pic skel" />;
  const image = device.pictureMs !== null && (
    <img src={api.pictureUrl(device)} alt="" {...SIZE} loading={lazy ? 'lazy' : 'eager'} />
  );
  if (kind === 'picture') return <div class="pic">{image}</div>;
  return (
    <div class="pic gone">
      {image}
      <div class="note">
        <Icon name="nolink" />
        <span class="num">
          {device.pictureMs === null
            ? 'No picture yet'
            : `Last picture ${pointInTime(device.pictureMs, now.ms.value)}`}
        </span>
      </div>
    </div>
  );
}

/** The shutter of privacy mode: no old picture behind it. */
export function ClosedPicture({ more }: { more?: string }) {
  return (
    <div class="pic closed">
      <div class="note">
        <Icon name="shutter" />
        {more ?? 'No picture, no sound'}
      </div>
    </div>
  );
}

/** @param whole for the event page: never cropped */
export function EventPicture({
  event,
  whole,
  alt = '',
}: {
  event: DeviceEvent;
  whole?: boolean;
  alt?: string;
}) {
  const { api, now } = useDesk();
  const frame = whole ? 'pic whole' : 'pic';
  if (event.snapshot) {
    return (
      <div class={frame}>
        <img src={api.snapshotUrl(event)} alt={alt} {...SIZE} loading={whole ? 'eager' : 'lazy'} />
      </div>
    );
  }
  if (missingPicture(event, now.ms.value) === 'coming') return <div class={`${frame} skel`} />;
  return (
    <div class={`${frame} plain`}>
      <div class="note">
        <Icon name="shutter" />
        {whole && 'No picture was taken.'}
      </div>
    </div>
  );
}
