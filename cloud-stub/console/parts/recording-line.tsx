import { useEffect } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { recordingLine } from '../wording/recording.ts';
import { Icon } from './icon.tsx';

/** The way from a device to its cloud recording, with how that is. */
export function RecordingLine({ device }: { device: Device }) {
  const { recordings } = useDesk();
  const state = recordings.of(device.id);
  useEffect(() => {
    if (!state) void recordings.fetch(device.id).catch(() => {});
  }, [device.id, state]);
  const trouble = state?.state === 'grace';
  return (
    <div class="card recordingline">
      <a class="rowlink" href={`#recording/${device.id}`}>
        <Icon name="cloud" />
        <span class="rowtext">
          <b>Cloud recording</b>
          <span class={trouble ? 'sm wrong num' : 'sm quiet num'}>{recordingLine(state, device)}</span>
        </span>
        <Icon name="next" />
      </a>
    </div>
  );
}
