import { useId, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Device } from '../../api.ts';
import { waitWords } from '../wording/watch.ts';
import { MissingSetting } from './missing-setting.tsx';
import { useSetting } from './use-setting.ts';

export interface SettingSliderProps {
  device: Device;
  setting: string;
  name: string;
  /** Whose it is, for those who do not see what it stands under. */
  of: string;
  /** The stops, ascending. A value between them, set elsewhere, gets a stop of its own. */
  stops: readonly number[];
  /** The value in a word or two, at the right of the name. */
  says(value: number): string;
  /** One sentence: what the value does. */
  hint(value: number): string;
  /** Drawn before the hint. */
  picture?(value: number): ComponentChildren;
}

/** A slider for a number. While it is dragged nothing is asked for; what it is let go at is. */
export function SettingSlider(props: SettingSliderProps) {
  const { device, setting, name, of, says, hint, picture } = props;
  const id = useId();
  const [held, setHeld] = useState<number | null>(null);
  const state = useSetting<number>(device, setting);
  if (!state) return <MissingSetting name={name} />;
  const stops = props.stops.includes(state.value)
    ? props.stops
    : [...props.stops, state.value].sort((a, b) => a - b);
  const value = held ?? state.value;
  const at = stops.indexOf(value);
  const stopAt = (event: { currentTarget: HTMLInputElement }) =>
    stops[Number(event.currentTarget.value)] ?? state.value;
  const letGo = (event: { currentTarget: HTMLInputElement }) => {
    setHeld(null);
    const chosen = stopAt(event);
    if (chosen !== state.value) void state.wish(chosen);
  };
  return (
    <div class="slide">
      <div class="row between">
        <label for={id}>{name}</label>
        <output class="num" for={id}>
          {says(value)}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={at}
        class={state.waits ? 'waits' : undefined}
        aria-label={`${name}: ${of}`}
        aria-valuetext={says(value)}
        aria-busy={state.waits}
        onInput={(event) => setHeld(stopAt(event))}
        onChange={letGo}
      />
      <p class="hinted">
        {picture?.(value)}
        <span>{state.waits && held === null ? waitWords(device) : hint(value)}</span>
      </p>
    </div>
  );
}
