import { Icon, type IconName } from '../parts/icon.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { SPEEDS, type Speed } from './playback-session.ts';

export interface TransportProps {
  playing: boolean;
  live: boolean;
  speed: Speed;
  /** Nothing can be played. */
  disabled: boolean;
  /** What the camera sees now can be shown. */
  canLive: boolean;
  onToggle(): void;
  onStep(by: 1 | -1): void;
  onEvent(by: 1 | -1): void;
  onSpeed(speed: Speed): void;
  onLive(): void;
}

const NAMES = SPEEDS.map((speed) => ({ value: String(speed), name: `${speed}×` }));

export function Transport(props: TransportProps) {
  const { playing, live, speed, disabled } = props;
  const button = (icon: IconName, label: string, run: () => void, main = false) => (
    <button
      class={main ? 'btn icon playbtn' : 'btn icon'}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={run}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="transport">
      <div class="keys" role="group" aria-label="Playback">
        {button('event-back', 'Event before', () => props.onEvent(-1))}
        {button('back', 'One picture back', () => props.onStep(-1))}
        {button(playing ? 'pause' : 'play', playing ? 'Pause' : 'Play', props.onToggle, true)}
        {button('next', 'One picture on', () => props.onStep(1))}
        {button('event-on', 'Next event', () => props.onEvent(1))}
      </div>
      <div class="pace">
        <Segmented
          label="Speed"
          options={NAMES}
          value={String(speed)}
          onChange={(chosen) => props.onSpeed(Number(chosen) as Speed)}
        />
        <button
          class={live ? 'btn golive on' : 'btn golive'}
          aria-pressed={live}
          disabled={!props.canLive}
          onClick={props.onLive}
        >
          <i class="lampdot" />
          Live
        </button>
      </div>
    </div>
  );
}
