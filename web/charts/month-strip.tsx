import { useSignal } from '@preact/signals';
import { scaleBand, scaleLinear } from 'd3';
import type { CatalogueMonth } from '../../server/contract/catalogue.ts';
import { formatCount, formatMonth } from '../words/format.ts';

const TOP_PX = 10;
const AXIS_PX = 16;
/** Room for the ends of the period to stand beside the first and last bar. */
const END_PX = 6;

interface Props {
  months: readonly CatalogueMonth[];
  from: string;
  to: string;
  widthPx: number;
  heightPx: number;
  /** The reader chose a period by dragging over the bars. */
  onChoose(from: string, to: string): void;
}

/** What a month's bar says: its count, or why there is none. Not supplied is never zero. */
export function sayMonth(month: CatalogueMonth): string {
  const name = formatMonth(month.month);
  if (month.hidden) return `${name}: hidden, a small count`;
  if (month.events === null || month.status === 'not-supplied') return `${name}: not supplied`;
  const count = `${name}: ${formatCount(month.events)} events`;
  if (month.status === 'supplied') return count;
  return `${count}, looks ${month.status === 'under-supplied' ? 'under-supplied' : 'over-supplied'}. ${month.reason}`;
}

/**
 * A bar a month; the chosen period dark, the rest pale, not supplied hatched over the full height, and a mark over
 * months whose volume breaks from their neighbours. Dragging chooses a period; so do the two ends with the arrow keys
 * (Page Up and Down by a year, Home and End to the ends), and the two lists under "When".
 */
export function MonthStrip({ months, from, to, widthPx, heightPx, onChoose }: Props) {
  const drag = useSignal<{ start: string; end: string } | null>(null);
  const x = scaleBand(
    months.map((m) => m.month),
    [END_PX, widthPx - END_PX],
  ).paddingInner(0.18);
  const most = months.reduce((m, month) => Math.max(m, month.events ?? 0), 0);
  const base = heightPx - AXIS_PX;
  const y = scaleLinear([0, most === 0 ? 1 : most], [base, TOP_PX]);
  const [shownFrom, shownTo] = drag.value ? ordered(drag.value.start, drag.value.end) : [from, to];
  const monthAt = (event: PointerEvent): string => {
    const left = (event.currentTarget as Element).getBoundingClientRect().left;
    const k = Math.floor((event.clientX - left - END_PX) / x.step());
    return months[Math.max(0, Math.min(months.length - 1, k))]!.month;
  };
  const gaps = months.filter((m) => m.status === 'not-supplied').length;
  const flags = months.filter((m) => m.status === 'under-supplied' || m.status === 'over-supplied').length;

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand inside a drawing
    <svg
      class="month-strip"
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      role="group"
      aria-label={`Events by month, ${formatMonth(months[0]!.month)} to ${formatMonth(months.at(-1)!.month)}. ${gaps} not supplied, ${flags} flagged. The tab Method and data lists them.`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.value = { start: monthAt(event), end: monthAt(event) };
      }}
      onPointerMove={(event) => {
        if (drag.value) drag.value = { ...drag.value, end: monthAt(event) };
      }}
      onPointerUp={() => {
        if (drag.value) onChoose(...ordered(drag.value.start, drag.value.end));
        drag.value = null;
      }}
      onPointerCancel={() => {
        drag.value = null;
      }}
    >
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
        const chosen = month.month >= shownFrom && month.month <= shownTo;
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
      {(['from', 'to'] as const).map((end) => {
        const month = end === 'from' ? shownFrom : shownTo;
        const at = months.findIndex((m) => m.month === month);
        const left = (x(month) ?? 0) + (end === 'from' ? 0 : x.bandwidth());
        return (
          // biome-ignore lint/a11y/useSemanticElements: an input cannot stand inside a drawing
          <g
            key={end}
            class="brush-end"
            role="slider"
            tabIndex={0}
            aria-label={end === 'from' ? 'First month of the period' : 'Last month of the period'}
            aria-valuemin={0}
            aria-valuemax={months.length - 1}
            aria-valuenow={at}
            aria-valuetext={formatMonth(month)}
            transform={`translate(${left},0)`}
            onKeyDown={(event) => {
              const to = endAfterKey(event, at, months.length);
              if (to === null) return;
              event.preventDefault();
              const next = months[to]!.month;
              if (end === 'from') onChoose(next, next > shownTo ? next : shownTo);
              else onChoose(next < shownFrom ? next : shownFrom, next);
            }}
          >
            <rect class="brush-ground" x="-12" y={TOP_PX - 6} width="24" height={base - TOP_PX + 6} />
            <line y1={TOP_PX - 4} y2={base} />
            <circle cy={TOP_PX - 4} r="4" />
          </g>
        );
      })}
    </svg>
  );
}

/** The month that a key moves an end to, as an index; null for keys that move nothing. */
function endAfterKey(event: KeyboardEvent, at: number, length: number): number | null {
  const to: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - 12,
    PageUp: at + 12,
    Home: 0,
    End: length - 1,
  };
  const next = to[event.key];
  return next === undefined ? null : Math.max(0, Math.min(length - 1, next));
}

/** January always, with its year; every third month where there is room; the first where neither is near. */
function labelled(month: string, months: readonly CatalogueMonth[], stepPx: number): boolean {
  const number = Number(month.slice(5, 7));
  if (number === 1) return true;
  if (months.length <= 8) return stepPx > 24;
  return (number - 1) % 3 === 0 && stepPx * 3 > 34;
}

function ordered(a: string, b: string): [string, string] {
  return a <= b ? [a, b] : [b, a];
}
