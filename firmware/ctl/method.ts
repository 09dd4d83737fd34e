/** One thing the control socket can be asked for. */
import type { Static, TObject } from '@sinclair/typebox';
import { PupsentryError } from '#kit/errors.ts';
import { complaints } from '#kit/check.ts';

export type Method =
  | { kind: 'call'; run(params: unknown): Promise<unknown> }
  /** Gives items until the returned function is called. */
  | { kind: 'follow'; run(params: unknown, emit: (item: unknown) => void): () => void };

export type MethodTable = Readonly<Record<string, Method>>;

/** A method that answers once. Its parameters have been checked when `run` sees them. */
export function call<S extends TObject>(
  schema: S,
  run: (params: Static<S>) => Promise<unknown> | unknown,
): Method {
  return { kind: 'call', run: async (params) => run(checked(schema, params)) };
}

/** A method that gives items until its caller has had enough. */
export function follow<S extends TObject>(
  schema: S,
  run: (params: Static<S>, emit: (item: unknown) => void) => () => void,
): Method {
  return { kind: 'follow', run: (params, emit) => run(checked(schema, params), emit) };
}

function checked<S extends TObject>(schema: S, params: unknown): Static<S> {
  const value = params ?? {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new PupsentryError('bad-params', 'Wrong parameters: "params" has to be an object.');
  const found = complaints(schema, value);
  if (found.length > 0)
    throw new PupsentryError(
      'bad-params',
      `Wrong parameters: ${found.map((c) => `${c.path} ${c.reason}`).join('; ')}.`,
    );
  return value as Static<S>;
}
