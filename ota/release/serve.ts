/**
 * The release server: a folder of metadata and images over HTTP(S), with what a device needs of it: single ranges, entity
 * tags, HEAD. Any static web server does the same; this one is for a vendor's bench and for tests.
 */
import { constants, type BigIntStats } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const MAX_CONNECTIONS = 1000;
const HEADERS_LIMIT_MS = 10_000;
/** A connection that moves nothing for so long is closed. */
const IDLE_LIMIT_MS = 60_000;
const MAX_URL_CHARACTERS = 1024;

export interface ReleaseServerOptions {
  folder: string;
  /** 0 chooses a free one. */
  port: number;
  /** Address to listen at, such as "127.0.0.1". */
  host: string;
  /** PEM; plain HTTP without it. */
  tls?: { key: string; cert: string };
}

export interface ReleaseServer {
  /** Such as "http://127.0.0.1:8090"; the files stand below it. */
  url: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Resolves when it listens. @throws the system's error, such as EADDRINUSE */
export async function serveReleases({
  folder,
  port,
  host,
  tls,
}: ReleaseServerOptions): Promise<ReleaseServer> {
  const root = await realpath(folder);
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    void respond(root, request, response).catch(() => response.destroy());
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  server.maxConnections = MAX_CONNECTIONS;
  server.headersTimeout = HEADERS_LIMIT_MS;
  server.keepAliveTimeout = IDLE_LIMIT_MS;
  server.setTimeout(IDLE_LIMIT_MS);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const bound = server.address() as AddressInfo;
  const name = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return { url: `${tls ? 'https' : 'http'}://${name}:${bound.port}`, close };
}

async function respond(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return end(response, 405, { allow: 'GET, HEAD' });
  const path = await pathBelow(root, request.url ?? '');
  const file = path && (await openFile(path));
  if (!file) return end(response, 404);
  try {
    await send(file, path, request, response);
  } finally {
    await file.close();
  }
}

/** @returns where a URL's file is, or null when it is not there or the way to it leads out of the folder */
async function pathBelow(root: string, url: string): Promise<string | null> {
  if (url.length > MAX_URL_CHARACTERS) return null;
  try {
    const path = await realpath(join(root, decodeURIComponent(url.replace(/[?#].*$/s, ''))));
    return path.startsWith(root + sep) ? path : null;
  } catch {
    return null;
  }
}

async function openFile(path: string): Promise<FileHandle | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null);
  if (!file || (await file.stat()).isFile()) return file;
  await file.close();
  return null;
}

async function send(
  file: FileHandle,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const stat = await file.stat({ bigint: true });
  const size = Number(stat.size);
  const etag = entityTag(stat);
  const headers = {
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'no-cache', // kept, but asked for again: an entity tag makes that cheap
    'content-type': extname(path) === '.json' ? 'application/json' : 'application/octet-stream',
  };
  if (request.headers['if-none-match']?.includes(etag)) return end(response, 304, headers);
  const range =
    (request.headers['if-range'] ?? etag) === etag ? readRange(request.headers.range, size) : null;
  if (range === 'unsatisfiable')
    return end(response, 416, { ...headers, 'content-range': `bytes */${size}` });
  const { start, after } = range ?? { start: 0, after: size };
  if (range) response.setHeader('content-range', `bytes ${start}-${after - 1}/${size}`);
  response.writeHead(range ? 206 : 200, { ...headers, 'content-length': after - start });
  if (request.method === 'HEAD' || start === after) return void response.end();
  await pipeline(file.createReadStream({ start, end: after - 1, autoClose: false }), response);
}

/** Strong: it changes with every change of the bytes, as far as the file system tells. */
const entityTag = (stat: BigIntStats) =>
  `"${stat.ino.toString(36)}-${stat.size.toString(36)}-${stat.mtimeNs.toString(36)}"`;

/** One range of bytes (RFC 9110, section 14); anything else is answered with the whole. */
function readRange(
  header: string | undefined,
  size: number,
): { start: number; after: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [first, last] = [match[1]!, match[2]!];
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const after = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return start < after ? { start, after } : 'unsatisfiable';
}

function end(response: ServerResponse, status: number, headers: OutgoingHttpHeaders = {}): void {
  response.writeHead(status, headers).end();
}
