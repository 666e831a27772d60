import type { Kysely } from 'kysely';
import type { SessionVia } from '../../access-tables.ts';
import type { Tables } from '../../tables.ts';

export interface SessionRow {
  readonly sessionId: number;
  readonly accountId: number;
  readonly via: SessionVia;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

export async function insertSession(
  db: Kysely<Tables>,
  session: {
    tokenHash: string;
    accountId: number;
    via: SessionVia;
    device: string;
    network: string | null;
    now: Date;
    expiresAt: Date;
  },
): Promise<void> {
  const { tokenHash, accountId, via, device, network, now, expiresAt } = session;
  await db
    .insertInto('session')
    .values({
      token_hash: tokenHash,
      account_id: accountId,
      via,
      device,
      network,
      created_at: now,
      last_seen_at: now,
      expires_at: expiresAt,
    })
    .execute();
}

export async function readSession(db: Kysely<Tables>, tokenHash: string): Promise<SessionRow | undefined> {
  return db
    .selectFrom('session')
    .where('token_hash', '=', tokenHash)
    .select([
      'session_id as sessionId',
      'account_id as accountId',
      'via',
      'last_seen_at as lastSeenAt',
      'expires_at as expiresAt',
    ])
    .executeTakeFirst();
}

export async function touchSession(db: Kysely<Tables>, sessionId: number, now: Date): Promise<void> {
  await db.updateTable('session').set({ last_seen_at: now }).where('session_id', '=', sessionId).execute();
}

export async function deleteSession(db: Kysely<Tables>, tokenHash: string): Promise<void> {
  await db.deleteFrom('session').where('token_hash', '=', tokenHash).execute();
}

export async function deleteSessionsOf(db: Kysely<Tables>, accountId: number): Promise<number> {
  const result = await db.deleteFrom('session').where('account_id', '=', accountId).executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Every session of the account except one. */
export async function deleteOtherSessions(
  db: Kysely<Tables>,
  accountId: number,
  keptTokenHash: string,
): Promise<number> {
  const result = await db
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where('token_hash', '<>', keptTokenHash)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** One session of the account; false where it has no such. */
export async function deleteSessionOf(
  db: Kysely<Tables>,
  accountId: number,
  sessionId: number,
): Promise<boolean> {
  const result = await db
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

export interface OwnSessionRow {
  readonly sessionId: number;
  readonly tokenHash: string;
  readonly via: SessionVia;
  readonly device: string;
  readonly network: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** Sessions of the account, ended ones that were not cleared away yet among them; last seen first. */
export async function readSessionsOf(db: Kysely<Tables>, accountId: number): Promise<OwnSessionRow[]> {
  return db
    .selectFrom('session')
    .where('account_id', '=', accountId)
    .select([
      'session_id as sessionId',
      'token_hash as tokenHash',
      'via',
      'device',
      'network',
      'created_at as createdAt',
      'last_seen_at as lastSeenAt',
      'expires_at as expiresAt',
    ])
    .orderBy('last_seen_at', 'desc')
    .orderBy('session_id', 'desc')
    .execute();
}

/** Sessions past their end, or idle since before `idleSince`. */
export async function deleteEndedSessions(db: Kysely<Tables>, now: Date, idleSince: Date): Promise<void> {
  await db
    .deleteFrom('session')
    .where((where) => where.or([where('expires_at', '<=', now), where('last_seen_at', '<=', idleSince)]))
    .execute();
}
