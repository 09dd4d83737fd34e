/** JSON text against a schema, with every complaint at once. */
import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { PupsentryError } from './errors.ts';

/** One complaint: `video.bitrateKbps: 90000 is more than 8000`. */
export interface Complaint {
  path: string;
  reason: string;
}

/** @returns every way in which a value fails its schema; empty when it is sound */
export function complaints(schema: TSchema, value: unknown): Complaint[] {
  const seen = new Set<string>();
  return [...Value.Errors(schema, value)].flatMap(({ path, message, value: found, schema: part }) => {
    const name = path.slice(1).replaceAll('/', '.') || '(whole file)';
    if (seen.has(name)) return []; // one reason per path: the first is the most specific
    seen.add(name);
    if (found === undefined) return [{ path: name, reason: 'is missing' }];
    const shown = JSON.stringify(found).slice(0, 60);
    return [{ path: name, reason: `${shown}: ${wanted(part) ?? message.toLowerCase()}` }];
  });
}

/** A choice between fixed values, which the library calls "union value". */
function wanted(schema: TSchema): string | null {
  const options = (schema.anyOf as TSchema[] | undefined)?.map((option) => option.const as unknown);
  return options?.every((option) => option !== undefined) ? `expected one of ${options.join(', ')}` : null;
}

/**
 * Parses and checks, filling in defaults.
 * @throws PupsentryError `${code}-syntax` or `${code}-invalid`
 */
export function check<S extends TSchema>(
  schema: S,
  text: string,
  from: { file: string; code: string },
): Static<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PupsentryError(
      `${from.code}-syntax`,
      `${from.file} is not JSON: ${(cause as Error).message}.`,
      '',
      { cause },
    );
  }
  const filled = Value.Default(schema, value);
  const found = complaints(schema, filled);
  if (found.length > 0) {
    const list = found.map((c) => `\n  ${c.path}: ${c.reason}`).join('');
    throw new PupsentryError(
      `${from.code}-invalid`,
      `${from.file} has ${found.length === 1 ? 'a mistake' : `${found.length} mistakes`}:${list}`,
    );
  }
  return filled as Static<S>;
}
