import type { CoincidenceResult } from '../../server/contract/coincidence.ts';
import type { EmergingResult } from '../../server/contract/emerging.ts';
import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { PeriodChangeResult } from '../../server/contract/period-change.ts';
import { cellClasses } from '../charts/cell-classes.ts';
import { changeClasses } from '../charts/change-classes.ts';
import { coincidenceClasses } from '../charts/coincidence-classes.ts';
import { emergingClasses } from '../charts/emerging-classes.ts';
import type { MapClasses } from '../charts/map-classes.ts';
import { createLattice, type Lattice } from '../map/lattice.ts';
import { hottestCells } from './cell-facts.ts';

/** A result that is drawn as cells, by the mode that asked for it. */
export type CellResult =
  | { mode: 'hot-spots'; result: HotSpotResult }
  | { mode: 'coincidence'; result: CoincidenceResult }
  | { mode: 'change'; result: PeriodChangeResult }
  | { mode: 'emerging'; result: EmergingResult };

/** What follows from a result for the map, the legend and the table: the same cells in the same classes for all three. */
export type ShownCells = CellResult & {
  cellSizeM: number;
  /** Cells with figures; the lattice may hold hidden ones after them. */
  length: number;
  column: readonly number[];
  row: readonly number[];
  lattice: Lattice;
  classes: MapClasses;
  /** Why the cells after `length` have no figure. */
  hiddenReason: string | null;
  /** Indexes of the cells that the table lists, the most telling first. */
  listed(): readonly number[];
};

export function showCells(of: CellResult): ShownCells {
  const { cells } = of.result;
  const { cellSizeM } = of.result.parameters;
  const hidden = of.mode === 'hot-spots' ? of.result.hiddenCells : undefined;
  const placed = hidden
    ? {
        length: cells.length + hidden.length,
        column: [...cells.column, ...hidden.column],
        row: [...cells.row, ...hidden.row],
      }
    : cells;
  let order: readonly number[] | null = null;
  return {
    ...of,
    cellSizeM,
    length: cells.length,
    column: cells.column,
    row: cells.row,
    lattice: createLattice(placed, cellSizeM),
    classes: classesOf(of),
    hiddenReason: hidden?.reason ?? null,
    listed: () => {
      order ??= orderOf(of);
      return order;
    },
  };
}

function classesOf(of: CellResult): MapClasses {
  if (of.mode === 'hot-spots') return cellClasses(of.result);
  if (of.mode === 'coincidence') return coincidenceClasses(of.result).classes;
  return of.mode === 'change' ? changeClasses(of.result.cells, 'cells') : emergingClasses(of.result);
}

function orderOf(of: CellResult): readonly number[] {
  if (of.mode === 'hot-spots') return hottestCells(of.result);
  if (of.mode === 'coincidence') return orderCoincidence(of.result);
  return of.mode === 'change' ? orderChange(of.result) : orderEmerging(of.result);
}

/** Hot in both first, by the weaker of the two scores; then one alone; then what is not shown. */
function orderCoincidence({ cells }: CoincidenceResult): number[] {
  const rank = [4, 1, 1, 0, 2];
  const heat = (i: number) => {
    const [a, b] = [cells.firstZ[i] ?? -99, cells.secondZ[i] ?? -99];
    return cells.jointClass[i] === 3 ? Math.min(a, b) : Math.max(a, b);
  };
  return indexes(cells.length)
    .filter(
      (i) => cells.jointClass[i] !== 0 || (cells.firstEvents[i] ?? 0) + (cells.secondEvents[i] ?? 0) > 0,
    )
    .sort((a, b) => rank[cells.jointClass[a]!]! - rank[cells.jointClass[b]!]! || heat(b) - heat(a) || b - a);
}

/** Most certain change first; what was seen in neither period is not listed. */
function orderChange({ cells }: PeriodChangeResult): number[] {
  return indexes(cells.length)
    .filter((i) => cells.before[i]! + cells.after[i]! > 0)
    .sort(
      (a, b) =>
        (cells.pAdjusted[a] ?? 2) - (cells.pAdjusted[b] ?? 2) ||
        (cells.p[a] ?? 2) - (cells.p[b] ?? 2) ||
        cells.after[b]! - cells.after[a]! ||
        b - a,
    );
}

/** Every cell with a pattern: hot before cold, most hot months first; then the rest with events. */
function orderEmerging({ cells }: EmergingResult): number[] {
  return indexes(cells.length)
    .filter((i) => cells.emergingClass[i] !== 0)
    .sort(
      (a, b) => cells.hotMonths[b]! - cells.hotMonths[a]! || cells.events[b]! - cells.events[a]! || b - a,
    );
}

function indexes(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
