import type { TableSpec } from '../steps/column-map.ts';
import type { Period } from '../steps/parse-period.ts';
import { parseCount } from '../steps/parse-values.ts';
import type { DatasetDefaults } from './event-kind.ts';
import type { FieldReader } from './place-fields.ts';
import type { RowReading } from './row-reading.ts';

/** One aggregate of a partner. */
export interface AreaCountRow {
  /** An aggregate has none; repeats are told by period, area and breakdown. */
  readonly reference?: undefined;
  readonly period: Period;
  /** As the file says it: lsoa, ward, district, lsoa21 ...; '' where the code must tell. */
  readonly areaType: string;
  readonly areaCode: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** null: hidden by the supplier. */
  readonly count: number | null;
}

/** A kind whose rows are counts that a partner has added up. */
export interface AreaCountKind {
  readonly table: TableSpec;
  readonly dataset: Omit<DatasetDefaults, 'layer'>;
  readonly measure: string;
  readonly leavesOut: readonly { readonly columns: RegExp; readonly because: string }[];
  readCount(field: FieldReader): RowReading<AreaCountRow>;
  /** Rows are single records to be added up by period, area and dimensions, not counts already. */
  readonly addsUp?: boolean;
}

/** Marks that suppliers put where a count is hidden: c, *, x, [c], <5, 1-4, 1 to 7, supp. */
const HIDDEN =
  /^(?:\[?[cx]\]?|\*+|#|~|\[?low\]?|supp(?:ressed)?|(?:<|less than|fewer than) ?\d{1,2}|1 ?(?:-|to) ?\d{1,2})$/i;

/** A supplied count, or null where the supplier hid it; undefined where it is neither. */
export function parseSuppliedCount(text: string): number | null | undefined {
  return HIDDEN.test(text) ? null : parseCount(text);
}

/** The area columns that aggregates share. */
export const AREA_FIELDS = [
  {
    name: 'areaType',
    says: 'kind of area: lsoa, ward or district',
    names: ['area_type', 'area type', 'geography type', 'level'],
  },
  {
    name: 'areaCode',
    says: 'code of the area',
    names: [
      'area_code',
      'area code',
      'geography code',
      'code',
      'lsoa21cd',
      'lsoa11cd',
      'lsoa code',
      'ward code',
      'lad code',
    ],
    pattern: /^(?:lsoa|wd|ward|lad|msoa) ?(?:20)?\d\d ?(?:cd|code)$/,
  },
] as const;
