import { Swatch } from '../charts/legend.tsx';
import { cellAt, hottest, select, shownCells, view } from '../state/store.ts';
import { sayBandShort } from '../words/bands.ts';
import { formatCount, formatMeasure, formatPeriod, formatPValue, formatZ } from '../words/format.ts';
import { sayWhat } from './finding.tsx';
import { type Column, SortableTable } from './sortable-table.tsx';

const NOT_COMPUTABLE = 'not computable';

/** The map's cells as a table: everything that is drawn, hottest first. Rows are indexes of cells. */
export function CellsTable() {
  const shown = shownCells.value;
  if (!shown) return <p class="quiet">There are no cells to list yet.</p>;
  const { result, classes } = shown;
  const { cells } = result;
  const rows = hottest.value;
  if (rows.length === 0) return <p>No cell has an event in this selection, so there is nothing to list.</p>;
  const { selection } = view.value;
  const facts = cellAt.value;

  const columns: Column<number>[] = [
    {
      name: 'place',
      label: 'Place',
      sortBy: (i) => `${facts(i)?.place.replace(/^near /, '')} ${facts(i)?.gridReference}`,
      show: (i) => (
        <>
          {facts(i)?.place}
          <span class="quiet"> {facts(i)?.gridReference}</span>
        </>
      ),
    },
    {
      name: 'events',
      label: 'Events',
      isNumber: true,
      sortBy: (i) => cells.events[i]!,
      show: (i) => formatCount(cells.events[i]!),
    },
    {
      name: 'density',
      label: <abbr title="Events per km² per year">per km² yr</abbr>,
      isNumber: true,
      sortBy: (i) => cells.densityPerKm2Year[i] ?? null,
      show: (i) => sayOrNot(cells.densityPerKm2Year[i], formatMeasure),
    },
  ];
  const { z, pAdjusted, band } = cells;
  if (z !== null && pAdjusted !== null && band !== null)
    columns.push(
      {
        name: 'z',
        label: 'z',
        isNumber: true,
        sortBy: (i) => z[i] ?? null,
        show: (i) => sayOrNot(z[i], formatZ),
      },
      {
        name: 'p',
        label: <abbr title="p, adjusted for the number of cells tested">adj. p</abbr>,
        isNumber: true,
        sortBy: (i) => pAdjusted[i] ?? null,
        show: (i) => sayOrNot(pAdjusted[i], (p) => formatPValue(p).replace('under\u00a0', '<\u2009')),
      },
      {
        name: 'evidence',
        label: 'Evidence',
        sortBy: (i) => -band[i]!,
        show: (i) => (
          <span class="evidence">
            <Swatch of={classes.classes[classes.classOf[i]!]!} />
            {cells.bandWithheld?.[i] ? 'Withheld' : sayBandShort(band[i]!)}
          </span>
        ),
      },
    );

  return (
    <SortableTable
      caption={
        <>
          {formatCount(rows.length)} of {formatCount(result.summary.cells)} cells have{' '}
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
      rows={rows}
      keyOf={(i) => `${cells.column[i]},${cells.row[i]}`}
      selectedKey={selection?.kind === 'cell' ? `${selection.column},${selection.row}` : null}
      onSelect={(i) => select({ kind: 'cell', column: cells.column[i]!, row: cells.row[i]! })}
    />
  );
}

function sayOrNot(value: number | null | undefined, say: (value: number) => string): string {
  return value === null || value === undefined ? NOT_COMPUTABLE : say(value);
}
