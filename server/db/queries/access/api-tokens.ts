import type { Kysely } from 'kysely';
import type { Tables } from '../../tables.ts';

export interface ApiTokenRow {
  readonly tokenId: number;
  readonly accountId: number;
  readonly name: string;
  readonly scopes: string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const columns = [
  'token_id as tokenId',
  'account_id as accountId',
  'name',
  'scopes',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'last_used_at as lastUsedAt',
] as const;

export async function insertApiToken(
  db: Kysely<Tables>,
  token: {
    accountId: number;
    name: string;
    tokenHash: string;
    scopes: readonly string[];
    now: Date;
    expiresAt: Date;
  },
): Promise<ApiTokenRow> {
  return db
    .insertInto('api_token')
    .values({
      account_id: token.accountId,
      name: token.name,
      token_hash: token.tokenHash,
      scopes: [...token.scopes],
      created_at: token.now,
      expires_at: token.expiresAt,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

export async function readApiToken(db: Kysely<Tables>, tokenHash: string): Promise<ApiTokenRow | undefined> {
  return db.selectFrom('api_token').where('token_hash', '=', tokenHash).select(columns).executeTakeFirst();
}

/** Tokens of an account, newest first. */
export async function readApiTokens(db: Kysely<Tables>, accountId: number): Promise<ApiTokenRow[]> {
  return db
    .selectFrom('api_token')
    .where('account_id', '=', accountId)
    .select(columns)
    .orderBy('token_id', 'desc')
    .execute();
}

export async function touchApiToken(db: Kysely<Tables>, tokenId: number, now: Date): Promise<void> {
  await db.updateTable('api_token').set({ last_used_at: now }).where('token_id', '=', tokenId).execute();
}

/** End a token of the account; false where it has no such live token. */
export async function revokeApiToken(
  db: Kysely<Tables>,
  accountId: number,
  tokenId: number,
  now: Date,
): Promise<boolean> {
  const result = await db
    .updateTable('api_token')
    .set({ revoked_at: now })
    .where('token_id', '=', tokenId)
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** End every token of the account. */
export async function revokeApiTokensOf(db: Kysely<Tables>, accountId: number, now: Date): Promise<void> {
  await db
    .updateTable('api_token')
    .set({ revoked_at: now })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .execute();
}
