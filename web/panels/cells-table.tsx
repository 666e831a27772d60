import { useComputed } from '@preact/signals';
import { Swatch } from '../charts/legend.tsx';
import { type CellFacts, cellFacts, hottestCells } from '../state/cell-facts.ts';
import { places, select, shownCells, view } from '../state/store.ts';
import { sayBandShort } from '../words/bands.ts';
import { formatCount, formatMeasure, formatPeriod, formatPValue, formatZ } from '../words/format.ts';
import { sayWhat } from './finding.tsx';
import { type Column, SortableTable } from './sortable-table.tsx';

/** The map's cells as a table: everything that is drawn, hottest first. */
export function CellsTable() {
  const rows = useComputed(() => {
    const shown = shownCells.value;
    if (!shown) return [];
    return hottestCells(shown.result).map((index) => cellFacts(shown.result, index, places.value));
  });
  const shown = shownCells.value;
  if (!shown) return <p class="quiet">The cells are on their way.</p>;
  const { result, classes } = shown;
  if (rows.value.length === 0)
    return <p>No cell has an event in this selection, so there is nothing to list.</p>;
  const { selection } = view.value;
  const swatchOf = (cell: CellFacts) => classes.classes[classes.classOf[cell.index]!]!;

  const columns: Column<CellFacts>[] = [
    {
      name: 'place',
      label: 'Place',
      sortBy: (cell) => `${cell.place.replace(/^near /, '')} ${cell.gridReference}`,
      show: (cell) => (
        <>
          {cell.place}
          <span class="quiet"> {cell.gridReference}</span>
        </>
      ),
    },
    {
      name: 'events',
      label: 'Events',
      isNumber: true,
      sortBy: (cell) => cell.events,
      show: (cell) => formatCount(cell.events),
    },
    {
      name: 'density',
      label: <abbr title="Events per km² per year">per km² yr</abbr>,
      isNumber: true,
      sortBy: (cell) => cell.densityPerKm2Year,
      show: (cell) =>
        cell.densityPerKm2Year === null ? 'not computable' : formatMeasure(cell.densityPerKm2Year),
    },
  ];
  if (result.cells.z !== null)
    columns.push(
      {
        name: 'z',
        label: 'z',
        isNumber: true,
        sortBy: (cell) => cell.z,
        show: (cell) => (cell.z === null ? 'not computable' : formatZ(cell.z)),
      },
      {
        name: 'p',
        label: <abbr title="p, adjusted for the number of cells tested">adj. p</abbr>,
        isNumber: true,
        sortBy: (cell) => cell.pAdjusted,
        show: (cell) =>
          cell.pAdjusted === null
            ? 'not computable'
            : formatPValue(cell.pAdjusted).replace('under\u00a0', '<\u2009'),
      },
      {
        name: 'evidence',
        label: 'Evidence',
        sortBy: (cell) => (cell.band === null ? null : -cell.band),
        show: (cell) => (
          <span class="evidence">
            <Swatch of={swatchOf(cell)} />
            {sayBandShort(cell.band ?? 0)}
          </span>
        ),
      },
    );

  return (
    <SortableTable
      caption={
        <>
          {formatCount(rows.value.length)} of {formatCount(result.summary.cells)} cells have{' '}
          {result.parameters.statistic === 'density'
            ? 'a density above zero'
            : result.cells.band === null
              ? 'events'
              : 'events, or evidence from the cells around them'}
          . {sayWhat(view.value.categories)}, {formatPeriod(result.parameters.from, result.parameters.to)},
          hottest first.
        </>
      }
      columns={columns}
      rows={rows.value}
      keyOf={(cell) => `${cell.column},${cell.row}`}
      selectedKey={selection?.kind === 'cell' ? `${selection.column},${selection.row}` : null}
      onSelect={(cell) => select({ kind: 'cell', column: cell.column, row: cell.row })}
    />
  );
}
