import { memo } from 'preact/compat';
import { useEffect, useRef } from 'preact/hooks';
import type { Thumbnails } from './thumbnails.ts';
import { cellsOf, partOf, type Cell, type Span } from './timeline.ts';

/** Width of a picture on the strip, px. */
const CELL_PX = 88;

/** Small pictures along the strip, as many as fit. */
export const ThumbnailCells = memo(function ThumbnailCells(props: {
  thumbnails: Thumbnails;
  view: Span;
  spans: readonly Span[];
  width: number;
}) {
  const { thumbnails, view, spans, width } = props;
  const cells = width > 0 ? cellsOf(view, spans, Math.round(width / CELL_PX)) : [];
  const times = cells.flatMap((c) => c.pictureMs ?? []);
  useEffect(() => thumbnails.want(times), [times.join()]);
  return (
    <div class="cells" aria-hidden="true">
      {cells.map((cell) => (
        <Thumbnail key={cell.fromMs} cell={cell} view={view} thumbnails={thumbnails} />
      ))}
    </div>
  );
});

function Thumbnail({ cell, view, thumbnails }: { cell: Cell; view: Span; thumbnails: Thumbnails }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const bitmap =
    thumbnails.version.value >= 0 && cell.pictureMs !== null ? thumbnails.at(cell.pictureMs) : null;
  useEffect(() => {
    if (bitmap) canvas.current?.getContext('2d')?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  if (!bitmap) return null;
  const left = partOf(view, cell.fromMs);
  const place = { left: `${left * 100}%`, width: `${(partOf(view, cell.toMs) - left) * 100}%` };
  return <canvas ref={canvas} width={bitmap.width} height={bitmap.height} style={place} />;
}
