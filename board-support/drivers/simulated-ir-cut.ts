/** A filter without hardware. */
import type { FilterPlace, IrCut } from './ir-cut.ts';

export class SimulatedIrCut implements IrCut {
  readonly name = 'ir-cut';
  place: FilterPlace | null = null;

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  move(to: FilterPlace): Promise<void> {
    this.place = to;
    return Promise.resolve();
  }
}
