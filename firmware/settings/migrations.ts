/** Settings files of earlier releases. */

type Values = Record<string, unknown>;

/** Raised when a key is renamed or changes meaning. */
export const SETTINGS_FILE_VERSION = 1;

/** MIGRATIONS[v] makes the values of a file of version v those of version v + 1. */
export const MIGRATIONS: Readonly<Record<number, (values: Values) => Values>> = {};

/** @returns the values as the present version has them */
export function migrate(
  values: Values,
  fromVersion: number,
  steps: { to: number; migrations: typeof MIGRATIONS } = {
    to: SETTINGS_FILE_VERSION,
    migrations: MIGRATIONS,
  },
): Values {
  let result = values;
  for (let version = fromVersion; version < steps.to; version++) {
    const step = steps.migrations[version];
    if (step) result = step(result);
  }
  return result;
}
