import type { Concentration } from '../../server/contract/area-pages.ts';
import { formatCount, formatShare, keepUnits } from '../words/format.ts';
import { ChartFigure } from './chart-figure.tsx';
import { LorenzChart } from './charts/lorenz-chart.tsx';
import { DataTable } from './data-table.tsx';

interface Props {
  concentrations: readonly Concentration[];
  /** The board's sentence, where there is one. */
  lead: string | null;
}

/** How much the busiest places hold: the curve, Gini, and the places that reach 25, 50 and 80 %. */
export function ConcentrationSection({ concentrations, lead }: Props) {
  const curves = concentrations
    .filter(({ notComputable }) => notComputable === null)
    .map((concentration) => ({ concentration, name: concentration.unit }));
  const said = lead ?? concentrations[0]?.reading ?? '';
  return (
    <>
      {said !== '' && <p class="section-lead">{keepUnits(said)}</p>}
      {concentrations
        .filter(({ notComputable }) => notComputable !== null)
        .map(({ unit, notComputable }) => (
          <p key={unit} class="quiet">
            Not computable for {unit}: {keepUnits(notComputable?.detail ?? '')}
          </p>
        ))}
      {curves.length > 0 && (
        <ChartFigure
          mostPx={460}
          chart={(widthPx) => <LorenzChart curves={curves} widthPx={widthPx} />}
          note="Places in order, busiest first; the ring marks half of all events. The further the curve stands from the dotted line, the more concentrated."
        />
      )}
      {curves
        .filter(({ concentration: { reading } }) => reading !== '' && reading !== said)
        .map(({ name, concentration: { reading } }) => (
          <p key={name} class="chart-note">
            {keepUnits(reading)}
          </p>
        ))}
      {curves.length > 0 && (
        <DataTable
          caption={`Fewest places that hold a share of all events. Gini: 0 even, 1 all in one place.${
            curves.some(({ concentration: { hidden } }) => hidden)
              ? ' Where counts are hidden, so many places at most, and a Gini of at least so much.'
              : ''
          }`}
          keyOf={({ name }) => name}
          rows={curves}
          columns={[
            { name: 'unit', label: 'Places', show: ({ name }) => name },
            {
              name: 'gini',
              label: 'Gini',
              isNumber: true,
              show: ({ concentration: { gini } }) => (gini === null ? 'Not computable' : gini.toFixed(2)),
            },
            ...[25, 50, 80].map((percent) => ({
              name: `reach${percent}`,
              label: `${percent}\u00a0% in`,
              isNumber: true,
              show: ({ concentration }: (typeof curves)[number]) => sayReach(concentration, percent),
            })),
          ]}
        />
      )}
    </>
  );
}

function sayReach({ toReach, places }: Concentration, percent: number) {
  const reached = toReach.find((row) => row.percent === percent);
  if (!reached) return '';
  return (
    <>
      {formatCount(reached.places)}
      <span class="interval-words">
        of {formatCount(places)} ({formatShare(reached.placeShare)})
      </span>
    </>
  );
}
