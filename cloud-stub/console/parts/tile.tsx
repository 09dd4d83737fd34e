import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { useLiveSession } from '../live/use-live-session.ts';
import { liveWords } from '../wording/live.ts';
import { canLook, tileKind, tileStatus } from '../wording/devices.ts';
import { LivePicture } from './live-picture.tsx';
import { DevicePicture } from './picture.tsx';

/** A camera with a fresh picture is as wide as a phone; a private or silent one is half. */
export function Tile({ device }: { device: Device }) {
  const { now } = useDesk();
  const kind = tileKind(device);
  const target = device.online ? `#live/${device.id}` : `#device/${device.id}`;
  return (
    <a class={kind === 'picture' ? 'tile fresh' : 'tile'} href={target}>
      <DevicePicture device={device} lazy />
      <Caption name={device.name} wrong={kind === 'offline'} status={tileStatus(device, now.ms.value)} />
    </a>
  );
}

/** The first camera: its picture is live, without sound, while the page is in sight. */
export function HeroTile({ device }: { device: Device }) {
  const { now } = useDesk();
  const session = useLiveSession(device.id, canLook(device), 'light');
  const stream = session?.stream.value ?? null;
  const live = stream !== null && session?.phase.value === 'live';
  const behindS = session?.figures.value?.behindS;
  const kind = tileKind(device);
  return (
    <a class="tile hero" href={device.online ? `#live/${device.id}` : `#device/${device.id}`}>
      {live ? (
        <div class="pic">
          <LivePicture stream={stream} soundOn={false} poster={device} label={`${device.name}, live`} />
        </div>
      ) : (
        <DevicePicture device={device} />
      )}
      <Caption
        name={device.name}
        live={session?.showsNow}
        wrong={kind === 'offline'}
        status={session?.showsNow ? liveWords(behindS) : tileStatus(device, now.ms.value)}
      />
    </a>
  );
}

function Caption(props: { name: string; status: string; live?: boolean; wrong?: boolean }) {
  return (
    <div class="cap">
      <b>{props.name}</b>
      <span class={props.wrong ? 'wrong num' : 'num'}>
        {props.live && <i class="lampdot" />}
        {props.status}
      </span>
    </div>
  );
}
