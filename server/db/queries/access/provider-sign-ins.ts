import type { Kysely } from 'kysely';
import type { Tables } from '../../tables.ts';

export interface ProviderSignIn {
  readonly stateHash: string;
  readonly browserHash: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly expiresAt: Date;
}

/** Remember a sign-in that has left for the provider, and forget those that never came back. */
export async function insertProviderSignIn(
  db: Kysely<Tables>,
  flow: ProviderSignIn,
  now: Date,
): Promise<void> {
  await db.deleteFrom('provider_sign_in').where('expires_at', '<=', now).execute();
  await db
    .insertInto('provider_sign_in')
    .values({
      state_hash: flow.stateHash,
      browser_hash: flow.browserHash,
      nonce: flow.nonce,
      code_verifier: flow.codeVerifier,
      expires_at: flow.expiresAt,
    })
    .execute();
}

/** Take a sign-in back: it works once. */
export async function takeProviderSignIn(
  db: Kysely<Tables>,
  stateHash: string,
): Promise<ProviderSignIn | undefined> {
  return db
    .deleteFrom('provider_sign_in')
    .where('state_hash', '=', stateHash)
    .returning([
      'state_hash as stateHash',
      'browser_hash as browserHash',
      'nonce',
      'code_verifier as codeVerifier',
      'expires_at as expiresAt',
    ])
    .executeTakeFirst();
}
