import { areaColumn } from '../steps/area-column.ts';
import type { OpenTable } from './open-table.ts';

/** The vintages that a header states for its LSOA and ward codes: lsoa21cd is 2021; a plain "LSOA code" states none. */
export function vintagesOf(table: OpenTable): { lsoa: number | undefined; ward: number | undefined } {
  return { lsoa: yearOf(table.nameOf('lsoa')), ward: yearOf(table.nameOf('ward')) };
}

/** The year in a column's name, or undefined. */
export function yearOf(column: string): number | undefined {
  const known = areaColumn(column.trim().replace(/\s+/g, ' '));
  if (known) return known.boundaryYear <= 2100 ? known.boundaryYear : undefined;
  const year = /(?:^|[^\d])(20\d\d)(?:[^\d]|$)/.exec(column)?.[1];
  if (year) return Number(year);
  const short = /(?:lsoa|wd|ward|lad|msoa)[ _]?(\d\d)(?:[^\d]|$)/i.exec(column)?.[1];
  return short ? 2000 + Number(short) : undefined;
}
