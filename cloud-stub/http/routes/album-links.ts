/** Links to items of the album: made, listed, taken back. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from '@sinclair/typebox';
import { DEFAULT_LINK_DAYS, type ShareLinks } from '../../album/share-links.ts';
import { AlbumLinkSchema, ItemParamsSchema, LinkParamsSchema, LinkRequestSchema } from '../album-schemas.ts';
import { ownerAsks } from '../guard.ts';

export function albumLinkRoutes(app: FastifyInstance, { shareLinks }: { shareLinks: ShareLinks }): void {
  const tags = ['album'];
  const paramsOf = (request: FastifyRequest) => request.params as Static<typeof LinkParamsSchema>;

  app.get(
    '/api/album/:id/links',
    {
      schema: {
        tags,
        summary: 'The links that lead to it now',
        params: ItemParamsSchema,
        response: { 200: Type.Object({ links: Type.Array(AlbumLinkSchema) }) },
      },
    },
    async (request) => ({
      links: await shareLinks.list(ownerAsks(request).householdId, paramsOf(request).id),
    }),
  );

  app.post(
    '/api/album/:id/links',
    {
      schema: {
        tags,
        summary: 'Makes a link that shows this one item without signing in; told once',
        params: ItemParamsSchema,
        body: LinkRequestSchema,
        response: {
          200: Type.Object({
            link: AlbumLinkSchema,
            path: Type.String({ description: 'Below our address.' }),
          }),
        },
      },
    },
    async (request) => {
      const { householdId, user } = ownerAsks(request);
      const { days = DEFAULT_LINK_DAYS } = request.body as Static<typeof LinkRequestSchema>;
      const made = await shareLinks.make(householdId, paramsOf(request).id, { days, by: user });
      return { link: made.link, path: `/s/${made.token}` };
    },
  );

  app.delete(
    '/api/album/:id/links/:link',
    {
      schema: {
        tags,
        summary: 'Takes a link back at once',
        params: LinkParamsSchema,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id, link } = paramsOf(request);
      await shareLinks.revoke(ownerAsks(request).householdId, id, link);
      return reply.code(204).send();
    },
  );
}
