/** Signing in and out. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type, type Static } from '@sinclair/typebox';
import type { Clock } from '#kit/clock.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { Session } from '../../api.ts';
import { clearSessionCookie, setSessionCookie, whoAsks } from '../guard.ts';
import { problem } from '../problem.ts';
import { RateLimit } from '../rate-limit.ts';
import { SignInRequestSchema } from '../schemas.ts';
import type { Streams } from '../streams.ts';

export interface SessionRoutesOptions {
  accounts: Accounts;
  streams: Streams;
  iceServers: Session['iceServers'];
  secure: boolean;
  clock: Clock;
}

export function sessionRoutes(app: FastifyInstance, options: SessionRoutesOptions): void {
  const { accounts, streams, secure, clock } = options;
  const limit = new RateLimit({ burst: 10, perMinute: 10, monotonicMs: () => clock.monotonicMs() });
  const tags = ['session'];

  app.post(
    '/api/session',
    {
      config: { openToAll: true },
      schema: {
        tags,
        summary: 'Signs in with the one-time token of a sign-in link; sets the session cookie',
        security: [],
        body: SignInRequestSchema,
        response: { 200: Type.Ref('Session') },
      },
    },
    async (request, reply: FastifyReply): Promise<Session> => {
      if (!limit.take(request.ip)) throw problem('too-many', 'Too many tries. Wait a minute.');
      const { token } = request.body as Static<typeof SignInRequestSchema>;
      const session = await accounts.signIn(token);
      const who = session && (await accounts.whoIs(session));
      if (!who)
        throw problem('bad-link', 'This sign-in link was used already or is too old. Make a new one.');
      setSessionCookie(reply, session, secure);
      return describe(who, options.iceServers);
    },
  );

  app.get(
    '/api/session',
    { schema: { tags, summary: 'Who is signed in', response: { 200: Type.Ref('Session') } } },
    (request): Promise<Session> => Promise.resolve(describe(whoAsks(request), options.iceServers)),
  );

  app.delete(
    '/api/session',
    { schema: { tags, summary: 'Signs out', response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { sessionId } = whoAsks(request);
      await accounts.signOut(sessionId);
      streams.closeSession(sessionId);
      clearSessionCookie(reply, secure);
      return reply.code(204).send();
    },
  );
}

function describe(
  who: { household: string; user: string; role: 'owner' | 'guest' },
  iceServers: Session['iceServers'],
): Session {
  return { household: { name: who.household }, user: { name: who.user, role: who.role }, iceServers };
}
