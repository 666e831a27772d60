import type { AreaMeasures, MeasuresResult } from '../../server/contract/measures.ts';
import { formatCount, formatMeasure } from '../words/format.ts';
import { areaHref } from './address.ts';
import { ChartFigure } from './chart-figure.tsx';
import { FunnelChart } from './charts/funnel-chart.tsx';
import { DataTable } from './data-table.tsx';
import { sayFunnelLimits } from './words.ts';

const WHERE = {
  'high-99.8': 'Above the 99.8 % limit',
  'high-95': 'Above the 95 % limit',
  inside: 'Inside the limits',
  'low-95': 'Below the 95 % limit',
  'low-99.8': 'Below the 99.8 % limit',
} as const;

/** The funnel plot with its over-dispersed limits, and the table that says where each area lies. */
export function FunnelSection({ result }: { result: MeasuresResult }) {
  const drawn = result.areas.filter(({ funnel }) => funnel !== null);
  if (drawn.length === 0)
    return <p>No funnel can be drawn: it needs the people who live in each area, which were not supplied.</p>;
  const outside = drawn.filter(({ funnel }) => funnel?.class !== 'inside');
  return (
    <>
      <p class="section-lead">
        {outside.length === 0
          ? 'No ward lies outside the limits: they differ no more than wards of their size usually do.'
          : `${formatCount(outside.length)} of ${formatCount(drawn.length)} wards ${outside.length === 1 ? 'lies' : 'lie'} outside the 95 % limits: ${outside.map(({ name }) => name).join(', ')}.`}
      </p>
      <ChartFigure
        mostPx={600}
        chart={(widthPx) => <FunnelChart areas={drawn} widthPx={widthPx} />}
        note={`${sayFunnelLimits(result.spread)} Triangles lie outside the 95\u00a0% limits.`}
        table={<FunnelTable areas={drawn} />}
      />
    </>
  );
}

function FunnelTable({ areas }: { areas: readonly AreaMeasures[] }) {
  return (
    <DataTable
      caption="Events against those expected at the district rate, with the limits of an area of that size."
      keyOf={({ code }) => code}
      rows={areas}
      columns={[
        { name: 'ward', label: 'Ward', show: ({ code, name }) => <a href={areaHref(code)}>{name}</a> },
        { name: 'events', label: 'Events', isNumber: true, show: ({ events }) => formatCount(events) },
        {
          name: 'expected',
          label: 'Expected',
          isNumber: true,
          show: ({ expected }) => (expected === null ? '' : formatMeasure(expected)),
        },
        {
          name: 'ratio',
          label: 'Times',
          isNumber: true,
          show: ({ funnel }) => (funnel ? formatMeasure(funnel.ratio) : ''),
        },
        {
          name: 'limits',
          label: '95 % limits',
          isNumber: true,
          show: ({ funnel }) =>
            funnel ? `${formatMeasure(funnel.lower95)}–${formatMeasure(funnel.upper95)}` : '',
        },
        {
          name: 'where',
          label: 'Position',
          show: ({ funnel, tooFewToSay }) =>
            tooFewToSay ? 'Too few to say' : funnel ? WHERE[funnel.class] : '',
        },
      ]}
    />
  );
}
