import { type ScaleBand, scaleBand, scaleLinear } from 'd3';
import type { CatalogueMonth } from '../../server/contract/catalogue.ts';
import { formatEvents, formatMonth } from '../words/format.ts';

export const TOP_PX = 10;
export const AXIS_PX = 16;
/** Room for the ends of the period to stand beside the first and last bar. */
export const END_PX = 6;

interface Props {
  months: readonly CatalogueMonth[];
  /** The chosen period, first and last month. */
  from: string;
  to: string;
  widthPx: number;
  heightPx: number;
}

/** Where each month's bar stands. */
export function monthScale(months: readonly CatalogueMonth[], widthPx: number): ScaleBand<string> {
  return scaleBand(
    months.map((m) => m.month),
    [END_PX, widthPx - END_PX],
  ).paddingInner(0.18);
}

/** What a month's bar says: its count, or why there is none. Not supplied is never zero. */
export function sayMonth(month: CatalogueMonth): string {
  const name = formatMonth(month.month);
  if (month.hidden) return `${name}: hidden, a small count`;
  if (month.events === null || month.status === 'not-supplied') return `${name}: not supplied`;
  const count = `${name}: ${formatEvents(month.events)}`;
  if (month.status === 'supplied') return count;
  return `${count}, looks ${month.status === 'under-supplied' ? 'under-supplied' : 'over-supplied'}. ${month.reason}`;
}

/**
 * A bar a month, to stand in an svg of this size: the chosen period dark, the rest pale, not supplied hatched over the full
 * height, hidden dotted, and a mark over months whose volume breaks from their neighbours.
 */
export function MonthBars({ months, from, to, widthPx, heightPx }: Props) {
  const x = monthScale(months, widthPx);
  const most = months.reduce((m, month) => Math.max(m, month.events ?? 0), 0);
  const base = heightPx - AXIS_PX;
  const y = scaleLinear([0, most === 0 ? 1 : most], [base, TOP_PX]);
  return (
    <>
      <defs>
        <pattern
          id="not-supplied"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="2" height="6" class="hatch-line" />
        </pattern>
        <pattern id="hidden-count" width="5" height="5" patternUnits="userSpaceOnUse">
          <circle cx="2.5" cy="2.5" r="1" class="hatch-line" />
        </pattern>
      </defs>
      <line class="base" x1="0" x2={widthPx} y1={base + 0.5} y2={base + 0.5} />
      {months.map((month) => {
        const left = x(month.month)!;
        const chosen = month.month >= from && month.month <= to;
        const flagged = month.status === 'under-supplied' || month.status === 'over-supplied';
        const top = month.events === null ? TOP_PX : y(month.events);
        return (
          <g key={month.month} data-chosen={chosen}>
            <title>{sayMonth(month)}</title>
            <rect class="bar-ground" x={left} y="0" width={x.bandwidth()} height={heightPx} />
            {month.events === null ? (
              <rect
                class={month.hidden ? 'bar-hidden' : 'bar-not-supplied'}
                x={left}
                y={TOP_PX}
                width={x.bandwidth()}
                height={base - TOP_PX}
              />
            ) : (
              <rect class="bar" x={left} y={top} width={x.bandwidth()} height={Math.max(0, base - top)} />
            )}
            {flagged && (
              <path class="bar-flag" d={`M${left + x.bandwidth() / 2} ${Math.max(1, top - 8)}l3.5 6h-7z`} />
            )}
            {labelled(month.month, months, x.step()) && (
              <text x={left} y={heightPx - 3}>
                {month.month.endsWith('-01') ? month.month.slice(0, 4) : formatMonth(month.month).slice(0, 3)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** January always, with its year; every third month where there is room; the first where neither is near. */
function labelled(month: string, months: readonly CatalogueMonth[], stepPx: number): boolean {
  const number = Number(month.slice(5, 7));
  if (number === 1) return true;
  if (months.length <= 8) return stepPx > 24;
  return (number - 1) % 3 === 0 && stepPx * 3 > 34;
}
