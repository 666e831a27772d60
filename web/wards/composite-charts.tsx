import type { CompositeArea, CompositeResult } from '../../server/contract/composites.ts';
import { formatCount, formatMeasure, formatShare, sayCount } from '../words/format.ts';
import { areaHref } from './address.ts';
import { ChartFigure } from './chart-figure.tsx';
import { RankMoves } from './charts/rank-moves.tsx';
import { StackedParts } from './charts/stacked-parts.tsx';
import { DataTable } from './data-table.tsx';
import { PartNumber } from './recipe-editor.tsx';
import { Section } from './report-parts.tsx';
import { formatSigned } from './words.ts';

const UNITS = {
  'z-score': 'Weighted z (0 is the average area)',
  percentile: 'Weighted percentile (0 to 100)',
  exponential: 'Weighted exponential score (0 to 100)',
} as const;

/** Each area in its parts, and how its rank moves with the weights and with each measure left out. */
export function CompositeCharts({ result }: { result: CompositeResult }) {
  const { areas, ingredients, recipe, sensitivity } = result;
  const parts = ingredients.map(({ label }) => label);
  const widest = areas.length > 40 ? areas.slice(0, 40) : areas;
  const fewer =
    widest.length < areas.length &&
    ` The ${widest.length} highest of ${areas.length} are drawn; the table has all.`;
  return (
    <>
      <Section title="What each total is made of" id="parts">
        <ol class="part-key">
          {ingredients.map((one, i) => (
            <li key={one.label}>
              <PartNumber at={i} />
              <span>
                {one.label}, weight {formatShare(one.weight)}{' '}
                <span class="quiet">
                  {one.unit}; {one.higherIsWorse ? 'higher is worse' : 'lower is worse'}. {one.source}
                  {one.areasWithout.length > 0 &&
                    `. No value for ${sayCount(one.areasWithout.length, 'area')}, not supplied or hidden`}
                </span>
              </span>
            </li>
          ))}
        </ol>
        <ChartFigure
          mostPx={1000}
          chart={(widthPx) => (
            <StackedParts
              rows={widest.map((area) => ({ ...area, parts: area.parts.map((part) => part.contribution) }))}
              parts={parts}
              unit={UNITS[recipe.scale]}
              label={`Totals in their parts, highest first: ${parts.map((part, i) => `${i + 1} ${part}`).join(', ')}. The table says the figures.`}
              widthPx={widthPx}
            />
          )}
          note={<>The stroke is the total. Parts to the left of 0 pull it down.{fewer}</>}
          table={<PartsTable areas={areas} parts={parts} linked={recipe.level === 'ward'} />}
        />
      </Section>
      <Section title="How sure is the order?" id="ranks">
        {sensitivity.notComputable ? (
          <p>Not computable: {sensitivity.notComputable.detail}</p>
        ) : (
          <ChartFigure
            mostPx={1000}
            chart={(widthPx) => <RankMoves areas={widest} widthPx={widthPx} />}
            note={
              <>
                Thick: where 95&nbsp;% of ranks fall while every weight moves by up to{' '}
                {formatShare(sensitivity.perturbation)} ({formatCount(sensitivity.draws)} draws). Thin: the
                best and worst rank with one measure left out.{fewer}
              </>
            }
            table={<RanksTable areas={areas} parts={parts} linked={recipe.level === 'ward'} />}
          />
        )}
      </Section>
    </>
  );
}

interface TableProps {
  areas: readonly CompositeArea[];
  parts: readonly string[];
  linked: boolean;
}

const nameOf = ({ code, name }: CompositeArea, linked: boolean) =>
  linked ? <a href={areaHref(code)}>{name}</a> : name;

function PartsTable({ areas, parts, linked }: TableProps) {
  return (
    <DataTable
      caption="Contribution of each measure; they sum to the total. The measure itself stands in brackets."
      keyOf={({ code }) => code}
      rows={areas}
      columns={[
        { name: 'name', label: 'Area', show: (area) => nameOf(area, linked) },
        { name: 'rank', label: 'Rank', isNumber: true, show: ({ rank }) => formatMeasure(rank) },
        { name: 'total', label: 'Total', isNumber: true, show: ({ total }) => formatSigned(total) },
        ...parts.map((part, i) => ({
          name: `part ${i}`,
          label: `${i + 1} ${part}`,
          isNumber: true,
          show: (area: CompositeArea) => {
            const own = area.parts[i];
            return own ? (
              <>
                {formatSigned(own.contribution)}
                <span class="interval-words">({formatMeasure(own.value)})</span>
              </>
            ) : (
              ''
            );
          },
        })),
      ]}
    />
  );
}

function RanksTable({ areas, parts, linked }: TableProps) {
  const range = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined
      ? 'Not computable'
      : from === to
        ? formatMeasure(from)
        : `${formatMeasure(from)}–${formatMeasure(to)}`;
  return (
    <DataTable
      caption="Rank, and how it moves."
      keyOf={({ code }) => code}
      rows={areas}
      columns={[
        { name: 'name', label: 'Area', show: (area) => nameOf(area, linked) },
        { name: 'rank', label: 'Rank', isNumber: true, show: ({ rank }) => formatMeasure(rank) },
        {
          name: 'one',
          label: 'One weight ±20 %',
          isNumber: true,
          show: ({ rankOneWeight }) => range(rankOneWeight?.from, rankOneWeight?.to),
        },
        {
          name: 'all',
          label: 'All weights ±20 %',
          isNumber: true,
          show: ({ rankAllWeights }) => range(rankAllWeights?.lower, rankAllWeights?.upper),
        },
        ...parts.map((part, i) => ({
          name: `without ${i}`,
          label: `Without ${i + 1} ${part}`,
          isNumber: true,
          show: ({ rankWithout }: CompositeArea) =>
            rankWithout?.[i] === undefined ? '' : formatMeasure(rankWithout[i]),
        })),
      ]}
    />
  );
}
