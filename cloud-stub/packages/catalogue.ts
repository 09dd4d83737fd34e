/** The packages of cloud recording on offer, as data; an operator may have another list in a file. */
import { readFileSync } from 'node:fs';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { PupsentryError, asError } from '#kit/errors.ts';
import type { Package } from '../api.ts';

/** What is offered when nobody says otherwise. A price is for one device and one period. */
export const PACKAGES: readonly Package[] = [
  { id: 'trial', name: 'To try', daysKept: 3, priceMinor: 0, currency: 'EUR', periodDays: 14 },
  { id: 'week', name: 'A week', daysKept: 7, priceMinor: 299, currency: 'EUR', periodDays: 30 },
  { id: 'month', name: 'A month', daysKept: 30, priceMinor: 599, currency: 'EUR', periodDays: 30 },
];

const FileSchema = Type.Array(
  Type.Object(
    {
      id: Type.String({ pattern: '^[a-z0-9-]{1,20}$' }),
      name: Type.String({ minLength: 1, maxLength: 40 }),
      daysKept: Type.Integer({ minimum: 1, maximum: 365 }),
      priceMinor: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
      currency: Type.String({ pattern: '^[A-Z]{3}$' }),
      periodDays: Type.Integer({ minimum: 1, maximum: 366 }),
    },
    { additionalProperties: false },
  ),
  { minItems: 1, maxItems: 20 },
);

/**
 * @param file JSON: an array of packages as above. A package at no cost can be had once for each device.
 * @throws PupsentryError "bad-packages" with every place that is wrong
 */
export function readCatalogue(file: string): Package[] {
  const bad = (what: string, cause?: unknown) =>
    new PupsentryError('bad-packages', `${file} is no list of packages: ${what}`, 'See docs/cloud-stub.md.', {
      cause,
    });
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw bad(asError(cause).message, cause);
  }
  const errors = [...Value.Errors(FileSchema, data)].slice(0, 20);
  if (errors.length > 0)
    throw bad(errors.map(({ path, message }) => `${path || '/'}: ${message.toLowerCase()}`).join('; ') + '.');
  const packages = data as Package[];
  if (new Set(packages.map(({ id }) => id)).size < packages.length) throw bad('two have the same id.');
  if (new Set(packages.map(({ currency }) => currency)).size > 1)
    throw bad('there is more than one currency.');
  return packages;
}
