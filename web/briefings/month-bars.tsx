import type { CatalogueMonth } from '../../server/contract/catalogue.ts';
import { formatCount, formatEvents, formatMonth } from '../words/format.ts';

interface Props {
  months: readonly CatalogueMonth[];
  /** First and last month of the period, drawn dark. */
  from: string;
  to: string;
}

const WIDTH = 400;
const HEIGHT = 150;
const TOP = 18;
const BASE = HEIGHT - 18;

/**
 * Events by month for a slide: the period dark, other months pale, not supplied hatched, hidden dotted. The highest
 * month of all is written at its height. Styles are on the elements, so that the drawing can be kept as a file.
 */
export function MonthBars({ months, from, to }: Props) {
  const most = months.reduce((m, month) => Math.max(m, month.events ?? 0), 0);
  const step = WIDTH / Math.max(1, months.length);
  const missing = months.filter((m) => m.status === 'not-supplied').length;
  return (
    <svg
      class="month-bars"
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Events by month, ${formatMonth(months[0]!.month)} to ${formatMonth(months.at(-1)!.month)}. Highest ${formatCount(most)}. ${missing} not supplied.`}
    >
      <defs>
        <pattern
          id="slide-not-supplied"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="2" height="6" fill="#767f89" />
        </pattern>
        <pattern id="slide-hidden" width="5" height="5" patternUnits="userSpaceOnUse">
          <circle cx="2.5" cy="2.5" r="1" fill="#4c555f" />
        </pattern>
      </defs>
      <line x1="0" x2={WIDTH} y1={TOP} y2={TOP} stroke="#d5d9de" />
      <text x="0" y={TOP - 5} font-size="13" fill="#4c555f">
        {formatEvents(most)}
      </text>
      {months.map(({ month, events, hidden }, i) => {
        const x = i * step + step * 0.09;
        const top = events === null ? TOP : BASE - (most === 0 ? 0 : (events / most) * (BASE - TOP));
        const inPeriod = month >= from && month <= to;
        const colour =
          events === null
            ? `url(#slide-${hidden ? 'hidden' : 'not-supplied'})`
            : inPeriod
              ? '#1d4f91'
              : '#b9c6d8';
        return (
          <g key={month} data-month={month} data-in-period={inPeriod}>
            <rect x={x} y={top} width={step * 0.82} height={BASE - top} fill={colour} />
            {(month.endsWith('-01') || (i === 0 && months.length < 13)) && (
              <text x={x} y={HEIGHT - 4} font-size="13" fill="#4c555f">
                {month.endsWith('-01') ? month.slice(0, 4) : formatMonth(month)}
              </text>
            )}
          </g>
        );
      })}
      <line x1="0" x2={WIDTH} y1={BASE} y2={BASE} stroke="#767f89" />
    </svg>
  );
}
