import { useState } from 'preact/hooks';
import type { Device, DevicePackage } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { SettingSwitch } from '../watch/setting-switch.tsx';
import { whyNot } from '../wording/refused-command.ts';

/** The household's word, to be taken back at any time; and the end of it all. */
export function SendingCard({ device, state }: { device: Device; state: DevicePackage }) {
  if (state.state !== 'active' && state.state !== 'grace') return null;
  return (
    <div class="card sending">
      <SettingSwitch
        device={device}
        setting="cloud.recording"
        name="Send clips"
        of={device.name}
        on="Clips of events are sealed and sent here. Off stops it at once, and erases what waits."
        off="New clips stay at home. Those that are here stay for their time."
      />
      <EndIt device={device} />
    </div>
  );
}

function EndIt({ device }: { device: Device }) {
  const { recordings, toasts } = useDesk();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const end = async () => {
    setBusy(true);
    try {
      await recordings.withdraw(device.id);
      toasts.say(`${device.name} sends no more. Its clips are being deleted.`);
    } catch (error) {
      toasts.say(whyNot(error, device.name));
    }
    setBusy(false);
    setAsking(false);
  };
  if (!asking)
    return (
      <div class="acts">
        <button class="btn" onClick={() => setAsking(true)}>
          End cloud recording
        </button>
      </div>
    );
  return (
    <div role="group" aria-label="End cloud recording">
      <p class="sm">
        The package ends now, and all clips that are here are deleted. Nobody can bring them back.
      </p>
      <div class="acts">
        <button class="btn bad" aria-busy={busy} onClick={() => void end()}>
          End it and delete the clips
        </button>
        <button class="btn plain" autoFocus onClick={() => setAsking(false)}>
          Keep it
        </button>
      </div>
    </div>
  );
}
