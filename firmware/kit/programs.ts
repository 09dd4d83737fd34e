/** Where the built programs and their data stand. */
import { basename, join } from 'node:path';

declare const PUPSENTRY_VERSION: string | undefined;
declare const PUPSENTRY_BUILT_MS: number | undefined;

/** The release this code belongs to, or "dev" when run from source. */
export const VERSION: string = typeof PUPSENTRY_VERSION === 'string' ? PUPSENTRY_VERSION : 'dev';

/** When the bundles were built, wall clock ms: no clock of a device that runs them can be earlier. 0 from source. */
export const BUILT_MS: number = typeof PUPSENTRY_BUILT_MS === 'number' ? PUPSENTRY_BUILT_MS : 0;

/** The folder of the bundles: this file's own when bundled, `dist/` of the project from source. */
export const DIST: string =
  basename(import.meta.dirname) === 'kit' ? join(import.meta.dirname, '../../dist') : import.meta.dirname;

/** @param name such as "pupsentry-media" */
export function programPath(name: string): string {
  return join(DIST, `${name}.js`);
}
