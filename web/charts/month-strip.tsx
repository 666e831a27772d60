import { useSignal } from '@preact/signals';
import type { CatalogueMonth } from '../../server/contract/catalogue.ts';
import { formatMonth } from '../words/format.ts';
import { AXIS_PX, END_PX, MonthBars, monthScale, TOP_PX } from './month-bars.tsx';

interface Props {
  months: readonly CatalogueMonth[];
  from: string;
  to: string;
  /** The months that the figures are of, where they are others than those chosen: the dark bars then. */
  counted?: { from: string; to: string } | null;
  widthPx: number;
  heightPx: number;
  /** The reader chose a period by dragging over the bars. */
  onChoose(from: string, to: string): void;
}

/**
 * A bar a month; the period of the figures dark, the rest pale, not supplied hatched over the full height, and a mark over
 * months whose volume breaks from their neighbours. Dragging chooses a period; so do the two ends with the arrow keys
 * (Page Up and Down by a year, Home and End to the ends), and the two lists under "When".
 */
export function MonthStrip({ months, from, to, counted = null, widthPx, heightPx, onChoose }: Props) {
  const drag = useSignal<{ start: string; end: string } | null>(null);
  const x = monthScale(months, widthPx);
  const base = heightPx - AXIS_PX;
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
      <MonthBars
        months={months}
        {...((!drag.value && counted) || { from: shownFrom, to: shownTo })}
        widthPx={widthPx}
        heightPx={heightPx}
      />
      {(['from', 'to'] as const).map((end) => {
        const month = end === 'from' ? shownFrom : shownTo;
        const at = months.findIndex((m) => m.month === month);
        const left = (x(month) ?? 0) + (end === 'from' ? 0 : x.bandwidth());
        return (
          <g
            key={end}
            class="brush-end"
            role="slider"
            tabindex={0}
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

function ordered(a: string, b: string): [string, string] {
  return a <= b ? [a, b] : [b, a];
}
