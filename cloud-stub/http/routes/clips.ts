/** Sealed clips and household keys, for browsers. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { Type, type Static } from '@sinclair/typebox';
import type { ClipPage, HouseholdKeyList } from '../../api.ts';
import type { ClipShelf } from '../../clips/clip-shelf.ts';
import type { HouseholdKeys } from '../../clips/household-keys.ts';
import type { RecordingOrders } from '../../clips/recording-orders.ts';
import type { Devices } from '../../devices/devices.ts';
import { whoAsks } from '../guard.ts';
import { mustBePage, problem } from '../problem.ts';
import {
  ClipPageSchema,
  ClipParamsSchema,
  ClipQuerySchema,
  DeviceParamsSchema,
  HouseholdKeyListSchema,
  SignedKeyListSchema,
} from '../schemas.ts';

export interface ClipRoutesOptions {
  shelf: ClipShelf;
  keys: HouseholdKeys;
  recordingOrders: Pick<RecordingOrders, 'tellAll' | 'answerOf'>;
  devices: Devices;
}

export function clipRoutes(app: FastifyInstance, options: ClipRoutesOptions): void {
  const { shelf, keys, recordingOrders, devices } = options;
  const tags = ['clips'];

  app.get(
    '/api/devices/:id/clips',
    {
      schema: {
        tags,
        summary: 'Sealed clips of a device, newest first',
        params: DeviceParamsSchema,
        querystring: ClipQuerySchema,
        response: { 200: ClipPageSchema },
      },
    },
    async (request): Promise<ClipPage> => {
      const { id } = request.params as Static<typeof DeviceParamsSchema>;
      const { householdId } = whoAsks(request);
      if (!(await devices.get(householdId, id))) throw problem('no-such-device', 'There is no such device.');
      return mustBePage(await shelf.page(householdId, id, request.query as Static<typeof ClipQuerySchema>));
    },
  );

  app.get(
    '/api/clips/:id',
    {
      schema: {
        tags,
        summary: 'The sealed bytes of a clip; a range of them with Range',
        params: ClipParamsSchema,
        produces: ['application/octet-stream'],
      },
    },
    async (request, reply) => {
      const { id } = request.params as Static<typeof ClipParamsSchema>;
      const clip = await shelf.get(whoAsks(request).householdId, id);
      if (!clip) throw problem('no-such-clip', 'There is no such clip.');
      const size = shelf.readableBytes(clip);
      const range = readRange(request.headers.range, size);
      if (range === 'unsatisfiable') {
        void reply.header('content-range', `bytes */${size}`);
        throw problem('no-such-range', 'The clip has no such bytes.');
      }
      const { start, end } = range ?? { start: 0, end: size };
      if (range) void reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${size}`);
      return reply
        .type('application/octet-stream')
        .headers({
          'accept-ranges': 'bytes',
          'content-length': end - start,
          'cache-control': 'private, no-store',
        })
        .send(Readable.from(shelf.read(clip, start, end)));
    },
  );

  app.delete(
    '/api/clips/:id',
    {
      schema: {
        tags,
        summary: 'Deletes a clip for good',
        params: ClipParamsSchema,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params as Static<typeof ClipParamsSchema>;
      const { householdId, role } = whoAsks(request);
      if (role !== 'owner') throw problem('owner-only', 'Only the owner deletes clips.');
      if (!(await shelf.delete(householdId, id))) throw problem('no-such-clip', 'There is no such clip.');
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/keys',
    {
      schema: {
        tags,
        summary: 'The public keys clips are sealed for',
        response: { 200: HouseholdKeyListSchema },
      },
    },
    async (request): Promise<HouseholdKeyList> => {
      const { householdId } = whoAsks(request);
      return { household: householdId, list: await keys.list(householdId) };
    },
  );

  app.put(
    '/api/keys',
    {
      schema: {
        tags,
        summary: 'Replaces the list of keys by a newer one, signed by a key of the one before',
        body: SignedKeyListSchema,
        response: { 200: Type.Object({ revision: Type.Number() }) },
      },
    },
    async (request) => {
      const { householdId, role } = whoAsks(request);
      if (role !== 'owner') throw problem('owner-only', 'Only the owner changes the keys.');
      const revision = await keys.replace(householdId, request.body as Static<typeof SignedKeyListSchema>);
      void recordingOrders.tellAll();
      return { revision };
    },
  );
}

/** One range of bytes (RFC 9110, section 14); anything else is answered with the whole. */
function readRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [first, last] = [match[1]!, match[2]!];
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : 'unsatisfiable';
}
