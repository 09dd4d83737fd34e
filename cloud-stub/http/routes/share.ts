/** What a link to an item of the album shows to whoever has it: that item, and nothing else. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from '@sinclair/typebox';
import type { Clock } from '#kit/clock.ts';
import type { Album } from '../../album/album.ts';
import type { Opened, ShareLinks } from '../../album/share-links.ts';
import { RateLimit } from '../rate-limit.ts';
import { messagePage, sharePage } from '../share-page.ts';

/** A page, its picture, and a clip by ranges, for a family behind one address. */
const ASKED = { burst: 120, perMinute: 120 };
/** Guesses. With 256 random bits none ever hits; this keeps them off the database. */
const MISSED = { burst: 10, perMinute: 10 };
/** A token of ours: 32 bytes in base64url. Anything else is not looked up. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const HEADERS = {
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow, noarchive',
};

export interface ShareRoutesOptions {
  album: Album;
  shareLinks: ShareLinks;
  clock: Clock;
}

export async function shareRoutes(app: FastifyInstance, options: ShareRoutesOptions): Promise<void> {
  const { album, shareLinks, clock } = options;
  const monotonicMs = () => clock.monotonicMs();
  const asked = new RateLimit({ ...ASKED, monotonicMs });
  const missed = new RateLimit({ ...MISSED, monotonicMs });
  const schema = { hide: true, params: Type.Object({ token: Type.String({ maxLength: 100 }) }) };

  await app.register(fastifyStatic, { root: album.files.folder, serve: false, cacheControl: false });

  /** @returns null after it has answered itself */
  const opened = async (request: FastifyRequest, reply: FastifyReply, counts: boolean) => {
    const { token } = request.params as { token: string };
    void reply.headers(HEADERS);
    if (!asked.take(request.ip)) return answer(reply, 429);
    const found: Opened = TOKEN.test(token) ? await shareLinks.open(token, { counts }) : { state: 'unknown' };
    if (found.state === 'open') return found;
    if (!missed.take(request.ip)) return answer(reply, 429);
    return answer(reply, found.state === 'ended' ? 410 : 404);
  };

  app.get('/s/:token', { schema }, async (request, reply) => {
    const found = await opened(request, reply, request.method === 'GET');
    if (!found) return reply;
    const { token } = request.params as { token: string };
    return reply.type('text/html; charset=utf-8').send(sharePage({ ...found, token }));
  });

  for (const what of ['file', 'thumbnail'] as const) {
    app.get(`/s/:token/${what}`, { schema }, async (request, reply) => {
      const found = await opened(request, reply, false);
      if (!found) return reply;
      const { householdId, item } = found;
      return reply.sendFile(album.files.pathOf({ householdId, ...item }, what));
    });
  }
}

const SAYS = {
  404: ['This link leads nowhere.', 'It may have been taken back, or not all of it was copied.'],
  410: ['This link has ended.', 'Whoever sent it can make a new one.'],
  429: ['One moment.', 'Too much was asked from where you are. Try again in a minute.'],
} as const;

function answer(reply: FastifyReply, status: keyof typeof SAYS): null {
  const [title, words] = SAYS[status];
  void reply.code(status).type('text/html; charset=utf-8').send(messagePage(title, words));
  return null;
}
