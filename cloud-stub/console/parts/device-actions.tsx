import { useState } from 'preact/hooks';
import type { CommandRequest, Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { whyNot } from '../wording/refused-command.ts';

const IDENTIFY_SECONDS = 5;

/** Things one does to the device itself. */
export function DeviceActions({ device }: { device: Device }) {
  const { api, toasts } = useDesk();
  const [busy, setBusy] = useState<'identify' | 'restart' | null>(null);
  const [asking, setAsking] = useState(false);
  const run = async (what: 'identify' | 'restart', request: CommandRequest, done: string) => {
    setBusy(what);
    try {
      await api.command(device.id, request);
      toasts.say(done);
    } catch (error) {
      toasts.say(whyNot(error, device.name));
    }
    setBusy(null);
    setAsking(false);
  };
  const identify = () =>
    run(
      'identify',
      { action: 'identify', seconds: IDENTIFY_SECONDS },
      `${device.name} blinks and chirps for ${IDENTIFY_SECONDS} s.`,
    );
  const restart = (what: 'device' | 'media') =>
    run('restart', { action: 'restart', what }, 'Restarting. The picture is back in a moment.');

  if (!device.online) {
    return (
      <div class="acts">
        <button class="btn" disabled>
          Restart, once it answers
        </button>
      </div>
    );
  }
  if (asking) {
    return (
      <div role="group" aria-label={`Restart ${device.name}`}>
        <p class="sm restartask">Restart {device.name}? Picture and sound pause for a moment.</p>
        <div class="acts">
          <button class="btn" aria-busy={busy === 'restart'} onClick={() => void restart('device')}>
            {busy === 'restart' ? 'Restarting' : 'Restart'}
          </button>
          <button class="btn" onClick={() => void restart('media')}>
            Only picture and sound
          </button>
          <button class="btn plain" autoFocus onClick={() => setAsking(false)}>
            Keep it running
          </button>
        </div>
      </div>
    );
  }
  return (
    <div class="acts">
      <button class="btn" aria-busy={busy === 'identify'} onClick={() => void identify()}>
        Blink and chirp
      </button>
      <button class="btn" onClick={() => setAsking(true)}>
        Restart
      </button>
    </div>
  );
}
