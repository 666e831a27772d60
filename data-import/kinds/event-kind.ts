import type { DatasetTable } from '../../server/db/tables.ts';
import type { TableSpec } from '../steps/column-map.ts';
import type { When } from '../steps/parse-when.ts';
import type { FieldReader, PlaceClues } from './place-fields.ts';
import type { CategoryName, RowReading } from './row-reading.ts';

/** One incident, attendance or stop as it is kept: no reference, no name, no free text. */
export interface EventRow {
  /** The partner's own reference, to find repeats within the file; '' = never compared. Not kept. */
  readonly reference: string;
  readonly when: When;
  readonly category: CategoryName;
  /** What came of it, from a closed list; null = not stated. */
  readonly outcome: string | null;
  /** Years [from, to); null = not stated. */
  readonly ageFrom: number | null;
  readonly ageTo: number | null;
  readonly place: PlaceClues;
}

/** What a dataset of a kind is, before its source says more. */
export type DatasetDefaults = Pick<
  DatasetTable,
  'title' | 'sensitivity_class' | 'owner' | 'licence' | 'attribution'
> & {
  /** The layer of its events and the slug of its categories. */
  readonly layer: string;
  readonly supplier: string;
  readonly contextOnly?: boolean;
};

/** A kind whose rows are events. */
export interface EventKind {
  readonly table: TableSpec;
  readonly dataset: DatasetDefaults;
  /** Columns that are read past on purpose, with the reason, by normalised name. */
  readonly leavesOut: readonly { readonly columns: RegExp; readonly because: string }[];
  readEvent(field: FieldReader): RowReading<EventRow>;
}

/** Terms of data shared by a partner: what may be done with it stands in the record of sharing. */
export const PARTNER_TERMS = {
  licence: 'Shared under agreement',
  attribution: 'Shared by the partner under a record of sharing; not for publication',
} as const;

export const OPEN_TERMS = {
  licence: 'Open Government Licence v3.0',
  attribution: 'Contains public sector information licensed under the Open Government Licence v3.0',
} as const;
