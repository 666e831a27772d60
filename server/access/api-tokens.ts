import type { NewToken, TokenScope, TokenSummary } from '../contract/access.ts';
import type { Database } from '../db/database.ts';
import {
  type ApiTokenRow,
  insertApiToken,
  readApiToken,
  readApiTokens,
  revokeApiToken,
  touchApiToken,
} from '../db/queries/access/api-tokens.ts';
import { RequestError } from '../errors.ts';
import { bearerHash, newBearer } from './bearer.ts';

/** Tokens begin with this, so that one left in a file is recognised for what it is. */
const PREFIX = 'wardlight_';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Tokens for programs: an account's own, with fewer rights and an end. */
export class ApiTokens {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  async create(
    accountId: number,
    { name, scopes, days }: { name: string; scopes: readonly TokenScope[]; days: number },
  ): Promise<NewToken> {
    const token = PREFIX + newBearer();
    const now = this.#now();
    const row = await insertApiToken(this.#database.db, {
      accountId,
      name,
      tokenHash: bearerHash(token),
      scopes,
      now,
      expiresAt: new Date(now.getTime() + days * DAY_MS),
    });
    return { token, summary: summaryOf(row) };
  }

  /** The live token that a program showed; null where it is unknown, revoked or over. */
  async find(token: string): Promise<{ accountId: number; scopes: TokenScope[]; expiresAt: Date } | null> {
    const row = await readApiToken(this.#database.db, bearerHash(token));
    const now = this.#now();
    if (!row || row.revokedAt || row.expiresAt <= now) return null;
    if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= MINUTE_MS) {
      await touchApiToken(this.#database.db, row.tokenId, now);
    }
    return { accountId: row.accountId, scopes: row.scopes as TokenScope[], expiresAt: row.expiresAt };
  }

  async list(accountId: number): Promise<TokenSummary[]> {
    return (await readApiTokens(this.#database.db, accountId)).map(summaryOf);
  }

  /** @throws RequestError unknown-token: also where it is another account's */
  async revoke(accountId: number, tokenId: number): Promise<void> {
    if (await revokeApiToken(this.#database.db, accountId, tokenId, this.#now())) return;
    throw new RequestError('unknown-token', {
      detail: 'You have no token of that number that is still in use.',
      seen: String(tokenId),
      hint: 'Your tokens are listed at /api/account/tokens.',
    });
  }
}

function summaryOf({
  tokenId,
  name,
  scopes,
  createdAt,
  expiresAt,
  revokedAt,
  lastUsedAt,
}: ApiTokenRow): TokenSummary {
  return {
    tokenId,
    name,
    scopes: scopes as TokenScope[],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
