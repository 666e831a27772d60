import type { ColumnType, Generated } from 'kysely';
import type { FrozenInputs } from '../contract/frozen-results.ts';
import type { AccessTables } from './access-tables.ts';
import type { PartnerTables } from './partner-tables.ts';
import type { QueryHistoryTable } from './query-history-table.ts';
import type { SharingTables } from './sharing-tables.ts';
import type { WorkspaceTables } from './workspace-tables.ts';

/** Timestamps with zone: written as Date or ISO text, read as Date. */
type Instant = ColumnType<Date, Date | string | undefined, Date | string>;
/** Civil UK wall-clock time without zone, read and written as 'YYYY-MM-DD HH:MM:SS'. */
type CivilTime = string;
/** JSON column: read parsed, written as text. */
type Json<T> = ColumnType<T, string | undefined, string>;

export type LocationPrecision = 'exact' | 'snapped' | 'postcode' | 'lsoa' | 'ward' | 'district' | 'none';
export type TimePrecision = 'minute' | 'hour' | 'day' | 'month' | 'year' | 'none';
export type SensitivityClass = 'open' | 'partner-crime' | 'health' | 'children-probation' | 'housing';
export type AreaLevel = 'ward' | 'lsoa' | 'msoa' | 'district';
/** c coordinates, g easting and northing, o postcode, u UPRN, l LSOA code, w ward code. */
export type PlacedBy = 'c' | 'g' | 'o' | 'u' | 'l' | 'w';
export type SupplyStatus = 'supplied' | 'under-supplied' | 'over-supplied';

export interface DataVersionTable {
  only_row: Generated<boolean>;
  version: number;
  changed_at: Instant;
}

export interface DatasetTable {
  dataset_id: Generated<number>;
  slug: string;
  title: string;
  kind: string;
  layer: string | null;
  location_precision: LocationPrecision;
  time_precision: TimePrecision;
  sensitivity_class: SensitivityClass;
  owner: string;
  licence: string;
  attribution: string;
  agreement: Json<Record<string, unknown>>;
  sharing_id: Generated<number | null>;
  synthetic: Generated<boolean>;
  context_only: Generated<boolean>;
  created_at: Instant;
}

export interface ImportBatchTable {
  batch_id: Generated<number>;
  dataset_id: number;
  supplier: string;
  month_no: number | null;
  file_name: string;
  file_sha256: string;
  file_bytes: number;
  rows_read: number;
  rows_accepted: number;
  rows_rejected: number;
  rows_duplicate: number;
  rows_not_mapped: Generated<number>;
  report: Json<Record<string, unknown>>;
  state: Generated<'live' | 'replaced' | 'withdrawn'>;
  replaced_by: number | null;
  imported_by: string;
  imported_at: Instant;
  ended_at: Generated<Date | null>;
  ended_by: Generated<string | null>;
  ended_reason: Generated<string | null>;
  ended_version: Generated<number | null>;
}

export interface SupplyMonthTable {
  dataset_id: number;
  supplier: string;
  month_no: number;
  status: SupplyStatus;
  events: number;
  expected_events: number | null;
  reason: Generated<string>;
}

export interface AreaSetTable {
  area_set_id: Generated<number>;
  level: AreaLevel;
  family: string;
  boundary_year: number;
  vertex_spacing_m: number | null;
  simplified: boolean | null;
}

export interface AreaTable {
  area_id: Generated<number>;
  area_set_id: number;
  code: string;
  boundary_year: number;
  name: string;
  district_code: string | null;
  area_m2: number | null;
  /** Written through st_geomfromwkb / st_geomfromgeojson; read through st_asgeojson and friends, never raw. */
  geom: string | null;
  batch_id: number | null;
}

export interface AreaLookupTable {
  from_family: string;
  from_year: number;
  from_code: string;
  to_family: string;
  to_year: number;
  to_code: string;
  change_code: string | null;
  batch_id: number;
}

export interface AreaMeasureTable {
  dataset_id: number;
  batch_id: number;
  family: string;
  boundary_year: number;
  code: string;
  measure: string;
  reference_year: number;
  age_from: Generated<number>;
  age_to: Generated<number>;
  sex: Generated<'all' | 'female' | 'male'>;
  value: number;
}

export interface CategoryTable {
  category_id: Generated<number>;
  layer: string;
  slug: string;
  label: string;
}

export interface OutcomeTable {
  outcome_id: Generated<number>;
  label: string;
}

export interface PlaceNameTable {
  place_id: number;
  name: string;
}

export interface EventTable {
  batch_id: number;
  row_no: number;
  dataset_id: number;
  category_id: number;
  month_no: number;
  occurred_from: CivilTime;
  occurred_to: CivilTime;
  x: number | null;
  y: number | null;
  ward_id: number | null;
  lsoa_id: number | null;
  ward_method: 'p' | 'l' | 'f' | null;
  lsoa_method: 'p' | 'l' | 'f' | null;
  place_id: number | null;
  outcome_id: number | null;
  placed_by: Generated<PlacedBy | null>;
  precision_m: Generated<number | null>;
  age_from: Generated<number | null>;
  age_to: Generated<number | null>;
  geom: ColumnType<string | null, never, never>;
}

export interface WeightSetTable {
  weight_set_id: Generated<number>;
  slug: string;
  version: number;
  title: string;
  unit: string;
  layer: string;
  method: string;
  source: string;
  source_year: number;
  significant_digits: number;
  created_by: string;
  created_at: Instant;
}

export interface WeightRowTable {
  weight_set_id: number;
  category: string;
  weight: number | null;
  low: number | null;
  high: number | null;
  quality: 'published' | 'derived' | 'crude' | 'local';
  victim_reported: boolean;
  source: string;
  source_year: number;
  note: string;
}

export interface CompositeProfileTable {
  profile_id: Generated<number>;
  slug: string;
  version: number;
  title: string;
  note: string;
  recipe: Json<unknown>;
  created_by: string;
  created_at: Instant;
}

export interface FrozenResultTable {
  sha256: string;
  kind: string;
  title: string;
  data_version: number;
  body: string;
  frozen_by: string;
  frozen_at: Instant;
  /** What it is about, out of the body. */
  inputs: ColumnType<Partial<FrozenInputs> | null, never, never>;
}

export interface FrozenInputsTable {
  sha256: string;
  body: string;
}

/** Row types of the schema in sql/migrations; kept true by tests/sql/schema.test.ts. */
export interface Tables extends AccessTables, PartnerTables, SharingTables, WorkspaceTables {
  query_history: QueryHistoryTable;
  data_version: DataVersionTable;
  dataset: DatasetTable;
  import_batch: ImportBatchTable;
  supply_month: SupplyMonthTable;
  area_set: AreaSetTable;
  area: AreaTable;
  area_lookup: AreaLookupTable;
  area_measure: AreaMeasureTable;
  category: CategoryTable;
  outcome: OutcomeTable;
  place_name: PlaceNameTable;
  event: EventTable;
  weight_set: WeightSetTable;
  weight_row: WeightRowTable;
  composite_profile: CompositeProfileTable;
  frozen_result: FrozenResultTable;
  frozen_inputs: FrozenInputsTable;
}
