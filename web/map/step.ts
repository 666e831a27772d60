import { wardsShownOf } from '../state/scene.ts';
import { isOfWards, main, mode, periodChange, select, shownCells, view } from '../state/store.ts';

/** Selects the next (1) or previous (-1) in the order of the table, round the end. */
export function step(by: 1 | -1): void {
  const { selection } = view.value;
  if (isOfWards.value) {
    const wards = mode.value === 'change' ? (periodChange.state.value.data?.wards ?? []) : wardsShownOf(main);
    const at = wards.findIndex((w) => selection?.kind === 'ward' && w.code === selection.code);
    const next = wards[nextOf(at, wards.length, by)];
    if (next) select({ kind: 'ward', code: next.code });
    return;
  }
  const shown = shownCells.value;
  if (!shown) return;
  const { column, row } = shown;
  const order = shown.listed();
  const at = order.findIndex(
    (i) => selection?.kind === 'cell' && column[i] === selection.column && row[i] === selection.row,
  );
  const next = order[nextOf(at, order.length, by)];
  if (next !== undefined) select({ kind: 'cell', column: column[next]!, row: row[next]! });
}

function nextOf(at: number, length: number, by: 1 | -1): number {
  return at < 0 ? (by > 0 ? 0 : length - 1) : (at + by + length) % length;
}
