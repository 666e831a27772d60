import type {
  Annotation,
  HourOfWeek,
  Seasonality,
  Trend,
  TrendMonth,
  WeekBlocks,
} from '../../server/contract/area-pages.ts';
import { formatCount, formatMeasure, formatPeriod, keepUnits } from '../words/format.ts';
import { ChartFigure } from './chart-figure.tsx';
import { HourMatrix } from './charts/hour-matrix.tsx';
import { SeasonChart } from './charts/season-chart.tsx';
import { TrendChart } from './charts/trend-chart.tsx';
import { WeekMatrix } from './charts/week-matrix.tsx';
import { DataTable } from './data-table.tsx';
import { Hidden } from './hidden.tsx';
import { formatSigned } from './words.ts';

interface TimePage {
  trend: Trend;
  annotations: readonly Annotation[];
  parameters: { from: string; to: string };
}

const RULES = {
  'outside-limits': 'outside the usual range',
  trend: 'seven months in one direction',
  'two-of-three': 'two of three close to the limit',
  'one-side': 'seven or more on one side of the average',
} as const;

/** The XmR chart with its reading in plain English and the notes on the recording. */
export function TrendSection({ page }: { page: TimePage }) {
  const { trend, annotations, parameters } = page;
  const [lead, ...more] = trend.reading;
  const { tendency, unit = 'month' } = trend;
  const hasHidden = trend.months.some(({ hidden }) => hidden);
  return (
    <>
      {lead && <p class="section-lead">{keepUnits(lead)}</p>}
      {more.length > 0 && (
        <ul class="bullets">
          {more.map((sentence) => (
            <li key={sentence}>{keepUnits(sentence)}</li>
          ))}
        </ul>
      )}
      {tendency?.perYear != null && tendency.perYearInterval && tendency.direction !== 'no-evidence' && (
        <p>
          {formatSigned(tendency.perYear)} events a day for each year (
          {formatSigned(tendency.perYearInterval.lower)} to {formatSigned(tendency.perYearInterval.upper)}).{' '}
          <span class="quiet">{tendency.method}.</span>
        </p>
      )}
      {trend.because && <p class="chart-note">{keepUnits(trend.because)}</p>}
      <ChartFigure
        mostPx={1180}
        chart={(widthPx) => (
          <TrendChart
            trend={trend}
            annotations={annotations}
            from={parameters.from}
            to={parameters.to}
            widthPx={widthPx}
          />
        )}
        note={`XmR chart: the band is what ${unit}s usually vary by. Triangles are ${unit}s that are more than usual variation; rings look faulty and are kept out of the limits; hatched ${unit}s were not supplied${hasHidden ? '; dotted ones are hidden' : ''}.`}
        table={<TrendTable months={trend.months} unit={unit} />}
      />
      {annotations.length > 0 && (
        <>
          <h3>Notes on the recording</h3>
          <ol class="bullets">
            {annotations.map((note) => (
              <li key={`${note.from} ${note.text}`}>
                {formatPeriod(note.from, note.to)}: {keepUnits(note.text)}
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}

function TrendTable({ months, unit }: { months: readonly TrendMonth[]; unit: string }) {
  return (
    <DataTable
      caption={`Events by ${unit}, and what the chart says of each.`}
      keyOf={({ month }) => month}
      rows={[...months].reverse()}
      columns={[
        {
          name: 'month',
          label: unit === 'month' ? 'Month' : 'Months',
          show: ({ month, to = month }) => formatPeriod(month, to),
        },
        {
          name: 'events',
          label: 'Events',
          isNumber: true,
          show: ({ events, hidden }) =>
            hidden ? <Hidden /> : events === null ? 'Not supplied' : formatCount(events),
        },
        {
          name: 'perDay',
          label: 'Per day',
          isNumber: true,
          show: ({ perDay }) => (perDay === null ? '' : formatMeasure(perDay)),
        },
        { name: 'reading', label: 'Reading', show: sayMonth },
      ]}
    />
  );
}

function sayMonth({ status, usedForLimits, rule, direction, hidden }: TrendMonth): string {
  if (hidden) return 'Hidden, which is not to be read as none';
  if (status === 'not-supplied') return 'Not supplied, which is not zero';
  if (!usedForLimits)
    return `Looks ${status === 'under-supplied' ? 'under' : 'over'}-supplied; not in the limits`;
  if (rule && direction) return `${direction === 'high' ? 'High' : 'Low'}: ${RULES[rule]}`;
  return 'Usual variation';
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** How months of the year stand against the year around them, or why that cannot be said. */
export function SeasonSection({ of: { index, reading, notComputable } }: { of: Seasonality }) {
  if (!index) return <p>{keepUnits(notComputable?.detail ?? reading)}</p>;
  return (
    <>
      <p class="section-lead">{keepUnits(reading)}</p>
      <ChartFigure
        mostPx={600}
        chart={(widthPx) => <SeasonChart index={index} reading={reading} widthPx={widthPx} />}
        table={
          <DataTable
            caption="Events per day in each month of the year, against the year around it."
            keyOf={({ month }) => String(month)}
            rows={index}
            columns={[
              { name: 'month', label: 'Month', show: ({ month }) => MONTHS[month - 1] },
              {
                name: 'index',
                label: 'Against the average',
                isNumber: true,
                show: (row) =>
                  `${row.index >= 1 ? '+' : '−'}${Math.abs(Math.round((row.index - 1) * 100))}\u00a0%`,
              },
            ]}
          />
        }
      />
    </>
  );
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Hour by weekday where the times exist; otherwise why not. */
export function HoursSection({ of: { byHourOfWeek, blocks, reading, notComputable } }: { of: HourOfWeek }) {
  if (blocks) return <WeekSection blocks={blocks} reading={reading} />;
  if (!byHourOfWeek) return <p>{keepUnits(notComputable?.detail ?? reading)}</p>;
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  return (
    <>
      <p class="section-lead">{keepUnits(reading)}</p>
      <ChartFigure
        mostPx={600}
        chart={(widthPx) => <HourMatrix byHourOfWeek={byHourOfWeek} reading={reading} widthPx={widthPx} />}
        table={
          <DataTable
            caption="Events by hour and weekday, UK time."
            keyOf={(hour) => String(hour)}
            rows={hours}
            columns={[
              { name: 'hour', label: 'Hour', show: (hour) => `${String(hour).padStart(2, '0')}:00` },
              ...DAYS.map((day, d) => ({
                name: day,
                label: day.slice(0, 3),
                isNumber: true,
                show: (hour: number) => formatMeasure(byHourOfWeek[d * 24 + hour] ?? 0),
              })),
            ]}
          />
        }
      />
    </>
  );
}

/** A restricted layer's week: blocks of hours by kind of day, hidden ones marked. */
function WeekSection({ blocks, reading }: { blocks: WeekBlocks; reading: string }) {
  const { rows, hoursInBlock } = blocks;
  const starts = Array.from({ length: 24 / hoursInBlock }, (_, block) => block * hoursInBlock);
  const [lead, ...more] = reading.split(/(?<=\.) /);
  return (
    <>
      {lead && <p class="section-lead">{keepUnits(lead)}</p>}
      {more.length > 0 && <p class="chart-note">{keepUnits(more.join(' '))}</p>}
      <ChartFigure
        mostPx={600}
        chart={(widthPx) => <WeekMatrix blocks={blocks} reading={reading} widthPx={widthPx} />}
        note={`Shading is per day, so that two days of a weekend compare with five of a week. Numbers are rounded counts of ${formatPeriod(blocks.from, blocks.to)}; a dotted box is hidden, which is not to be read as none.`}
        table={
          <DataTable
            caption="Events by hours and kind of day, UK time; per such day in brackets."
            keyOf={(start) => String(start)}
            rows={starts}
            columns={[
              {
                name: 'hours',
                label: 'Hours',
                show: (start) => sayHours(start, hoursInBlock),
              },
              ...rows.map(({ days, events, perDay }) => ({
                name: days,
                label: days,
                isNumber: true,
                show: (start: number) => {
                  const at = start / hoursInBlock;
                  const [count, rate] = [events[at] ?? null, perDay[at] ?? null];
                  if (count === null || rate === null) return <Hidden />;
                  return (
                    <>
                      {formatCount(count)}
                      <span class="interval-words">({formatMeasure(rate)})</span>
                    </>
                  );
                },
              })),
            ]}
          />
        }
      />
    </>
  );
}

function sayHours(start: number, hoursInBlock: number): string {
  const clock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`;
  return `${clock(start)} to ${clock(start + hoursInBlock)}`;
}
