import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { serveReleases, type ReleaseServer } from './serve.ts';

const test = suite<{ folder: string; server: ReleaseServer }>('release server');
const image = Buffer.from(Array.from({ length: 10_000 }, (_, i) => i % 251));

test.before(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-releases-'));
  const releases = join(context.folder, 'releases');
  mkdirSync(join(releases, 'images'), { recursive: true });
  writeFileSync(join(releases, 'images/a b.img'), image);
  writeFileSync(join(releases, 'timestamp.json'), '{}');
  writeFileSync(join(releases, 'empty'), '');
  writeFileSync(join(context.folder, 'secret'), 'secret');
  symlinkSync('../secret', join(releases, 'link'));
  context.server = await serveReleases({ folder: releases, port: 0, host: '127.0.0.1' });
});
test.after(async ({ server, folder }) => {
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** @param path goes out as it is, dots and all */
function ask(server: ReleaseServer, path: string, headers = {}, method = 'GET'): Promise<Answer> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

const IMAGE = '/images/a%20b.img';

test('files are there, with type, size and entity tag', async ({ server }) => {
  const whole = await ask(server, IMAGE);
  assert.is(whole.status, 200);
  assert.ok(whole.body.equals(image));
  assert.is(whole.headers['content-length'], '10000');
  assert.is(whole.headers['content-type'], 'application/octet-stream');
  assert.match(whole.headers.etag!, /^"[^"]+"$/);
  const head = await ask(server, IMAGE, {}, 'HEAD');
  assert.equal([head.status, head.body.length, head.headers['content-length']], [200, 0, '10000']);
  const metadata = await ask(server, '/timestamp.json?x=1');
  assert.equal([metadata.body.toString(), metadata.headers['content-type']], ['{}', 'application/json']);
  assert.equal([(await ask(server, '/empty')).status, (await ask(server, '/empty')).body.length], [200, 0]);
});

test('parts of a file are there', async ({ server }) => {
  const part = async (range: string, more = {}) => {
    const { status, headers, body } = await ask(server, IMAGE, { range, ...more });
    return { status, range: headers['content-range'], body };
  };
  const middle = await part('bytes=100-299');
  assert.equal([middle.status, middle.range], [206, 'bytes 100-299/10000']);
  assert.ok(middle.body.equals(image.subarray(100, 300)));
  assert.is((await part('bytes=9990-')).range, 'bytes 9990-9999/10000');
  assert.is((await part('bytes=-1')).range, 'bytes 9999-9999/10000');
  assert.is((await part('bytes=9999-99999')).range, 'bytes 9999-9999/10000');
  const beyond = await part('bytes=10000-');
  assert.equal([beyond.status, beyond.range], [416, 'bytes */10000']);
  for (const other of ['bytes=0-1,3-4', 'lines=1-2', 'bytes=-', 'bytes=5-2x'])
    assert.is((await part(other)).status, 200, other);
});

test('what did not change is not sent again; a part of what did change is not sent', async ({
  server,
  folder,
}) => {
  const { etag } = (await ask(server, IMAGE)).headers;
  assert.equal(
    await ask(server, IMAGE, { 'if-none-match': etag }).then(({ status, body }) => [status, body.length]),
    [304, 0],
  );
  const asked = { range: 'bytes=0-9', 'if-range': etag };
  assert.is((await ask(server, IMAGE, asked)).status, 206);
  writeFileSync(join(folder, 'releases/images/a b.img'), Buffer.concat([image, image]));
  const changed = await ask(server, IMAGE, asked);
  assert.equal([changed.status, changed.body.length], [200, 20_000]);
  writeFileSync(join(folder, 'releases/images/a b.img'), image);
});

test('nothing else is there', async ({ server }) => {
  const paths = [
    '/',
    '/images',
    '/images/',
    '/missing',
    '/../secret',
    '/images/../../secret',
    '/%2e%2e/secret',
    '/..%2fsecret',
  ];
  for (const path of [
    ...paths,
    '/link',
    '/%00',
    '/%',
    `/${'x'.repeat(2000)}`,
    '/images/a%20b.img/',
    '//secret',
  ])
    assert.is((await ask(server, path)).status, 404, path);
  assert.is((await ask(server, IMAGE, {}, 'POST')).status, 405);
});

test.run();
