/** A release as targets metadata lists it: a path, and what stands in `custom`. */
import { Type } from '@sinclair/typebox';
import { complaints } from '#kit/check.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Release } from './release.ts';
import { isVersion, MAX_VERSION_LENGTH } from './version.ts';

/** No image is larger: 16 GiB of blocks of 4096 bytes. */
const MAX_BLOCKS = 4 * 1024 * 1024;
const MAX_COUNTER = 2 ** 31 - 1;

/** Fields that are not named here are for later engines, which `minAgent` asks for: they are not looked at. */
const CustomSchema = Type.Object({
  hardware: Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' }), {
    minItems: 1,
    maxItems: 32,
  }),
  version: Type.String({
    maxLength: MAX_VERSION_LENGTH,
    complain: (text) => (isVersion(text) ? null : `${JSON.stringify(text)} is not a semantic version`),
  }),
  securityVersion: Type.Integer({ minimum: 0, maximum: MAX_COUNTER }),
  minAgent: Type.Integer({ minimum: 1, maximum: MAX_COUNTER }),
  image: Type.Object({
    rootHash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    salt: Type.String({ pattern: '^([0-9a-f]{2}){0,32}$' }),
    dataBlocks: Type.Integer({ minimum: 1, maximum: MAX_BLOCKS }),
    bootBlocks: Type.Integer({ minimum: 0, maximum: MAX_BLOCKS }),
  }),
});

/** Segments of letters, digits, dots, dashes; never "..", never at the root. */
const PATH = /^(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)*$/;
const MAX_PATH_LENGTH = 200;

/**
 * @param custom as it was signed; not a byte of it is trusted to have the right form
 * @throws PupsentryError "release-invalid" with every mistake
 */
export function releaseOf(path: string, custom: unknown): Release {
  const found = complaints(CustomSchema, custom);
  if (path.length > MAX_PATH_LENGTH || !PATH.test(path))
    found.push({ path: 'path', reason: 'is not a plain path' });
  if (found.length > 0) {
    const list = found.map((one) => `${one.path} ${one.reason}`).join('; ');
    throw new PupsentryError(
      'release-invalid',
      `Release ${JSON.stringify(path.slice(0, 80))} is malformed: ${list}.`,
    );
  }
  const { hardware, version, securityVersion, minAgent, image } = custom as Omit<Release, 'path'>;
  const { rootHash, salt, dataBlocks, bootBlocks } = image;
  if (bootBlocks >= dataBlocks)
    throw new PupsentryError(
      'release-invalid',
      `Release "${path}" is malformed: more boot blocks than blocks.`,
    );
  return {
    path,
    version,
    securityVersion,
    hardware,
    minAgent,
    image: { rootHash, salt, dataBlocks, bootBlocks },
  };
}

/** What `releaseOf` reads. @throws PupsentryError "release-invalid" */
export function customOf(release: Release): Record<string, unknown> {
  const { path, ...custom } = release;
  releaseOf(path, custom);
  return custom;
}
