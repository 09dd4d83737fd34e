import { useEffect, useRef } from 'preact/hooks';
import { useDesk } from '../desk.ts';
import type { LiveSession } from '../live/live-session.ts';
import { SoundLevel } from '../live/sound-level.ts';

const STEPS = 36;
/** The top steps are loud. */
const HOT_FROM = 30;
const EVERY_MS = 60;
const EVERY_MS_CALM = 1000;

/** How loud it is at the door. It writes to the page by itself: no render for a figure that moves all the time. */
export function SoundMeter({ session, label }: { session: LiveSession | null; label: string }) {
  const { sound } = useDesk();
  const meter = useRef<HTMLDivElement>(null);
  const stream = session?.stream.value ?? null;
  const audible = sound.audible.value;
  useEffect(() => {
    const element = meter.current;
    if (!element || !audible || !stream || stream.getAudioTracks().length === 0) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const level = new SoundLevel(sound.context, stream);
    const timer = setInterval(() => show(element, level.read()), calm ? EVERY_MS_CALM : EVERY_MS);
    return () => {
      clearInterval(timer);
      level.close();
      show(element, 0);
    };
  }, [stream, audible]);
  return (
    <div
      ref={meter}
      class="meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      {Array.from({ length: STEPS }, (_, i) => (
        <i key={i} />
      ))}
    </div>
  );
}

function show(meter: HTMLElement, level: number): void {
  const lit = Math.round(level * STEPS);
  meter.setAttribute('aria-valuenow', String(Math.round(level * 100)));
  Array.from(meter.children).forEach((step, i) => {
    step.className = i >= lit ? '' : i >= HOT_FROM ? 'on hot' : 'on';
  });
}
