/** Data that nobody here made and that is no part of the project: there or not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** @returns the folder or file in `../shared/data`, or in $PUPSENTRY_SHARED/data; null where there is none */
export function testData(name: string): string | null {
  const places = [process.env.PUPSENTRY_SHARED, join(root, '../shared'), join(root, '../../shared')];
  return (
    places.map((place) => place && join(place, 'data', name)).find((path) => path && existsSync(path)) ?? null
  );
}
