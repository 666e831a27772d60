import type { CategoryMix } from '../../server/contract/area-pages.ts';
import { formatCount, formatShare, formatShareInterval } from '../words/format.ts';
import { ChartFigure } from './chart-figure.tsx';
import { MixChart } from './charts/mix-chart.tsx';
import { DataTable } from './data-table.tsx';

const AGAINST = {
  more: 'More than the district',
  less: 'Less than the district',
  similar: 'Similar',
} as const;

/** Category mix against the district, judged by the interval. */
export function MixSection({
  mix,
  ward,
  district,
}: {
  mix: readonly CategoryMix[];
  ward: string;
  district: string;
}) {
  if (mix.every(({ events }) => events === 0)) return <p>No events in this period.</p>;
  const named = (side: CategoryMix['against']) =>
    mix.filter(({ against }) => against === side).map(({ label }) => label.toLowerCase());
  const [more, less] = [named('more'), named('less')];
  return (
    <>
      <p class="section-lead">
        {more.length + less.length === 0
          ? `No evidence that the mix of ${ward} differs from ${district}’s.`
          : [
              more.length > 0 ? `A larger share than in ${district}: ${more.join(', ')}.` : '',
              less.length > 0 ? `A smaller share: ${less.join(', ')}.` : '',
            ].join(' ')}
      </p>
      <ChartFigure
        mostPx={600}
        chart={(widthPx) => <MixChart mix={mix} widthPx={widthPx} />}
        table={
          <DataTable
            caption="Share of each category in the ward and in the district; 95 % intervals in brackets."
            keyOf={({ slug }) => slug}
            rows={mix}
            columns={[
              { name: 'label', label: 'Category', show: ({ label }) => label },
              { name: 'events', label: 'Events', isNumber: true, show: ({ events }) => formatCount(events) },
              {
                name: 'share',
                label: 'Share here',
                isNumber: true,
                show: ({ share, shareInterval }) => (
                  <>
                    {formatShare(share)}
                    {shareInterval && (
                      <span class="interval-words">
                        ({formatShareInterval(shareInterval.lower, shareInterval.upper)})
                      </span>
                    )}
                  </>
                ),
              },
              {
                name: 'district',
                label: 'District',
                isNumber: true,
                show: ({ districtShare }) => formatShare(districtShare),
              },
              { name: 'against', label: 'Against the district', show: ({ against }) => AGAINST[against] },
            ]}
          />
        }
      />
    </>
  );
}
