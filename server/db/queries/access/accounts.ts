import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../tables.ts';

export interface AccountRow {
  readonly accountId: number;
  readonly username: string;
  readonly displayName: string;
  readonly organisationSlug: string;
  readonly organisationName: string;
  readonly roles: string[];
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
  readonly totpSecret: string | null;
  readonly totpConfirmedAt: Date | null;
  readonly totpLastStep: number | null;
  readonly totpPending: string | null;
  readonly initialPasswordUntil: Date | null;
  readonly failedAttempts: number;
  readonly lockedUntil: Date | null;
  readonly disabledAt: Date | null;
  readonly providerIssuer: string | null;
  readonly demonstration: boolean;
}

/** Accounts with their organisation; narrow it with where. */
export function selectAccounts(db: Kysely<Tables>) {
  return db
    .selectFrom('account as a')
    .innerJoin('organisation as o', 'o.organisation_id', 'a.organisation_id')
    .select([
      'a.account_id as accountId',
      'a.username',
      'a.display_name as displayName',
      'o.slug as organisationSlug',
      'o.name as organisationName',
      'a.roles',
      'a.password_hash as passwordHash',
      'a.must_change_password as mustChangePassword',
      'a.totp_secret as totpSecret',
      'a.totp_confirmed_at as totpConfirmedAt',
      'a.totp_last_step as totpLastStep',
      'a.totp_pending as totpPending',
      'a.initial_password_until as initialPasswordUntil',
      'a.failed_attempts as failedAttempts',
      'a.locked_until as lockedUntil',
      'a.disabled_at as disabledAt',
      'a.provider_issuer as providerIssuer',
      'a.demonstration',
    ]);
}

/** Every account, by user name. */
export async function readAccounts(db: Kysely<Tables>): Promise<AccountRow[]> {
  return selectAccounts(db).orderBy('a.username').execute();
}

export async function readAccount(db: Kysely<Tables>, accountId: number): Promise<AccountRow | undefined> {
  return selectAccounts(db).where('a.account_id', '=', accountId).executeTakeFirst();
}

export async function readAccountByName(
  db: Kysely<Tables>,
  username: string,
): Promise<AccountRow | undefined> {
  return selectAccounts(db).where('a.username', '=', username.toLowerCase()).executeTakeFirst();
}

export async function readAccountByProvider(
  db: Kysely<Tables>,
  issuer: string,
  subject: string,
): Promise<AccountRow | undefined> {
  return selectAccounts(db)
    .where('a.provider_issuer', '=', issuer)
    .where('a.provider_subject', '=', subject)
    .executeTakeFirst();
}

export interface NewAccount {
  readonly username: string;
  readonly displayName: string;
  readonly organisationId: number;
  readonly roles: readonly string[];
  readonly passwordHash?: string | null;
  readonly mustChangePassword?: boolean;
  readonly initialPasswordUntil?: Date;
  readonly provider?: { readonly issuer: string; readonly subject: string };
  readonly demonstration?: boolean;
}

/** Add an account; null where the user name is taken. */
export async function insertAccount(db: Kysely<Tables>, account: NewAccount): Promise<number | null> {
  const row = await db
    .insertInto('account')
    .values({
      username: account.username.toLowerCase(),
      display_name: account.displayName,
      organisation_id: account.organisationId,
      roles: [...account.roles],
      password_hash: account.passwordHash ?? null,
      must_change_password: account.mustChangePassword ?? false,
      totp_secret: null,
      totp_last_step: null,
      totp_pending: null,
      initial_password_until: account.initialPasswordUntil ?? null,
      provider_issuer: account.provider?.issuer ?? null,
      provider_subject: account.provider?.subject ?? null,
      demonstration: account.demonstration ?? false,
    })
    .onConflict((conflict) => conflict.column('username').doNothing())
    .returning('account_id')
    .executeTakeFirst();
  return row?.account_id ?? null;
}

export interface AccountChange {
  readonly displayName?: string;
  readonly organisationId?: number;
  readonly roles?: readonly string[];
  readonly disabledAt?: Date | null;
  readonly passwordHash?: string;
  readonly mustChangePassword?: boolean;
  readonly totpSecret?: string | null;
  readonly totpConfirmedAt?: Date | null;
  readonly totpLastStep?: number | null;
  readonly totpPending?: string | null;
  readonly initialPasswordUntil?: Date | null;
  readonly failedAttempts?: number;
  readonly lockedUntil?: Date | null;
}

/** Change what is named, leave the rest. */
export async function updateAccount(
  db: Kysely<Tables>,
  accountId: number,
  change: AccountChange,
): Promise<void> {
  const values = {
    ...(change.displayName === undefined ? {} : { display_name: change.displayName }),
    ...(change.organisationId === undefined ? {} : { organisation_id: change.organisationId }),
    ...(change.roles === undefined ? {} : { roles: [...change.roles] }),
    ...(change.disabledAt === undefined ? {} : { disabled_at: change.disabledAt }),
    ...(change.passwordHash === undefined ? {} : { password_hash: change.passwordHash }),
    ...(change.mustChangePassword === undefined ? {} : { must_change_password: change.mustChangePassword }),
    ...(change.totpSecret === undefined ? {} : { totp_secret: change.totpSecret }),
    ...(change.totpConfirmedAt === undefined ? {} : { totp_confirmed_at: change.totpConfirmedAt }),
    ...(change.totpLastStep === undefined ? {} : { totp_last_step: change.totpLastStep }),
    ...(change.totpPending === undefined ? {} : { totp_pending: change.totpPending }),
    ...(change.initialPasswordUntil === undefined
      ? {}
      : { initial_password_until: change.initialPasswordUntil }),
    ...(change.failedAttempts === undefined ? {} : { failed_attempts: change.failedAttempts }),
    ...(change.lockedUntil === undefined ? {} : { locked_until: change.lockedUntil }),
  };
  if (Object.keys(values).length === 0) return;
  await db.updateTable('account').set(values).where('account_id', '=', accountId).execute();
}

/**
 * Count a failed attempt; the one that reaches `limit` locks the account until `lockedUntil` and starts the count again.
 * One statement, so that attempts made at once are all counted.
 */
export async function countFailedAttempt(
  db: Kysely<Tables>,
  accountId: number,
  limit: number,
  lockedUntil: Date,
): Promise<{ locked: boolean }> {
  const { rows } = await sql<{ locked: boolean }>`
    update account set
      failed_attempts = case when failed_attempts + 1 >= ${limit}::integer then 0 else failed_attempts + 1 end,
      locked_until = case when failed_attempts + 1 >= ${limit}::integer then ${lockedUntil}::timestamptz else locked_until end
    where account_id = ${accountId}
    returning failed_attempts = 0 as locked`.execute(db);
  return { locked: rows[0]?.locked ?? false };
}

/** Take a step of the second factor; false where it, or a later one, was taken already. */
export async function takeTotpStep(db: Kysely<Tables>, accountId: number, step: number): Promise<boolean> {
  const result = await db
    .updateTable('account')
    .set({ totp_last_step: step })
    .where('account_id', '=', accountId)
    .where((where) => where.or([where('totp_last_step', 'is', null), where('totp_last_step', '<', step)]))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Replace the account's recovery codes. */
export async function replaceRecoveryCodes(
  db: Kysely<Tables>,
  accountId: number,
  codeHashes: readonly string[],
): Promise<void> {
  await db.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
  if (codeHashes.length === 0) return;
  await db
    .insertInto('recovery_code')
    .values(codeHashes.map((code_hash) => ({ account_id: accountId, code_hash })))
    .execute();
}

/** Use up a recovery code; false where there is no such. */
export async function takeRecoveryCode(
  db: Kysely<Tables>,
  accountId: number,
  codeHash: string,
): Promise<boolean> {
  const result = await db
    .deleteFrom('recovery_code')
    .where('account_id', '=', accountId)
    .where('code_hash', '=', codeHash)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

export async function countRecoveryCodes(db: Kysely<Tables>, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('recovery_code')
    .where('account_id', '=', accountId)
    .select(sql<number>`count(*)::int`.as('codes'))
    .executeTakeFirstOrThrow();
  return row.codes;
}

/** Whether data is held, and whether all of it is synthetic. */
export async function readHoldingsKind(db: Kysely<Tables>): Promise<'none' | 'synthetic' | 'real'> {
  const row = await db
    .selectFrom('dataset')
    .select(sql<boolean | null>`bool_and(synthetic)`.as('synthetic'))
    .executeTakeFirstOrThrow();
  return row.synthetic === null ? 'none' : row.synthetic ? 'synthetic' : 'real';
}

/** A dataset that is not synthetic, for messages. */
export async function readRealDataset(db: Kysely<Tables>): Promise<string | undefined> {
  const row = await db
    .selectFrom('dataset')
    .select('title')
    .where('synthetic', '=', false)
    .orderBy('dataset_id')
    .limit(1)
    .executeTakeFirst();
  return row?.title;
}
