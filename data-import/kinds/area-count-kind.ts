import type { TableSpec } from '../steps/column-map.ts';
import { type Period, parsePeriod } from '../steps/parse-period.ts';
import { clip, parseCount } from '../steps/parse-values.ts';
import type { DatasetDefaults } from './event-kind.ts';
import type { FieldReader } from './place-fields.ts';
import { type RowReading, rejected } from './row-reading.ts';

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

/**
 * What every row of counts says: its period, its area and its count, broken down by what the kind adds.
 *
 * @param examples periods that this kind's senders write, for the refusal of a row
 * @param dimensions what the count is broken down by; those that say "all" are left out, the row is a total over them
 */
export function readCountRow(
  field: FieldReader,
  examples: string,
  dimensions: Readonly<Record<string, string>>,
): RowReading<AreaCountRow> {
  const period = parsePeriod(field('period'));
  if (!period)
    return rejected('period', 'period-wrong', `The period is not one that is read, such as ${examples}.`);
  const count = parseSuppliedCount(field('count'));
  if (count === undefined)
    return rejected(
      'count',
      'count-wrong',
      'A count is neither a whole number nor a mark for a hidden one (c, *, <5).',
    );
  return {
    row: {
      period,
      areaType: field('areaType'),
      areaCode: field('areaCode'),
      dimensions: withoutTotals(dimensions),
      count,
    },
  };
}

/** Dimensions that say "all" are left out: the row is a total over them. */
function withoutTotals(dimensions: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(dimensions)
      .filter(([, value]) => value !== '' && !/^(all|total|any|all ages)$/i.test(value))
      .map(([name, value]) => [name, clip(value, 80)]),
  );
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
