/** The album: what was kept, by whom, and links to it. For owners; guests do not see it. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type, type Static } from '@sinclair/typebox';
import { Readable } from 'node:stream';
import { ALBUM_LIMITS, type Album } from '../../album/album.ts';
import type { KeepPicture } from '../../album/keep-picture.ts';
import { tooLarge } from '../../album/receive-upload.ts';
import type { AlbumItem, AlbumPage, KeepRequest } from '../../api.ts';
import type { Devices } from '../../devices/devices.ts';
import {
  AlbumPageSchema,
  AlbumQuerySchema,
  ChangeRequestSchema,
  DeleteRequestSchema,
  ItemParamsSchema,
  KeepRequestSchema,
  UploadQuerySchema,
} from '../album-schemas.ts';
import { ownerAsks } from '../guard.ts';
import { mustBePage, problem } from '../problem.ts';

/** Private: of people. Not for good: somebody may delete it. */
const CACHE = 'private, max-age=86400';
const KINDS: Record<string, AlbumItem['kind']> = { 'image/jpeg': 'picture', 'video/mp4': 'clip' };

export interface AlbumRoutesOptions {
  album: Album;
  keepPicture: KeepPicture;
  devices: Devices;
}

export async function albumRoutes(app: FastifyInstance, options: AlbumRoutesOptions): Promise<void> {
  const { album, keepPicture, devices } = options;
  const tags = ['album'];
  const idOf = (request: FastifyRequest) => (request.params as Static<typeof ItemParamsSchema>).id;
  const itemSchema = { params: ItemParamsSchema, response: { 200: Type.Ref('AlbumItem') } };

  await app.register(fastifyStatic, { root: album.files.folder, serve: false, cacheControl: false });
  app.addContentTypeParser(Object.keys(KINDS), (_request, payload, done) => done(null, payload));

  app.get(
    '/api/album',
    {
      schema: {
        tags,
        summary: 'What was kept, newest first',
        querystring: AlbumQuerySchema,
        response: { 200: AlbumPageSchema },
      },
    },
    async (request): Promise<AlbumPage> => {
      const query = request.query as Static<typeof AlbumQuerySchema>;
      return mustBePage(await album.page(ownerAsks(request).householdId, query));
    },
  );

  app.post(
    '/api/album',
    {
      config: { longBody: true },
      schema: {
        tags,
        summary: 'Keeps a picture (image/jpeg, 8 MB) or a clip (video/mp4, 64 MB), which is the body',
        querystring: UploadQuerySchema,
        response: { 200: Type.Ref('AlbumItem') },
      },
    },
    async (request, reply): Promise<AlbumItem> => {
      const { householdId, user } = ownerAsks(request);
      const said = request.query as Static<typeof UploadQuerySchema>;
      const body = fileIn(request, reply);
      const kind = KINDS[request.headers['content-type']!.split(';')[0]!]!;
      const maxBytes = kind === 'clip' ? ALBUM_LIMITS.clipBytes : ALBUM_LIMITS.pictureBytes;
      if (Number(request.headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
      const device = await devices.get(householdId, said.device);
      if (!device) throw problem('no-such-device', 'There is no such device.');
      const { source, takenMs, event = null } = said;
      const about = { householdId, source, takenMs, eventId: event, keptBy: user, origin: null };
      return album.upload(kind, body, { ...about, deviceId: device.id, deviceName: device.name }, said);
    },
  );

  app.post(
    '/api/album/keep',
    {
      schema: {
        tags,
        summary: 'Keeps the picture of an event, or one of a device',
        body: KeepRequestSchema,
        response: { 200: Type.Ref('AlbumItem') },
      },
    },
    (request): Promise<AlbumItem> => keepPicture.keep(request.body as KeepRequest, ownerAsks(request)),
  );

  app.post(
    '/api/album/delete',
    {
      schema: {
        tags,
        summary: 'Deletes items for good, and the links to them',
        body: DeleteRequestSchema,
        response: { 200: Type.Object({ deleted: Type.Number() }) },
      },
    },
    async (request) => {
      const { ids } = request.body as Static<typeof DeleteRequestSchema>;
      return { deleted: await album.delete(ownerAsks(request).householdId, ids) };
    },
  );

  app.get(
    '/api/album/:id',
    { schema: { tags, summary: 'One item', ...itemSchema } },
    (request): Promise<AlbumItem> => album.get(ownerAsks(request).householdId, idOf(request)),
  );

  app.patch(
    '/api/album/:id',
    {
      schema: { tags, summary: 'Changes its star or its caption', body: ChangeRequestSchema, ...itemSchema },
    },
    (request): Promise<AlbumItem> => {
      const change = request.body as Static<typeof ChangeRequestSchema>;
      return album.change(ownerAsks(request).householdId, idOf(request), change);
    },
  );

  app.delete(
    '/api/album/:id',
    {
      schema: {
        tags,
        summary: 'Deletes an item for good, and the links to it',
        params: ItemParamsSchema,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await album.delete(ownerAsks(request).householdId, [idOf(request)]);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/album/:id/file',
    {
      schema: {
        tags,
        summary: 'The picture or clip, by ranges too',
        params: ItemParamsSchema,
        produces: ['image/jpeg', 'video/mp4'],
      },
    },
    async (request, reply) => {
      const { householdId } = ownerAsks(request);
      const { id, kind } = await album.get(householdId, idOf(request));
      const path = album.files.pathOf({ householdId, id, kind }, 'file');
      return reply.header('cache-control', CACHE).sendFile(path);
    },
  );

  app.get(
    '/api/album/:id/thumbnail',
    {
      schema: { tags, summary: 'Its small picture', params: ItemParamsSchema, produces: ['image/jpeg'] },
    },
    async (request, reply) => {
      const { householdId } = ownerAsks(request);
      const { id, kind, thumbnail } = await album.get(householdId, idOf(request));
      if (!thumbnail) throw problem('no-thumbnail', 'It has no small picture.');
      const path = album.files.pathOf({ householdId, id, kind }, 'thumbnail');
      return reply.header('cache-control', CACHE).sendFile(path);
    },
  );

  app.put(
    '/api/album/:id/thumbnail',
    {
      config: { longBody: true },
      schema: { tags, summary: 'A frame of a clip (image/jpeg) as its small picture, once', ...itemSchema },
    },
    (request, reply): Promise<AlbumItem> =>
      album.setThumbnail(ownerAsks(request).householdId, idOf(request), fileIn(request, reply)),
  );
}

/** The body as it arrives. What is refused before its end is not waited for. */
function fileIn(request: FastifyRequest, reply: FastifyReply): Readable {
  if (!(request.body instanceof Readable)) throw problem('bad-media', 'Send image/jpeg or video/mp4.');
  if (request.headers['content-length'] === undefined) reply.header('connection', 'close');
  return request.body;
}
