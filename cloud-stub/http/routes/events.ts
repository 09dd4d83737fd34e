/** Events, newest first, and the stream that tells of new ones. */
import type { FastifyInstance } from 'fastify';
import { Type, type Static } from '@sinclair/typebox';
import type { EventPage } from '../../api.ts';
import type { Events } from '../../events/events.ts';
import type { Snapshots } from '../../events/snapshots.ts';
import { whoAsks } from '../guard.ts';
import { mustBePage, problem } from '../problem.ts';
import { EventPageSchema, EventParamsSchema, EventQuerySchema, SeenRequestSchema } from '../schemas.ts';
import type { Streams } from '../streams.ts';

export interface EventRoutesOptions {
  events: Events;
  snapshots: Snapshots;
  streams: Streams;
}

export function eventRoutes(app: FastifyInstance, options: EventRoutesOptions): void {
  const { events, snapshots, streams } = options;
  const tags = ['events'];

  app.get(
    '/api/events',
    {
      schema: {
        tags,
        summary: 'Events, newest first',
        querystring: EventQuerySchema,
        response: { 200: EventPageSchema },
      },
    },
    async (request): Promise<EventPage> => {
      const query = request.query as Static<typeof EventQuerySchema>;
      return mustBePage(await events.page(whoAsks(request).householdId, query));
    },
  );

  app.post(
    '/api/events/seen',
    {
      schema: {
        tags,
        summary: 'Marks events as seen',
        body: SeenRequestSchema,
        response: { 200: Type.Object({ unseen: Type.Number() }) },
      },
    },
    async (request) => {
      const { ids } = request.body as Static<typeof SeenRequestSchema>;
      return { unseen: await events.markSeen(whoAsks(request).householdId, ids) };
    },
  );

  app.get(
    '/api/events/:id/snapshot',
    {
      schema: {
        tags,
        summary: 'The picture of an event',
        params: EventParamsSchema,
        produces: ['image/jpeg'],
      },
    },
    async (request, reply) => {
      const { id } = request.params as Static<typeof EventParamsSchema>;
      const event = await events.get(whoAsks(request).householdId, id);
      if (!event) throw problem('no-such-event', 'There is no such event.');
      const jpeg = event.snapshot ? await snapshots.read(event.deviceId, event.id) : null;
      if (!jpeg) throw problem('no-picture', 'There is no picture of this event.');
      // Private: of people. Not for good: it is deleted when its time is over.
      return reply.type('image/jpeg').header('cache-control', 'private, max-age=86400').send(jpeg);
    },
  );

  app.get(
    '/api/stream',
    {
      schema: {
        tags,
        summary: 'Server-sent events: device, telemetry, event, signal',
        produces: ['text/event-stream'],
      },
    },
    (request, reply) => {
      const headers = Object.fromEntries(
        Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]),
      );
      if (!streams.open(whoAsks(request), reply.raw, headers))
        throw problem('too-many', 'Too many windows are open already.');
      reply.hijack();
    },
  );
}
