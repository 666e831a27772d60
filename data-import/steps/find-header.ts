import { detectColumnMap, type TableSpec, unmetNeeds } from './column-map.ts';
import type { TableRow } from './table-row.ts';

/** Where the header of a sheet stands. */
export interface FoundHeader {
  /** Place in the rows given. */
  readonly index: number;
  /** Fields that its names give, and how many needs they leave open. */
  readonly fields: number;
  readonly unmet: number;
}

/** Title rows and notes above a header: ONS workbooks have up to a dozen. */
export const ROWS_LOOKED_AT = 30;

/**
 * The row that reads most like this kind's header: fewest needs unmet, then most fields found, then the first.
 * Rows above it (titles, notes, dates of extract) are skipped.
 */
export function findHeader(
  kind: string,
  rows: readonly TableRow[],
  spec: TableSpec,
): FoundHeader | undefined {
  let best: FoundHeader | undefined;
  for (const [index, { fields: header }] of rows.slice(0, ROWS_LOOKED_AT).entries()) {
    const map = detectColumnMap(kind, header, spec);
    const fields = Object.keys(map.columns).length;
    const unmet = unmetNeeds(map, spec).length;
    if (fields === 0) continue;
    if (!best || unmet < best.unmet || (unmet === best.unmet && fields > best.fields))
      best = { index, fields, unmet };
  }
  return best;
}

/** The first of the rows with most cells filled in: a header whose names say nothing to this kind. */
export function widestRow(rows: readonly TableRow[]): FoundHeader | undefined {
  const filled = rows
    .slice(0, ROWS_LOOKED_AT)
    .map(({ fields }) => fields.filter((text) => text.trim() !== '').length);
  const most = Math.max(0, ...filled);
  return most < 2 ? undefined : { index: filled.indexOf(most), fields: 0, unmet: Number.MAX_SAFE_INTEGER };
}
