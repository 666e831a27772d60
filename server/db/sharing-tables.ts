import type { ColumnType, Generated } from 'kysely';
import type { SensitivityClass } from './tables.ts';

/** An instant the database sets. */
type Instant = ColumnType<Date, Date | undefined, Date>;
/** A calendar day, 'YYYY-MM-DD'. */
type Day = string;

export interface SharingRecordTable {
  sharing_id: Generated<number>;
  reference: string;
  version: number;
  record_type: 'one-off' | 'repeat';
  agreement: string;
  owner: string;
  lawful_basis: string;
  purpose: string;
  expires_on: Day;
  retention_months: number;
  retain_until: Day | null;
  permitted_roles: string[];
  permitted_organisations: string[];
  reshare_allowed: boolean;
  sensitivity_class: SensitivityClass;
  registered_by: string;
  registered_at: Instant;
}

export interface PurgeReceiptTable {
  receipt_id: Generated<number>;
  dataset_slug: string;
  batch_id: number;
  file_name: string;
  file_sha256: string;
  imported_at: Instant;
  rows_deleted: ColumnType<Record<string, number>, string, never>;
  reason: string;
  sharing_reference: string | null;
  purged_by: string;
  purged_at: Instant;
}

/** Row types of sql/migrations/0006_sharing.sql. */
export interface SharingTables {
  sharing_record: SharingRecordTable;
  purge_receipt: PurgeReceiptTable;
  /** View: datasets that may be shown and computed with today. */
  usable_dataset: { dataset_id: number };
  /** View: frozen results computed from a batch that has ended since. */
  stale_frozen_result: {
    sha256: string;
    batch_id: number;
    dataset_slug: string;
    ended_at: Date;
    ended_reason: string | null;
  };
}
