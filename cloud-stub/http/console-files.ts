/** The web console's files, as the build made them. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const NOT_BUILT = 'The console has not been built. Run `npm run build`, then reload this page.\n';

/** @param folder with index.html; the names in it stay the same from build to build */
export async function consoleFiles(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, (_request, reply) =>
      reply.code(503).type('text/plain').send(NOT_BUILT),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    decorateReply: false, // the album's files have it
    cacheControl: false,
    // Kept by the browser, asked after each time: 304 while nothing has changed.
    setHeaders: (response) => void response.setHeader('cache-control', 'no-cache'),
    schemaHide: true,
  });
}
