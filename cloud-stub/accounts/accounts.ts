/** Who may come in: the household, its people, one-time sign-in links and the sessions they open. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '#kit/clock.ts';
import type { Db } from '../database/database.ts';

export const SIGN_IN_LINK_MINUTES = 15;
export const SESSION_DAYS = 30;

const DAY_MS = 24 * 3600 * 1000;
const LINK_MS = SIGN_IN_LINK_MINUTES * 60 * 1000;
const SESSION_MS = SESSION_DAYS * DAY_MS;
/** A further sign-in ends the oldest session. */
const MAX_SESSIONS_PER_USER = 50;
const MAX_OPEN_LINKS = 100;

export interface SignedIn {
  /** Names the session without opening it: the hash of its token. */
  sessionId: string;
  userId: string;
  householdId: string;
  household: string;
  user: string;
  role: 'owner' | 'guest';
  /** The session was prolonged: send its cookie again. */
  prolonged: boolean;
}

/** Tokens are 256 random bits; the database knows only their SHA-256. */
const newToken = () => randomBytes(32).toString('base64url');
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

export class Accounts {
  readonly #db: () => Db;
  readonly #clock: Clock;

  constructor(options: { db: () => Db; clock: Clock }) {
    this.#db = options.db;
    this.#clock = options.clock;
  }

  /** The household of this stub; made with its owner on first use. */
  async home(): Promise<{ householdId: string; ownerId: string }> {
    const owner = this.#db().selectFrom('users').select(['id', 'household_id']).where('role', '=', 'owner');
    const found = await owner.executeTakeFirst();
    if (found) return { householdId: found.household_id, ownerId: found.id };
    const householdId = randomUUID();
    const ownerId = randomUUID();
    const created_ms = this.#clock.nowMs();
    await this.#db()
      .transaction()
      .execute(async (tx) => {
        await tx.insertInto('households').values({ id: householdId, name: 'Home', created_ms }).execute();
        const user = { id: ownerId, household_id: householdId, name: 'Owner', role: 'owner' as const };
        await tx
          .insertInto('users')
          .values({ ...user, created_ms })
          .execute();
      });
    return { householdId, ownerId };
  }

  /** @returns a token that signs the owner in once, within SIGN_IN_LINK_MINUTES */
  async newSignInToken(): Promise<string> {
    const { ownerId } = await this.home();
    const token = newToken();
    const expires_ms = this.#clock.nowMs() + LINK_MS;
    await this.#db()
      .insertInto('sign_in_tokens')
      .values({ hash: hashOf(token), user_id: ownerId, expires_ms })
      .execute();
    await this.#keepNewest('sign_in_tokens', ownerId, MAX_OPEN_LINKS);
    return token;
  }

  /** @returns the token of a new session, or null when the one-time token is unknown, used or too old */
  async signIn(oneTimeToken: string): Promise<string | null> {
    const now = this.#clock.nowMs();
    // One statement takes it away: of two at the same time only one gets the row.
    const taken = await this.#db()
      .deleteFrom('sign_in_tokens')
      .where('hash', '=', hashOf(oneTimeToken))
      .where('expires_ms', '>', now)
      .returning('user_id')
      .executeTakeFirst();
    if (!taken) return null;
    const token = newToken();
    const session = { hash: hashOf(token), user_id: taken.user_id, created_ms: now };
    await this.#db()
      .insertInto('sessions')
      .values({ ...session, expires_ms: now + SESSION_MS })
      .execute();
    await this.#keepNewest('sessions', taken.user_id, MAX_SESSIONS_PER_USER);
    return token;
  }

  /** @returns who holds this session token, or null. A session in use lives on. */
  async whoIs(sessionToken: string): Promise<SignedIn | null> {
    const hash = hashOf(sessionToken);
    const now = this.#clock.nowMs();
    const row = await this.#db()
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .innerJoin('households', 'households.id', 'users.household_id')
      .select(['sessions.expires_ms', 'users.id as user_id', 'users.name as user', 'users.role'])
      .select(['households.id as household_id', 'households.name as household'])
      .where('sessions.hash', '=', hash)
      .where('sessions.expires_ms', '>', now)
      .executeTakeFirst();
    if (!row) return null;
    const prolonged = row.expires_ms < now + SESSION_MS - DAY_MS; // at most one write a day
    if (prolonged) {
      const expires_ms = now + SESSION_MS;
      await this.#db().updateTable('sessions').set({ expires_ms }).where('hash', '=', hash).execute();
    }
    const { user, role, household } = row;
    return {
      sessionId: hash,
      userId: row.user_id,
      householdId: row.household_id,
      household,
      user,
      role,
      prolonged,
    };
  }

  async signOut(sessionId: string): Promise<void> {
    await this.#db().deleteFrom('sessions').where('hash', '=', sessionId).execute();
  }

  /** Forgets what is over. */
  async sweep(): Promise<void> {
    const now = this.#clock.nowMs();
    await this.#db().deleteFrom('sign_in_tokens').where('expires_ms', '<=', now).execute();
    await this.#db().deleteFrom('sessions').where('expires_ms', '<=', now).execute();
  }

  async #keepNewest(table: 'sessions' | 'sign_in_tokens', userId: string, count: number): Promise<void> {
    await this.#db()
      .deleteFrom(table)
      .where('user_id', '=', userId)
      .where('hash', 'not in', (q) =>
        q
          .selectFrom(table)
          .select('hash')
          .where('user_id', '=', userId)
          .orderBy('expires_ms', 'desc')
          .limit(count),
      )
      .execute();
  }
}
