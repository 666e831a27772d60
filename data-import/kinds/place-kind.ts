import type { TableSpec } from '../steps/column-map.ts';
import type { DatasetDefaults } from './event-kind.ts';
import type { FieldReader, PlaceClues } from './place-fields.ts';
import type { CategoryName, RowReading } from './row-reading.ts';

/** A business, licensed home or service as it is kept. */
export interface PlaceRow {
  /** To find repeats within the file; '' = never compared. Not kept. */
  readonly reference: string;
  readonly category: CategoryName;
  /** Of a business or a service; null for homes. */
  readonly name: string | null;
  /** 'YYYY-MM-DD', half-open; null = not stated. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly place: PlaceClues;
}

/** A kind whose rows are places, from a register that is replaced whole. */
export interface PlaceKind {
  readonly table: TableSpec;
  readonly dataset: DatasetDefaults;
  readonly leavesOut: readonly { readonly columns: RegExp; readonly because: string }[];
  readPlace(field: FieldReader): RowReading<PlaceRow>;
}
