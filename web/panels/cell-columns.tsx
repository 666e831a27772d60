import type { ComponentChildren } from 'preact';
import { Swatch } from '../charts/legend.tsx';
import type { ShownCells } from '../state/shown-cells.ts';
import { sayBandShort } from '../words/bands.ts';
import { sayDirection, sayEmerging, sayShown } from '../words/cell-line.ts';
import { capitalMany, countedIn } from '../words/counted.ts';
import { formatCount, formatMeasure, formatPValue, formatRatio, formatZ } from '../words/format.ts';
import type { Column } from './sortable-table.tsx';

const NOT_COMPUTABLE = 'not computable';

/** Which cells the table lists, and in what order, in words for its caption. */
export function sayListed(shown: ShownCells): string {
  switch (shown.mode) {
    case 'hot-spots':
      return shown.result.parameters.statistic === 'density'
        ? 'have a density above zero, densest first.'
        : shown.result.cells.band === null
          ? `have ${countedIn(shown.result).many}, most ${shown.result.harm ? 'harm ' : ''}first.`
          : `have ${countedIn(shown.result).many}, or evidence from the cells around them, hottest first.`;
    case 'coincidence':
      return 'have events of either layer, or evidence from the cells around them; hot for both first.';
    case 'change':
      return 'have events in either period, surest change first.';
    case 'emerging':
      return 'have a pattern, most hot months first.';
  }
}

/** The columns of the table after the place, by mode. Rows are indexes of cells. */
export function cellColumns(shown: ShownCells): Column<number>[] {
  if (shown.mode === 'hot-spots') return hotSpotColumns(shown);
  if (shown.mode === 'coincidence') return coincidenceColumns(shown);
  return shown.mode === 'change' ? changeColumns(shown) : emergingColumns(shown);
}

function hotSpotColumns(shown: ShownCells & { mode: 'hot-spots' }): Column<number>[] {
  const { cells } = shown.result;
  const counted = countedIn(shown.result);
  const columns: Column<number>[] = [
    counts('events', capitalMany(counted), cells.events),
    {
      name: 'density',
      label: (
        <abbr title={`${capitalMany(counted)} per km²${counted.perYear}`}>
          {shown.result.register ? 'per km²' : 'per km² yr'}
        </abbr>
      ),
      isNumber: true,
      sortBy: (i) => cells.densityPerKm2Year[i] ?? null,
      show: (i) => sayOrNot(cells.densityPerKm2Year[i], formatMeasure),
    },
  ];
  const { harm } = cells;
  if (harm && shown.result.harm)
    columns.unshift({
      name: 'harm',
      label: <abbr title={shown.result.harm.title}>Harm, {shown.result.harm.unit}</abbr>,
      isNumber: true,
      sortBy: (i) => harm[i] ?? null,
      show: (i) => sayOrNot(harm[i], formatMeasure),
    });
  const { z, pAdjusted, band } = cells;
  if (z === null || pAdjusted === null || band === null) return columns;
  return [
    ...columns,
    {
      name: 'z',
      label: 'z',
      isNumber: true,
      sortBy: (i) => z[i] ?? null,
      show: (i) => sayOrNot(z[i], formatZ),
    },
    adjusted('p', 'adj. p', pAdjusted),
    evidence(
      shown,
      (i) => -band[i]!,
      (i) => (cells.bandWithheld?.[i] ? 'Withheld' : sayBandShort(band[i]!)),
    ),
  ];
}

function coincidenceColumns(shown: ShownCells & { mode: 'coincidence' }): Column<number>[] {
  const { cells, first, second } = shown.result;
  const rank = [3, 2, 1, 0, 4];
  const side = (which: 'first' | 'second'): Column<number> => {
    const { what } = which === 'first' ? first : second;
    const [events, p] =
      which === 'first'
        ? [cells.firstEvents, cells.firstPAdjusted]
        : [cells.secondEvents, cells.secondPAdjusted];
    return {
      name: which,
      label: (
        <abbr title={`${capital(what)}: events, and p adjusted for the number of cells tested`}>
          {capital(what)}
        </abbr>
      ),
      isNumber: true,
      sortBy: (i) => events[i] ?? null,
      show: (i) => (
        <>
          {sayShown(events[i])}
          {p[i] != null && <span class="interval-words">adj. p {sayP(p[i]!)}</span>}
        </>
      ),
    };
  };
  return [
    side('first'),
    side('second'),
    evidence(
      shown,
      (i) => rank[cells.jointClass[i]!]!,
      (i) =>
        ['Neither', `${capital(first.what)} only`, `${capital(second.what)} only`, 'Both', 'Not shown'][
          cells.jointClass[i]!
        ]!,
      'Hot for',
    ),
  ];
}

function changeColumns(shown: ShownCells & { mode: 'change' }): Column<number>[] {
  const { cells } = shown.result;
  return [
    counts('before', 'Before', cells.before),
    counts('after', 'After', cells.after),
    {
      name: 'ratio',
      label: <abbr title="Events a day after, over before">Times</abbr>,
      isNumber: true,
      sortBy: (i) => cells.ratio[i] ?? null,
      show: (i) => (cells.ratio[i] == null ? 'none before' : formatRatio(cells.ratio[i]!)),
    },
    adjusted('p', 'adj. p', cells.pAdjusted),
    evidence(
      shown,
      (i) => -(cells.direction[i] ?? 0),
      (i) =>
        capital(sayDirection(cells.direction[i] ?? null)).replace(
          / (than before|of a change|in either period)/,
          '',
        ),
      'Change',
    ),
  ];
}

function emergingColumns(shown: ShownCells & { mode: 'emerging' }): Column<number>[] {
  const { cells, classes, months } = shown.result;
  const name = (i: number) => sayEmerging(classes[cells.emergingClass[i]!]!.emergingClass);
  return [
    counts('events', 'Events', cells.events),
    {
      name: 'hot-months',
      label: <abbr title={`Months in which the cell was hot, of ${months.length}`}>Hot months</abbr>,
      isNumber: true,
      sortBy: (i) => cells.hotMonths[i]!,
      show: (i) => `${formatCount(cells.hotMonths[i]!)} of ${formatCount(months.length)}`,
    },
    {
      name: 'trend',
      label: <abbr title="Two-sided p of the trend (Mann-Kendall)">trend p</abbr>,
      isNumber: true,
      sortBy: (i) => cells.trendP[i] ?? null,
      show: (i) => sayOrNot(cells.trendP[i], sayP),
    },
    evidence(shown, (i) => cells.emergingClass[i]!, name, 'Pattern'),
  ];
}

function counts(name: string, label: string, of: readonly number[]): Column<number> {
  return { name, label, isNumber: true, sortBy: (i) => of[i]!, show: (i) => formatCount(of[i]!) };
}

function adjusted(name: string, label: string, of: readonly (number | null)[]): Column<number> {
  return {
    name,
    label: <abbr title="p, adjusted for the number of cells tested">{label}</abbr>,
    isNumber: true,
    sortBy: (i) => of[i] ?? null,
    show: (i) => sayOrNot(of[i], sayP),
  };
}

function evidence(
  { classes }: ShownCells,
  sortBy: (index: number) => number,
  say: (index: number) => string,
  label = 'Evidence',
): Column<number> {
  return {
    name: 'evidence',
    label,
    sortBy,
    show: (i) => (
      <span class="evidence">
        <Swatch of={classes.classes[classes.classOf[i]!]!} />
        <span>{say(i)}</span>
      </span>
    ),
  };
}

function sayP(p: number): ComponentChildren {
  return formatPValue(p).replace('under\u00a0', '<\u2009');
}

function sayOrNot(
  value: number | null | undefined,
  say: (value: number) => ComponentChildren,
): ComponentChildren {
  return value == null ? NOT_COMPUTABLE : say(value);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
