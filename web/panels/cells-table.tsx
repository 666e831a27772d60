import { main, placeOfCell, select, shownCells, studyArea, view } from '../state/store.ts';
import { formatCount, formatPeriod, sayCount } from '../words/format.ts';
import { cellColumns, sayListed } from './cell-columns.tsx';
import { sayScope } from './finding.tsx';
import { type Column, SortableTable } from './sortable-table.tsx';

/** The map's cells as a table: everything that is drawn, the most telling first. Rows are indexes of cells. */
export function CellsTable() {
  const shown = shownCells.value;
  if (!shown) return <p class="quiet">There are no cells to list yet.</p>;
  const rows = shown.listed();
  if (rows.length === 0) return <p>No cell has an event in this selection, so there is nothing to list.</p>;
  const { selection } = view.value;
  const placeOf = placeOfCell.value;
  const place: Column<number> = {
    name: 'place',
    label: 'Place',
    sortBy: (i) => `${placeOf(shown, i).place.replace(/^near /, '')} ${placeOf(shown, i).gridReference}`,
    show: (i) => (
      <>
        {placeOf(shown, i).place}
        <span class="quiet"> {placeOf(shown, i).gridReference}</span>
      </>
    ),
  };
  const { from, to } = shown.result.parameters;
  const [what, , times] = sayScope(main)?.split(' · ') ?? [];
  return (
    <SortableTable
      // A table of another mode begins in its own order.
      key={shown.mode}
      caption={
        <>
          {formatCount(rows.length)} of {sayCount(shown.length, 'cell')} {sayListed(shown)} {what},{' '}
          {formatPeriod(from, to)}
          {times && `, ${times}`}
          {studyArea.value?.level === 'drawn' && `, ${studyArea.value.name}`}.
        </>
      }
      columns={[place, ...cellColumns(shown)]}
      rows={rows}
      keyOf={(i) => `${shown.column[i]},${shown.row[i]}`}
      selectedKey={selection?.kind === 'cell' ? `${selection.column},${selection.row}` : null}
      onSelect={(i) => select({ kind: 'cell', column: shown.column[i]!, row: shown.row[i]! })}
    />
  );
}
