/** What every request goes through before its route: host, headers, origin of changes, who it is. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_DAYS, type Accounts, type SignedIn } from '../accounts/accounts.ts';
import { isOurHost } from './hosts.ts';
import { problem } from './problem.ts';

export const COOKIE = 'pupsentry-session';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who it is; on every route that is not open to all. */
    signedIn: SignedIn | null;
  }
  interface FastifyContextConfig {
    /** Served without a session. */
    openToAll?: boolean;
    /** Called by other servers, which cannot set the header of changes: it must do no harm to call it. */
    webhook?: boolean;
    /** A body that may take as long as the server lets it: files of people. */
    longBody?: boolean;
  }
}

const CONTENT_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob: mediastream:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
};

export interface GuardOptions {
  accounts: Accounts;
  /** Host names that are answered, beside localhost and addresses. */
  hostNames: ReadonlySet<string>;
  /** The console is reached over HTTPS, by a proxy in front. */
  secure: boolean;
}

export function installGuard(app: FastifyInstance, options: GuardOptions): void {
  app.decorateRequest('signedIn', null);

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    if (options.secure) reply.header('strict-transport-security', 'max-age=31536000');
    if (!isOurHost(request.headers.host, options.hostNames)) {
      throw problem(
        'wrong-host',
        'This name is not served here. Use the address the stub printed, or start it with --allow-host.',
      );
    }
    // Devices bring a pass, and no cookie that another site could make use of.
    if (request.url.startsWith('/device/')) return;
    const isChange = request.method !== 'GET' && request.method !== 'HEAD';
    // Only scripts of our own origin can set this header without asking us first.
    if (
      isChange &&
      !request.routeOptions.config.webhook &&
      request.headers['x-requested-with'] !== 'pupsentry'
    )
      throw problem('wrong-origin', 'Changes need the header X-Requested-With: pupsentry.');
    if (!request.url.startsWith('/api/')) return;
    reply.header('cache-control', 'no-store'); // unless the route says otherwise
    if (request.routeOptions.config.openToAll) return;
    await identify(request, reply, options);
  });
}

async function identify(
  request: FastifyRequest,
  reply: FastifyReply,
  { accounts, secure }: GuardOptions,
): Promise<void> {
  const token = request.cookies[COOKIE];
  request.signedIn = token ? await accounts.whoIs(token) : null;
  if (!request.signedIn) throw problem('not-signed-in', 'Please sign in with a sign-in link.');
  if (request.signedIn.prolonged) setSessionCookie(reply, token!, secure);
}

/** @throws PupsentryError "not-signed-in"; cannot happen behind the guard */
export function whoAsks(request: FastifyRequest): SignedIn {
  if (!request.signedIn) throw problem('not-signed-in', 'Please sign in with a sign-in link.');
  return request.signedIn;
}

/** @throws PupsentryError "owner-only" when it is a guest */
export function ownerAsks(request: FastifyRequest): SignedIn {
  const who = whoAsks(request);
  if (who.role !== 'owner') throw problem('owner-only', 'Guests cannot do this.');
  return who;
}

export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  const maxAge = SESSION_DAYS * 24 * 3600;
  reply.setCookie(COOKIE, token, { httpOnly: true, sameSite: 'strict', secure, path: '/', maxAge });
}

export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  reply.clearCookie(COOKIE, { httpOnly: true, sameSite: 'strict', secure, path: '/' });
}
