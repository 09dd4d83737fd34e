import type { DeviceEvent } from '../../api.ts';

/** The mark of an event, round a point: a dot rings, a bar moves, ticks sound, a diamond is tampering. */
export function EventMark({ kind }: { kind: DeviceEvent['kind'] }) {
  switch (kind) {
    case 'ring':
      return <circle class="mark" r="6" />;
    case 'motion':
      return <rect class="mark" x="-2.5" y="-10" width="5" height="20" rx="2.5" />;
    case 'sound':
      return <path class="mark ticks" d="M-5 -2.5v5M0 -7v14M5 -2.5v5" />;
    case 'tamper':
      return <path class="mark bad" d="M0 -8.5l8 8.5-8 8.5-8-8.5z" />;
  }
}

/** One svg of its own, for a point of a strip. */
export function MarkIcon({ kind }: { kind: DeviceEvent['kind'] }) {
  return (
    <svg class="markicon" viewBox="-11 -11 22 22" aria-hidden="true">
      <EventMark kind={kind} />
    </svg>
  );
}
