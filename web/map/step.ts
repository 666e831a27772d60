import { hottest, select, shownCells, shownWards, view } from '../state/store.ts';

/** Selects the next (1) or previous (-1) in the order of the table, round the end. */
export function step(by: 1 | -1): void {
  const { selection, page } = view.value;
  if (page === 'wards') {
    const wards = shownWards.value?.result.wards ?? [];
    const at = wards.findIndex((w) => selection?.kind === 'ward' && w.code === selection.code);
    const next = wards[at < 0 ? (by > 0 ? 0 : wards.length - 1) : (at + by + wards.length) % wards.length];
    if (next) select({ kind: 'ward', code: next.code });
    return;
  }
  const shown = shownCells.value;
  if (!shown) return;
  const { column, row } = shown.result.cells;
  const order = hottest.value;
  const at = order.findIndex(
    (i) => selection?.kind === 'cell' && column[i] === selection.column && row[i] === selection.row,
  );
  const next = order[at < 0 ? (by > 0 ? 0 : order.length - 1) : (at + by + order.length) % order.length];
  if (next !== undefined) select({ kind: 'cell', column: column[next]!, row: row[next]! });
}
