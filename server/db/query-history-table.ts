import type { ColumnType, Generated } from 'kysely';

/** What was asked of restricted data, and how it was decided. */
export interface QueryHistoryTable {
  query_id: Generated<number>;
  asked_at: ColumnType<Date, Date | undefined, never>;
  account_id: number;
  layer: string;
  data_version: number;
  asked: ColumnType<unknown, string, never>;
  decision: 'allow' | 'coarsen' | 'refuse';
  because: string;
  isolates: ColumnType<unknown, string | null, never>;
}
