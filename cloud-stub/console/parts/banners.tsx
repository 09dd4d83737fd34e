import { useDesk } from '../desk.ts';
import { timeOfDay } from '../wording/times.ts';
import { Icon } from './icon.tsx';

/** Above a page while the cloud does not answer. */
export function LinkBanner() {
  const { link } = useDesk();
  if (link.state.value !== 'lost') return null;
  const heardMs = link.lastHeardMs.value;
  if (heardMs === null) {
    return (
      <div class="banner bad asks" role="alert">
        <Icon name="tamper" />
        <span>We could not reach your cameras. They keep working at home.</span>
        <button class="btn" onClick={() => void link.reconnect()}>
          Try again
        </button>
      </div>
    );
  }
  return (
    <div class="banner" role="status">
      <Icon name="nolink" />
      <span>
        {navigator.onLine ? 'The cloud does not answer.' : 'You are offline.'} What you see is from{' '}
        <time>{timeOfDay(heardMs)}</time>. We keep trying.
      </span>
    </div>
  );
}
