import { createHash } from 'node:crypto';

/** Everything of an entry but its own hash, as the database writes it as text; recorded_at as 2026-01-31T09:05:00.123456Z. */
export interface AuditFields {
  readonly seq: string;
  readonly audit_id: string;
  readonly recorded_at: string;
  readonly action: string;
  readonly outcome: string;
  readonly account_id: string | null;
  readonly username: string | null;
  readonly organisation: string | null;
  readonly roles: string | null;
  readonly via: string | null;
  readonly address: string | null;
  readonly datasets: string | null;
  readonly data_version: string | null;
  readonly area: string | null;
  readonly period: string | null;
  readonly filters: string | null;
  readonly format: string | null;
  readonly marking: string | null;
  readonly reason: string | null;
  readonly subject: string | null;
  readonly previous_hash: string;
}

/** The order that fields are hashed in; sql/migrations/0002_access.sql has the same. */
export const AUDIT_FIELDS = [
  'seq',
  'audit_id',
  'recorded_at',
  'action',
  'outcome',
  'account_id',
  'username',
  'organisation',
  'roles',
  'via',
  'address',
  'datasets',
  'data_version',
  'area',
  'period',
  'filters',
  'format',
  'marking',
  'reason',
  'subject',
  'previous_hash',
] as const satisfies readonly (keyof AuditFields)[];

/** What the first entry follows. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);

/**
 * sha256, in hexadecimal, over every field as its length in bytes, a colon and its text, or '-' where null. Lengths make it
 * impossible to move a character from one field to the next.
 */
export function auditHash(fields: AuditFields): string {
  const hash = createHash('sha256');
  for (const name of AUDIT_FIELDS) {
    const value = fields[name];
    hash.update(value === null ? '-' : `${Buffer.byteLength(value)}:${value}`);
  }
  return hash.digest('hex');
}
