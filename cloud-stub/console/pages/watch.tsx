import { useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { BackRow } from '../parts/back-row.tsx';
import { NoSuchDevice } from '../parts/no-such-device.tsx';
import { FineTuning } from '../watch/fine-tuning.tsx';
import { FunctionSection } from '../watch/function-section.tsx';
import { MotionSettings } from '../watch/motion-settings.tsx';
import { SettingSwitch } from '../watch/setting-switch.tsx';
import { SnoozeRow } from '../watch/snooze-row.tsx';
import { SoundSettings } from '../watch/sound-settings.tsx';
import { watchSentence, watchSubline } from '../wording/watch.ts';
import { ZoneEditor } from '../zones/zone-editor.tsx';
import { ZonesPanel } from '../zones/zones-panel.tsx';

/** What a device watches for: where in its picture, for what, when, and who is told. */
export function WatchPage({ deviceId }: { deviceId: string }) {
  const { devices } = useDesk();
  const device = devices.byId(deviceId);
  if (!device) {
    return (
      <section class="page">
        <BackRow to="devices" name="Devices" />
        <NoSuchDevice />
      </section>
    );
  }
  return <Watch key={device.id} device={device} />;
}

function Watch({ device }: { device: Device }) {
  const { now } = useDesk();
  const [place, setPlace] = useState<'page' | 'drawing' | 'back'>('page');
  const [zone, setZone] = useState<number | null>(null);
  const draw = (chosen: number | null) => {
    setZone(chosen);
    setPlace('drawing');
  };
  if (place === 'drawing')
    return <ZoneEditor device={device} chosen={zone} onClose={() => setPlace('back')} />;
  return (
    <section class="page">
      <BackRow to={`device/${device.id}`} name={device.name} />
      <div class="head">
        <h1>{watchSentence(device, now.ms.value)}</h1>
        <p class="num">{watchSubline(device, now.ms.value)}</p>
      </div>
      {device.state && (
        <div class="watch">
          <SnoozeRow device={device} />
          <ZonesPanel device={device} returned={place === 'back'} onDraw={draw} />
          <div class="fns">
            <FunctionSection device={device} of="motion">
              <MotionSettings device={device} />
            </FunctionSection>
            <FunctionSection device={device} of="sound" note={deafWords(device)}>
              <SoundSettings device={device} />
            </FunctionSection>
            <FunctionSection device={device} of="tamper">
              <SettingSwitch
                device={device}
                setting="tamper.notify"
                name="Tell us at once"
                of="Tampering"
                on="You are told when its view is taken away."
                off="It is kept, and nobody is told."
              />
            </FunctionSection>
            {'alarm.leastSeconds' in device.state.settings && <FineTuning device={device} />}
          </div>
        </div>
      )}
    </section>
  );
}

function deafWords(device: Device): string | undefined {
  return device.state?.settings['microphone.on'] === false
    ? 'The microphone is off: there is nothing to listen to.'
    : undefined;
}
