import type { ColumnType, Generated } from 'kysely';

export interface SavedItemTable {
  item_id: Generated<number>;
  kind: 'view' | 'briefing' | 'study-area' | 'operation';
  account_id: number;
  organisation_id: number;
  shared_with: 'own' | 'organisation' | 'everyone';
  latest_version: Generated<number>;
  created_at: ColumnType<Date, undefined, never>;
  removed_at: ColumnType<Date | null, undefined, Date>;
}

export interface SavedItemVersionTable {
  item_id: number;
  version: number;
  name: string;
  description: string;
  body: ColumnType<unknown, string, never>;
  saved_by: number;
  saved_at: ColumnType<Date, undefined, never>;
}

/** Row types of sql/migrations/0007_workspace.sql. */
export interface WorkspaceTables {
  saved_item: SavedItemTable;
  saved_item_version: SavedItemVersionTable;
}
