/** Which blocks are asked for together. */
import type { Run } from './image-source.ts';
import { MAX_GAP_BLOCKS, MAX_GAP_SHARE, REQUEST_BLOCKS } from './limits.ts';

/** @param flags one byte for each block @returns the runs of those that are not 0, `first` counted from the flags' begin */
export function* runsOf(flags: Uint8Array): Generator<Run> {
  for (let first = flags.findIndex(Boolean); first >= 0 && first < flags.length;) {
    let end = first + 1;
    while (flags[end]) end++;
    yield { first, blocks: end - first };
    first = end + 1;
    while (first < flags.length && !flags[first]) first++;
  }
}

/**
 * Bridges the narrowest gaps between missing blocks as long as that stays cheap, and cuts what is long.
 * @param missing one byte for each block, not 0 where it is missing
 */
export function planRequests(missing: Uint8Array): Run[] {
  const bridged = widestGap(missing);
  const requests: Run[] = [];
  let last: Run | undefined;
  for (const { first, blocks } of runsOf(missing)) {
    const gap = last ? first - last.first - last.blocks : Infinity;
    if (last && gap <= bridged) last.blocks += gap + blocks;
    else requests.push((last = { first, blocks }));
  }
  return requests.flatMap(cut);
}

/** @returns blocks; all gaps up to this one together cost no more than `MAX_GAP_SHARE` of what is missing */
function widestGap(missing: Uint8Array): number {
  const gaps = new Array<number>(MAX_GAP_BLOCKS + 1).fill(0);
  let [wanted, end] = [0, -Infinity];
  for (const { first, blocks } of runsOf(missing)) {
    const gap = first - end;
    if (gap <= MAX_GAP_BLOCKS) gaps[gap]! += gap;
    wanted += blocks;
    end = first + blocks;
  }
  let widest = 0;
  let cost = 0;
  while (widest < MAX_GAP_BLOCKS && cost + gaps[widest + 1]! <= wanted * MAX_GAP_SHARE)
    cost += gaps[++widest]!;
  return widest;
}

function cut({ first, blocks }: Run): Run[] {
  return Array.from({ length: Math.ceil(blocks / REQUEST_BLOCKS) }, (_, i) => ({
    first: first + i * REQUEST_BLOCKS,
    blocks: Math.min(REQUEST_BLOCKS, blocks - i * REQUEST_BLOCKS),
  }));
}
