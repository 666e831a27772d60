import type { ColumnType, Generated } from 'kysely';
import type { PlacedBy } from './tables.ts';

type Json<T> = ColumnType<T, string | undefined, string>;

export interface PostcodeTable {
  pcd: string;
  x: number | null;
  y: number | null;
  lsoa11: string | null;
  lsoa21: string | null;
  introduced_month_no: number | null;
  terminated_month_no: number | null;
  quality: number;
  batch_id: number;
}

export interface UprnTable {
  uprn: number;
  x: number;
  y: number;
  batch_id: number;
}

export interface PlaceTable {
  batch_id: number;
  row_no: number;
  dataset_id: number;
  category_id: number;
  name: string | null;
  x: number | null;
  y: number | null;
  ward_id: number | null;
  lsoa_id: number | null;
  ward_method: 'p' | 'l' | 'f' | null;
  lsoa_method: 'p' | 'l' | 'f' | null;
  placed_by: PlacedBy | null;
  precision_m: number | null;
  valid_from: string | null;
  valid_to: string | null;
  attributes: Json<Record<string, unknown>>;
}

export interface AreaCountTable {
  dataset_id: number;
  batch_id: number;
  row_no: number;
  period_from: string;
  period_to: string;
  family: string;
  boundary_year: number;
  code: string;
  measure: string;
  dimensions: Json<Record<string, string>>;
  count: number | null;
  suppressed: boolean;
}

export interface ColumnMapTable {
  kind: string;
  source: string;
  map: Json<unknown>;
  saved_by: string;
  saved_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface RecordingNoteTable {
  note_id: Generated<number>;
  layer: string;
  supplier: string | null;
  category: string | null;
  from_month_no: number;
  to_month_no: number;
  note: string;
  batch_id: number;
}

export interface PointNoteTable {
  note_id: Generated<number>;
  x: number;
  y: number;
  radius_m: number;
  note: string;
  batch_id: number;
}

/** Partner data and what is known about it: sql/migrations/0005_partner_data.sql. */
export interface PartnerTables {
  postcode: PostcodeTable;
  /** Temporary: rows on their way into `postcode`, gone with the transaction. */
  postcode_load: PostcodeTable;
  uprn: UprnTable;
  /** Temporary: rows on their way into `uprn`. */
  uprn_load: UprnTable;
  place: PlaceTable;
  area_count: AreaCountTable;
  column_map: ColumnMapTable;
  recording_note: RecordingNoteTable;
  point_note: PointNoteTable;
}
