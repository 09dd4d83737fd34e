import type { Device, VideoState } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { pointInTime } from '../wording/times.ts';
import { Fact } from './fact.tsx';

const MB = 1e6;

/** Exact figures for engineers: here and nowhere else. */
export function DeviceFacts({ device }: { device: Device }) {
  const { now } = useDesk();
  const { state, telemetry } = device;
  if (!state) return <p class="quiet sm">The device has not said yet what it is.</p>;
  const { versions, video, subVideo, audio } = state;
  return (
    <dl class="facts num">
      <Fact term="Firmware">{versions.firmware}</Fact>
      <Fact term="Board">{state.board}</Fact>
      <Fact term="Camera">{video?.source ?? 'none'}</Fact>
      <Fact term="Encoder" note={video?.encoderReason}>
        {video?.encoder ?? 'none'}
      </Fact>
      <Fact term="Main stream">{streamLine(video)}</Fact>
      <Fact term="Sub stream">{streamLine(subVideo)}</Fact>
      <Fact term="Sound" note={audio?.source}>
        {audio?.on ? `${audio.codec}, ${audio.sampleRateHz / 1000} kHz` : 'off'}
      </Fact>
      {telemetry && (
        <Fact term="Processes">
          daemon {(telemetry.daemonMemoryBytes / MB).toFixed(0)} MB, media{' '}
          {(telemetry.mediaMemoryBytes / MB).toFixed(0)} MB
        </Fact>
      )}
      {telemetry && (
        <Fact term="Waiting">
          {telemetry.outboxMessages === 1 ? '1 message' : `${telemetry.outboxMessages} messages`}
        </Fact>
      )}
      {telemetry && <Fact term="Media restarts">{telemetry.mediaRestarts}</Fact>}
      <Fact term="Started">{pointInTime(state.startedMs, now.ms.value)}</Fact>
      <Fact term="Settings">revision {state.settingsRevision}</Fact>
      <Fact term="Protocol">{versions.protocol}</Fact>
      <Fact term="Node">{versions.node}</Fact>
      <Fact term="GStreamer">{versions.gstreamer}</Fact>
      <Fact term="Kernel">{versions.kernel}</Fact>
      <Fact term="Device id">
        <code>{device.id}</code>
      </Fact>
    </dl>
  );
}

function streamLine(video: VideoState | null): string {
  if (!video) return 'none';
  const { width, height, fps, bitrateKbps } = video;
  return `${width} × ${height}, ${fps} fps, ${(bitrateKbps / 1000).toFixed(1)} Mbit/s`;
}
