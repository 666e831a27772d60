import type { CategoryMix } from '../../server/contract/area-pages.ts';
import { inSentence } from '../../server/contract/in-sentence.ts';
import { formatCount, formatShare, formatShareInterval } from '../words/format.ts';
import { ChartFigure } from './chart-figure.tsx';
import { isShown, MixChart } from './charts/mix-chart.tsx';
import { DataTable } from './data-table.tsx';
import { Hidden } from './hidden.tsx';

const AGAINST = {
  more: 'More than the district',
  less: 'Less than the district',
  similar: 'Similar',
  hidden: 'Hidden',
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
  if (mix.length === 0) return <p>The count of this ward is hidden, and so is what it is made of.</p>;
  if (mix.every(({ events }) => events === 0)) return <p>No events in this period.</p>;
  const shown = mix.filter(isShown);
  const hidden = mix.length - shown.length;
  if (shown.length === 0) return <p>Every category is hidden here: their counts are small.</p>;
  const named = (side: CategoryMix['against']) =>
    mix.filter(({ against }) => against === side).map(({ label }) => inSentence(label));
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
      {hidden > 0 && (
        <p class="chart-note">
          {hidden} of {mix.length} categories {hidden === 1 ? 'is' : 'are'} hidden: a small count, or one that
          would give a small one away. Hidden is not to be read as none or few.
        </p>
      )}
      <ChartFigure
        mostPx={600}
        chart={(widthPx) => <MixChart mix={shown} widthPx={widthPx} />}
        table={
          <DataTable
            caption="Share of each category in the ward and in the district; 95 % intervals in brackets."
            keyOf={({ slug }) => slug}
            rows={mix}
            columns={[
              { name: 'label', label: 'Category', show: ({ label }) => label },
              {
                name: 'events',
                label: 'Events',
                isNumber: true,
                show: ({ events }) => (events === null ? <Hidden /> : formatCount(events)),
              },
              {
                name: 'share',
                label: 'Share here',
                isNumber: true,
                show: ({ share, shareInterval }) => (
                  <>
                    {share === null ? <Hidden /> : formatShare(share)}
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
                show: ({ districtShare }) =>
                  districtShare === null ? <Hidden /> : formatShare(districtShare),
              },
              { name: 'against', label: 'Against the district', show: ({ against }) => AGAINST[against] },
            ]}
          />
        }
      />
    </>
  );
}
