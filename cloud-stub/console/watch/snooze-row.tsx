import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { until, waitWords } from '../wording/watch.ts';
import { MissingSetting } from './missing-setting.tsx';
import { SNOOZES, snoozeEnd } from './snooze.ts';
import { useSetting } from './use-setting.ts';

/** Nobody is told for a while; what happens is kept. */
export function SnoozeRow({ device }: { device: Device }) {
  const { now } = useDesk();
  const state = useSetting<number>(device, 'notify.snoozeUntilMs');
  if (!state) return <MissingSetting name="Quiet for a while" />;
  const nowMs = now.ms.value;
  const quiet = state.value > nowMs;
  return (
    <section class="snooze" aria-label="Quiet for a while">
      <h2 class="num">{quiet ? `Quiet until ${until(state.value, nowMs)}` : 'Quiet for a while'}</h2>
      <p class="sm quiet">
        {state.waits && (quiet || state.value === 0) && `${waitWords(device)} `}
        {quiet ? QUIET_WORDS : LOUD_WORDS}
      </p>
      <div class="acts">
        {SNOOZES.map(({ id, name }) => (
          <button key={id} class="btn" onClick={() => void state.wish(snoozeEnd(id, Date.now()))}>
            {name}
          </button>
        ))}
        {quiet && (
          <button class="btn" onClick={() => void state.wish(0)}>
            End it
          </button>
        )}
      </div>
    </section>
  );
}

const QUIET_WORDS = 'What happens is kept. Rings come through.';
const LOUD_WORDS = 'Nobody is told until then. What happens is kept, and rings always come through.';
