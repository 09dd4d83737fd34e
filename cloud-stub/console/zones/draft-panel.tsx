import type { Stroke } from './zone-drawing.ts';
import { MAX_CORNERS, MIN_CORNERS } from './zone-list.ts';

/** While a zone is being drawn. */
export function DraftPanel({ corners, stroke }: { corners: number; stroke(stroke: Stroke): void }) {
  return (
    <div>
      <h2>New zone</h2>
      <p class="sm quiet" role="status">
        {draftWords(corners)}
      </p>
      <div class="acts">
        <button class="btn" disabled={corners < MIN_CORNERS} onClick={() => stroke({ type: 'draftClosed' })}>
          Close zone
        </button>
        <button
          class="btn plain"
          disabled={corners === 0}
          onClick={() => stroke({ type: 'cornerRemoved', corner: corners - 1 })}
        >
          Take back
        </button>
        <button class="btn plain" onClick={() => stroke({ type: 'draftGivenUp' })}>
          Give up
        </button>
      </div>
    </div>
  );
}

function draftWords(corners: number): string {
  const so = corners === 1 ? '1 corner.' : `${corners} corners.`;
  if (corners === 0) return 'Tap its first corner on the picture.';
  if (corners < MIN_CORNERS) return `${so} It needs ${MIN_CORNERS}.`;
  if (corners >= MAX_CORNERS) return `${so} More cannot be: close the zone.`;
  return `${so} Tap the first one again to close the zone.`;
}
