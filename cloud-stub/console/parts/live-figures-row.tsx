import type { LiveSession } from '../live/live-session.ts';

const NONE = '–';

/** Not announced: a screen reader would never stop. */
export function LiveFiguresRow({ session }: { session: LiveSession | null }) {
  const figures = session?.figures.value;
  const joinS = session?.phase.value === 'live' ? session.joinS.value : null;
  const rows: [string, string][] = [
    [
      typeof figures?.behindS === 'number' ? `${Math.max(0.01, figures.behindS).toFixed(2)} s` : NONE,
      'behind',
    ],
    [typeof joinS === 'number' ? `${joinS.toFixed(2)} s` : NONE, 'to join'],
    [figures?.height ? `${figures.height}p` : NONE, figures ? `${figures.fps.toFixed(0)} fps` : 'fps'],
    [figures ? figures.mbitPerS.toFixed(1) : NONE, 'Mbit/s'],
  ];
  return (
    <dl class="read">
      {rows.map(([value, word], i) => (
        <div key={i}>
          <dd>{value}</dd>
          <dt>{word}</dt>
        </div>
      ))}
    </dl>
  );
}
