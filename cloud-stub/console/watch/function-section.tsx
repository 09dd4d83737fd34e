import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { Switch } from '../parts/switch.tsx';
import { waitWords, WATCH_FUNCTIONS, type WatchFunction } from '../wording/watch.ts';
import { FunctionFacts } from './function-facts.tsx';
import { useSetting } from './use-setting.ts';

export interface FunctionSectionProps {
  device: Device;
  of: WatchFunction;
  /** Said while it is on, in place of the usual words. */
  note?: string;
  /** Its settings, shown while it is on. */
  children?: ComponentChildren;
}

/** One function that watches: its switch, what it says of itself, its settings. */
export function FunctionSection({ device, of, note, children }: FunctionSectionProps) {
  const id = useId();
  const words = WATCH_FUNCTIONS[of];
  const state = useSetting<boolean>(device, `${of}.on`);
  return (
    <section class="fn" aria-labelledby={id}>
      <header>
        <div>
          <h2 id={id}>{words.name}</h2>
          <p>
            {!state
              ? words.missing
              : state.waits
                ? waitWords(device)
                : state.value
                  ? (note ?? words.on)
                  : words.off}
          </p>
        </div>
        {state && <Switch on={state.value} pending={state.waits} label={words.name} onChange={state.wish} />}
      </header>
      {state && <FunctionFacts facts={words.facts} without="If you switch it off" />}
      {state?.value && children}
    </section>
  );
}
