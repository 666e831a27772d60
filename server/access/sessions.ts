import type { SessionSummary } from '../contract/access.ts';
import type { SessionVia } from '../db/access-tables.ts';
import type { Database } from '../db/database.ts';
import {
  deleteEndedSessions,
  deleteOtherSessions,
  deleteSession,
  deleteSessionOf,
  deleteSessionsOf,
  insertSession,
  readSession,
  readSessionsOf,
  touchSession,
} from '../db/queries/access/sessions.ts';
import { bearerHash, newBearer } from './bearer.ts';
import type { SessionOrigin } from './session-origin.ts';

export interface SessionLimits {
  readonly idleMinutes: number;
  readonly hours: number;
}

export interface LiveSession {
  readonly accountId: number;
  readonly via: SessionVia;
  readonly expiresAt: Date;
}

const MINUTE_MS = 60_000;

/** Signed-in browsers, in the database: ended there, they are ended everywhere. */
export class Sessions {
  readonly #database: Database;
  readonly #limits: SessionLimits;
  readonly #now: () => Date;

  constructor(database: Database, limits: SessionLimits, now: () => Date) {
    this.#database = database;
    this.#limits = limits;
    this.#now = now;
  }

  /** A new session with a token of its own; the one that the browser came with, if any, ends. */
  async start(
    accountId: number,
    via: SessionVia,
    { device, network }: SessionOrigin,
    previous: string | null,
  ): Promise<{ bearer: string; expiresAt: Date }> {
    const now = this.#now();
    const { db } = this.#database;
    await deleteEndedSessions(db, now, this.#idleSince(now));
    if (previous) await this.end(previous);
    const bearer = newBearer();
    const expiresAt = new Date(now.getTime() + this.#limits.hours * 60 * MINUTE_MS);
    await insertSession(db, {
      tokenHash: bearerHash(bearer),
      accountId,
      via,
      device,
      network,
      now,
      expiresAt,
    });
    return { bearer, expiresAt };
  }

  /** The session that a token stands for, unless it has ended. Being asked for is what keeps it from idling. */
  async find(bearer: string): Promise<LiveSession | null> {
    const { db } = this.#database;
    const session = await readSession(db, bearerHash(bearer));
    if (!session) return null;
    const now = this.#now();
    if (now >= session.expiresAt || session.lastSeenAt <= this.#idleSince(now)) {
      await this.end(bearer);
      return null;
    }
    // Once a minute is exact enough, and spares a write on most requests.
    if (now.getTime() - session.lastSeenAt.getTime() >= MINUTE_MS)
      await touchSession(db, session.sessionId, now);
    return session;
  }

  async end(bearer: string): Promise<void> {
    await deleteSession(this.#database.db, bearerHash(bearer));
  }

  /** The account's sessions that have not ended, last seen first. @param current token of the session that asks */
  async list(accountId: number, current: string | null): Promise<SessionSummary[]> {
    const now = this.#now();
    const own = current === null ? null : bearerHash(current);
    return (await readSessionsOf(this.#database.db, accountId))
      .filter(({ expiresAt, lastSeenAt }) => now < expiresAt && lastSeenAt > this.#idleSince(now))
      .map(({ tokenHash, createdAt, lastSeenAt, expiresAt, ...rest }) => ({
        ...rest,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        current: tokenHash === own,
      }));
  }

  /** End one session of the account. @returns false where it has no such */
  async endOne(accountId: number, sessionId: number): Promise<boolean> {
    return deleteSessionOf(this.#database.db, accountId, sessionId);
  }

  /** End the account's sessions except the one of this token. @returns how many ended */
  async endOthers(accountId: number, kept: string): Promise<number> {
    return deleteOtherSessions(this.#database.db, accountId, bearerHash(kept));
  }

  /** @returns how many ended */
  async endAll(accountId: number): Promise<number> {
    return deleteSessionsOf(this.#database.db, accountId);
  }

  #idleSince(now: Date): Date {
    return new Date(now.getTime() - this.#limits.idleMinutes * MINUTE_MS);
  }
}
