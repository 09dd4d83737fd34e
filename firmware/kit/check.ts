/** JSON text against a schema, with every complaint at once. */
import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { PupsentryError } from './errors.ts';

declare module '@sinclair/typebox' {
  interface SchemaOptions {
    /** What a schema of text cannot say. @returns what is wrong, without a full stop, or null */
    complain?: (text: string) => string | null;
  }
}

/** One complaint: `video.bitrateKbps: 90000 is more than 8000`. */
export interface Complaint {
  path: string;
  reason: string;
}

/**
 * @param at path of the value in its document, when it is a part of one
 * @returns every way in which a value fails its schema; empty when it is sound
 */
export function complaints(schema: TSchema, value: unknown, at = ''): Complaint[] {
  const seen = new Set<string>();
  const ofSchema = [...Value.Errors(schema, value)].flatMap(
    ({ path, message, value: found, schema: part }) => {
      const place = [at, path.slice(1).replaceAll('/', '.')].filter(Boolean).join('.');
      const name = place || '(whole file)';
      if (seen.has(name)) return []; // one reason per path: the first is the most specific
      seen.add(name);
      if (found === undefined) return [{ path: name, reason: 'is missing' }];
      const kinds = kindsOf(part);
      if (kinds && isObject(found)) return complaintsOfKind(kinds, found, place);
      return [{ path: name, reason: `${shown(found)}: ${wanted(part) ?? lower(message)}` }];
    },
  );
  return [...ofSchema, ...ownComplaints(schema, value, at).filter(({ path }) => !seen.has(path))];
}

/** Of schemas with a `complain` of their own, in objects within objects. */
function ownComplaints(schema: TSchema, value: unknown, at: string): Complaint[] {
  if (typeof value === 'string') {
    const reason = schema.complain?.(value) ?? null;
    return reason === null ? [] : [{ path: at || '(whole file)', reason }];
  }
  const properties = schema.properties as Record<string, TSchema> | undefined;
  if (!properties || !isObject(value)) return [];
  return Object.entries(properties).flatMap(([key, part]) =>
    ownComplaints(part, value[key], [at, key].filter(Boolean).join('.')),
  );
}

const lower = (message: string) => message.charAt(0).toLowerCase() + message.slice(1);

const shown = (value: unknown) => JSON.stringify(value).slice(0, 60);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The branches of a choice between objects that a field "kind" tells apart, by kind. */
function kindsOf(part: TSchema): Map<unknown, TSchema> | null {
  const branches = part.anyOf as { properties?: { kind?: { const?: unknown } } }[] | undefined;
  if (!branches?.every((branch) => branch.properties?.kind?.const !== undefined)) return null;
  return new Map(branches.map((branch) => [branch.properties!.kind!.const, branch as TSchema]));
}

/** What is wrong with a value of the kind that it says it is. */
function complaintsOfKind(
  kinds: Map<unknown, TSchema>,
  found: Record<string, unknown>,
  place: string,
): Complaint[] {
  const branch = kinds.get(found.kind);
  if (branch) return complaints(branch, found, place);
  const path = [place, 'kind'].filter(Boolean).join('.');
  if (found.kind === undefined)
    return [{ path, reason: `is missing: one of ${[...kinds.keys()].join(', ')}` }];
  return [{ path, reason: `${shown(found.kind)}: expected one of ${[...kinds.keys()].join(', ')}` }];
}

/** A choice between fixed values or types, which the library calls "union value". */
function wanted(schema: TSchema): string | null {
  const options = schema.anyOf as TSchema[] | undefined;
  if (!options) return null;
  const values = options.map((option) => option.const as unknown);
  if (values.every((value) => value !== undefined)) return `expected one of ${values.join(', ')}`;
  return `expected ${[...new Set(options.map((option) => option.type as string))].join(' or ')}`;
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
