/**
 * The door for devices: sealed clips come in by HTTPS, piece by piece (docs/sealed-clips.md). No cookie, no session:
 * a pass that the device got by MQTT.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from '@sinclair/typebox';
import { MAX_HEAD_BYTES, SEAL_LIMITS, TAG_BYTES } from '#protocol/sealed/header.ts';
import type { ClipProgress, ClipShelf } from '../../clips/clip-shelf.ts';
import type { UploadPasses } from '../../clips/upload-passes.ts';
import type { UploadPolicy } from '../../clips/upload-policy.ts';
import type { Devices } from '../../devices/devices.ts';
import { problem } from '../problem.ts';
import { ClipParamsSchema } from '../schemas.ts';

export interface DeviceClipRoutesOptions {
  shelf: ClipShelf;
  passes: UploadPasses;
  policy: UploadPolicy;
  devices: Devices;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose pass was shown, at the door for devices. */
    deviceId?: string;
  }
}

const SegmentParams = Type.Object({
  id: ClipParamsSchema.properties.id,
  n: Type.String({ pattern: '^\\d{1,9}$' }),
});
const BeginQuery = Type.Object({ bytes: Type.Integer({ minimum: 1 }) });

export function deviceClipRoutes(app: FastifyInstance, options: DeviceClipRoutesOptions): void {
  const { shelf, passes, policy, devices } = options;

  void app.register((door, _options, done) => {
    door.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, parsed) =>
      parsed(null, body),
    );
    // Before the body is read: nobody without a pass makes us read anything.
    door.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const token = /^Bearer (\S{1,512})$/.exec(request.headers.authorization ?? '')?.[1];
      const deviceId = token ? await passes.check(token) : null;
      if (!deviceId) throw problem('bad-pass', 'This pass is not good, or not any more.');
      const refusal = await policy.refusal(deviceId);
      if (refusal) throw problem(refusal.code === 'lapsed' ? 'lapsed' : 'store-full', refusal.message);
      request.deviceId = deviceId;
    });

    door.put(
      '/device/clips/:id',
      {
        bodyLimit: MAX_HEAD_BYTES,
        schema: { hide: true, params: ClipParamsSchema, querystring: BeginQuery },
      },
      async (request): Promise<ClipProgress> => {
        const { id } = request.params as Static<typeof ClipParamsSchema>;
        const { bytes } = request.query as Static<typeof BeginQuery>;
        const deviceId = request.deviceId!;
        const householdId = await devices.ensure({ id: deviceId });
        if (!householdId) throw problem('bad-pass', 'There are too many devices here.');
        return shelf.begin({ id: deviceId, householdId }, id, bodyOf(request), bytes);
      },
    );

    door.put(
      '/device/clips/:id/segments/:n',
      { bodyLimit: SEAL_LIMITS.segment.most + TAG_BYTES, schema: { hide: true, params: SegmentParams } },
      async (request): Promise<ClipProgress> => {
        const { id, n } = request.params as Static<typeof SegmentParams>;
        return shelf.put(request.deviceId!, id, Number(n), bodyOf(request));
      },
    );
    done();
  });
}

/** The body as it was sent: checked against Content-Digest (RFC 9530). */
function bodyOf(request: FastifyRequest): Buffer {
  const body = request.body;
  const said = /^sha-256=:([A-Za-z0-9+/]{43}=):$/.exec(String(request.headers['content-digest']))?.[1];
  if (!Buffer.isBuffer(body) || !said)
    throw problem('invalid', 'The body must be application/octet-stream with a Content-Digest of SHA-256.');
  if (createHash('sha256').update(body).digest('base64') !== said)
    throw problem('digest-mismatch', 'The body is not what its Content-Digest says.');
  return body;
}
