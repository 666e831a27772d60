import type { ColumnType, Generated } from 'kysely';

/** An instant: written and read as Date. */
type Instant = ColumnType<Date, Date | undefined, Date>;
/** An instant that may be missing. */
type MaybeInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export interface OrganisationTable {
  organisation_id: Generated<number>;
  slug: string;
  name: string;
  created_at: Instant;
}

export interface AccountTable {
  account_id: Generated<number>;
  username: string;
  display_name: string;
  organisation_id: number;
  roles: string[];
  password_hash: string | null;
  must_change_password: Generated<boolean>;
  totp_secret: string | null;
  totp_confirmed_at: MaybeInstant;
  totp_last_step: number | null;
  totp_pending: string | null;
  initial_password_until: MaybeInstant;
  failed_attempts: Generated<number>;
  locked_until: MaybeInstant;
  disabled_at: MaybeInstant;
  provider_issuer: string | null;
  provider_subject: string | null;
  demonstration: Generated<boolean>;
  created_at: Instant;
}

export interface RecoveryCodeTable {
  account_id: number;
  code_hash: string;
}

export type SessionVia = 'password' | 'single-sign-on' | 'demonstration';

export interface SessionTable {
  session_id: Generated<number>;
  token_hash: string;
  account_id: number;
  via: SessionVia;
  device: Generated<string>;
  network: string | null;
  created_at: Instant;
  last_seen_at: Instant;
  expires_at: Instant;
}

export interface ApiTokenTable {
  token_id: Generated<number>;
  account_id: number;
  name: string;
  token_hash: string;
  scopes: string[];
  created_at: Instant;
  expires_at: Instant;
  revoked_at: MaybeInstant;
  last_used_at: MaybeInstant;
}

export interface ProviderSignInTable {
  state_hash: string;
  browser_hash: string;
  nonce: string;
  code_verifier: string;
  expires_at: Instant;
}

export type AuditOutcome = 'ok' | 'refused' | 'failed';

/** seq, recorded_at, previous_hash and hash are the database's own: the insert trigger sets them. */
export interface AuditEntryTable {
  seq: ColumnType<number, never, never>;
  audit_id: string;
  recorded_at: ColumnType<Date, never, never>;
  action: string;
  outcome: AuditOutcome;
  account_id: number | null;
  username: string | null;
  organisation: string | null;
  roles: string | null;
  via: string | null;
  address: string | null;
  datasets: string | null;
  data_version: number | null;
  area: string | null;
  period: string | null;
  filters: string | null;
  format: string | null;
  marking: string | null;
  reason: string | null;
  subject: string | null;
  previous_hash: ColumnType<string, never, never>;
  hash: ColumnType<string, never, never>;
}

export interface AuditHeadTable {
  only_row: Generated<boolean>;
  seq: number;
  hash: string;
}

/** Row types of sql/migrations/0002_access.sql. */
export interface AccessTables {
  organisation: OrganisationTable;
  account: AccountTable;
  recovery_code: RecoveryCodeTable;
  session: SessionTable;
  api_token: ApiTokenTable;
  provider_sign_in: ProviderSignInTable;
  audit_entry: AuditEntryTable;
  audit_head: AuditHeadTable;
}
