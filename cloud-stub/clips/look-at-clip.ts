/**
 * What this stub can see of a clip: for whoever wants to know what it could give away. It shows that nothing that lies
 * here opens the clip; that nobody keeps a key elsewhere, no program can show.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { LookArguments } from '../arguments.ts';
import { Database, type Db } from '../database/database.ts';
import { parseHeader } from '#protocol/sealed/header.ts';
import { unwrapSecret } from '#protocol/sealed/hpke.ts';
import { wrapContext } from '#protocol/sealed/seal.ts';
import { PupsentryError } from '#kit/errors.ts';
import { SystemClock } from '#kit/clock.ts';
import { ClipShelf } from './clip-shelf.ts';
import { DiskClipStore } from './disk-clip-store.ts';
import { S3ClipStore } from './s3-clip-store.ts';

/** What would stand in a clip or picture that is not sealed: box types of MP4, marks of JPEG, names of codecs. */
const MARKS = ['ftyp', 'moov', 'moof', 'mdat', 'avc1', 'hvc1', 'Opus', 'JFIF', 'Exif', 'Lavc', 'x264'];
/** Files of the data folder that are looked at for keys. */
const MAX_FILES = 1000;
const MAX_FILE_BYTES = 64 * 1024;

/** @returns lines of text for people. @throws PupsentryError "no-such-clip" */
export async function lookAtClip({ data, clipId, clipsS3 }: LookArguments): Promise<string[]> {
  const database = new Database({ folder: data });
  await database.start();
  try {
    const store = clipsS3 ? new S3ClipStore(clipsS3) : new DiskClipStore({ folder: join(data, 'clips') });
    const db = () => database.db;
    return await look({ db, shelf: new ClipShelf({ db, store, clock: new SystemClock() }), data, clipId });
  } finally {
    await database.stop();
  }
}

async function look(options: {
  db: () => Db;
  shelf: ClipShelf;
  data: string;
  /** Absent: the newest clip of all. */
  clipId: string | undefined;
}): Promise<string[]> {
  const { db, shelf, data, clipId } = options;
  let rows = db().selectFrom('clips').selectAll().where('state', '=', 'complete');
  if (clipId) rows = rows.where('id', '=', clipId);
  const row = await rows.orderBy('created_ms', 'desc').limit(1).executeTakeFirst();
  if (!row) throw new PupsentryError('no-such-clip', 'There is no such clip, or it is not complete.');
  const parts: Buffer[] = [];
  for await (const part of shelf.read(row, 0, Number(row.bytes))) parts.push(part);
  const bytes = Buffer.concat(parts);
  const { header, raw } = parseHeader(bytes);
  const sealed = bytes.subarray(raw.length);
  const marks = MARKS.filter((mark) => sealed.includes(mark)).map(
    (mark) => `${mark} (${count(sealed, mark)})`,
  );
  const keys = await privateKeys(data);
  let opens = 0;
  for (const key of keys)
    for (const wrapped of header.keys)
      if (await unwrapSecret(key, wrapped, wrapContext(header.clipId, header.deviceId, wrapped.keyId)))
        opens++;
  return [
    `Clip ${header.clipId}`,
    'What anybody here can read:',
    `  device ${header.deviceId}, event ${header.eventId}, ${new Date(header.createdMs).toISOString()}`,
    `  ${bytes.length} bytes, sealed for ${header.keys.length} keys: ${header.keys.map(({ keyId }) => keyId).join(', ')}`,
    'What was looked for behind it:',
    `  marks of film and pictures: ${marks.join(', ') || 'none'}` +
      (marks.length ? ', by chance if few' : ''),
    `  compressed, it is ${((100 * gzipSync(sealed).length) / sealed.length).toFixed(1)} % of its size (noise: 100 %)`,
    `  private keys of P-256 found in ${data}: ${keys.length}; of these open the clip: ${opens}`,
    'Nothing that lies here opens it. That nobody keeps a key elsewhere, no program can show: keys are made in the',
    'browsers of the household, and the cameras take a list of keys only when a key they trust has signed it.',
  ].slice(0, opens > 0 ? -2 : undefined);
}

function count(bytes: Buffer, mark: string): number {
  let found = 0;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) found++;
  return found;
}

/** Every private key of P-256 in PEM, in the folder and those below. */
async function privateKeys(folder: string): Promise<CryptoKeyPair[]> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((e) => e.isFile());
  const keys: CryptoKeyPair[] = [];
  for (const entry of entries.filter(({ name }) => /key|\.pem$/.test(name)).slice(0, MAX_FILES)) {
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8').catch(() => '');
    if (text.length > MAX_FILE_BYTES) continue;
    for (const [pem] of text.matchAll(
      /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*PRIVATE KEY-----/g,
    )) {
      const pair = await p256(pem);
      if (pair) keys.push(pair);
    }
  }
  return keys;
}

async function p256(pem: string): Promise<CryptoKeyPair | null> {
  try {
    const secret = createPrivateKey(pem);
    const { subtle } = globalThis.crypto;
    const curve = { name: 'ECDH', namedCurve: 'P-256' };
    const [privateKey, publicKey] = await Promise.all([
      subtle.importKey('jwk', secret.export({ format: 'jwk' }) as JsonWebKey, curve, false, ['deriveBits']),
      subtle.importKey(
        'jwk',
        createPublicKey(secret).export({ format: 'jwk' }) as JsonWebKey,
        curve,
        true,
        [],
      ),
    ]);
    return { privateKey, publicKey };
  } catch {
    return null; // of another kind
  }
}
