/** For those who run the stub: health and the API's description. */
import type { FastifyInstance } from 'fastify';
import type { Health } from '../../api.ts';
import { HealthSchema } from '../schemas.ts';

export function serviceRoutes(app: FastifyInstance, options: { health: () => Promise<Health> }): void {
  app.get(
    '/healthz',
    {
      schema: {
        tags: ['service'],
        summary: 'Whether everything works; 503 when something does not',
        security: [],
        response: { 200: HealthSchema, 503: HealthSchema },
      },
    },
    async (_request, reply) => {
      const health = await options.health();
      return reply
        .code(health.ok ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(health);
    },
  );

  app.get(
    '/openapi.json',
    { schema: { tags: ['service'], summary: 'This description', security: [] } },
    (_request, reply) => reply.header('cache-control', 'no-cache').send(app.swagger()),
  );
}
