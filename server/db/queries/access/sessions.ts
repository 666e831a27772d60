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
  session: { tokenHash: string; accountId: number; via: SessionVia; now: Date; expiresAt: Date },
): Promise<void> {
  const { tokenHash, accountId, via, now, expiresAt } = session;
  await db
    .insertInto('session')
    .values({
      token_hash: tokenHash,
      account_id: accountId,
      via,
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

/** Sessions past their end, or idle since before `idleSince`. */
export async function deleteEndedSessions(db: Kysely<Tables>, now: Date, idleSince: Date): Promise<void> {
  await db
    .deleteFrom('session')
    .where((where) => where.or([where('expires_at', '<=', now), where('last_seen_at', '<=', idleSince)]))
    .execute();
}
