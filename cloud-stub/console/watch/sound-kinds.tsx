import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { waitWords } from '../wording/watch.ts';
import { MissingSetting } from './missing-setting.tsx';
import { useSetting } from './use-setting.ts';

/** In the order of the setting. */
const KINDS = [
  { id: 'dog', name: 'Dog barking' },
  { id: 'baby', name: 'Baby crying' },
  { id: 'loud', name: 'Other loud sounds' },
] as const;

/** Which sounds count. One has to: none at all is the switch above. */
export function SoundKinds({ device }: { device: Device }) {
  const { toasts } = useDesk();
  const state = useSetting<string>(device, 'sound.kinds');
  if (!state) return <MissingSetting name="What counts" />;
  const chosen = state.value.split(',');
  const toggle = (id: string) => {
    const next = KINDS.map((kind) => kind.id).filter((k) => (k === id) !== chosen.includes(k));
    if (next.length === 0) return toasts.say('One has to count. To hear none, switch Sound off.');
    void state.wish(next.join(','));
  };
  return (
    <div class="kinds" role="group" aria-label="What counts">
      <h3>What counts</h3>
      <p class="sm quiet">{state.waits ? waitWords(device) : 'Rain, clocks and fans never do.'}</p>
      <div class="acts">
        {KINDS.map(({ id, name }) => (
          <button key={id} class="chip" aria-pressed={chosen.includes(id)} onClick={() => toggle(id)}>
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}
