import { useEffect, useRef } from 'preact/hooks';
import type { LiveSession } from '../live/live-session.ts';

const STEPS = 36;
/** The top steps are loud. */
const HOT_FROM = 30;
const EVERY_MS = 120;
const EVERY_MS_CALM = 1000;

/** How loud it is at the door. It writes to the page by itself: no render for a figure that moves all the time. */
export function SoundMeter({ session, label }: { session: LiveSession | null; label: string }) {
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const step = async () => {
      const level = (await session?.soundLevel()) ?? 0;
      if (ended || !meter.current) return;
      show(meter.current, level);
      if (session) timer = setTimeout(() => void step(), calm ? EVERY_MS_CALM : EVERY_MS);
    };
    void step();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [session]);
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
