import { interpolatePuOr } from 'd3';
import { hexOf } from './colours.ts';
import type { MapClass, MapClasses } from './map-classes.ts';

/** Columns of a comparison of two periods, one entry a cell or ward. */
export interface ChangeColumns {
  before: readonly number[];
  after: readonly number[];
  pAdjusted: readonly (number | null)[];
  /** 1 more, -1 fewer, 0 no evidence of a change, null nothing in either period. */
  direction: readonly (1 | -1 | 0 | null)[];
}

/** Surer than this is the darker step. */
const SURE_P = 0.01;

/** d3's PuOr, orange for more and purple for fewer: never red against green. Fewer is hatched for grey prints. */
const MORE = [hexOf(interpolatePuOr(0.94)), hexOf(interpolatePuOr(0.78))] as const;
const FEWER = [hexOf(interpolatePuOr(0.08)), hexOf(interpolatePuOr(0.25))] as const;

/** The classes of a change: two steps of evidence each way, in order from more to fewer, then what says nothing. */
export function changeClasses(columns: ChangeColumns, of: 'cells' | 'wards'): MapClasses {
  const classes: MapClass[] = [
    { label: 'More than before, 99\u00a0% sure', colour: MORE[0], pattern: 'solid', count: 0 },
    { label: 'More than before, 95\u00a0% sure', colour: MORE[1], pattern: 'solid', count: 0 },
    { label: 'No evidence of a change', colour: '#ffffff', pattern: 'none', count: 0 },
    { label: 'Fewer than before, 95\u00a0% sure', colour: FEWER[1], pattern: 'hatch', count: 0 },
    { label: 'Fewer than before, 99\u00a0% sure', colour: FEWER[0], pattern: 'hatch', count: 0 },
    { label: 'None in either period', colour: '#ffffff', pattern: 'none', count: 0 },
  ];
  const classOf = Int8Array.from(columns.direction, (direction, i) =>
    changeClass(direction, columns.pAdjusted[i]),
  );
  for (const k of classOf) classes[k]!.count++;
  return { title: 'Change between the periods', unit: '', of, classes, classOf };
}

function changeClass(direction: 1 | -1 | 0 | null, pAdjusted: number | null | undefined): number {
  if (direction === null) return 5;
  const sure = pAdjusted != null && pAdjusted < SURE_P;
  if (direction === 1) return sure ? 0 : 1;
  if (direction === -1) return sure ? 4 : 3;
  return 2;
}
