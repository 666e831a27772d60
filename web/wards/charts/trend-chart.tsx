import { line, scaleBand, scaleLinear } from 'd3';
import type { Annotation, Trend, TrendMonth } from '../../../server/contract/area-pages.ts';
import { formatMeasure, formatMonth } from '../../words/format.ts';
import { AxisLeft, ChartFrame, round } from './chart-frame.tsx';
import { ACCENT, ACCENT_PALE, HIGH, INK, LINE_STRONG, LOW, QUIET } from './inks.ts';

const LEFT_PX = 44;
const RIGHT_PX = 84;
const TOP_PX = 46;
const PLOT_PX = 210;

const MONTHS_IN = { month: 1, quarter: 3, year: 12 } as const;

interface Props {
  trend: Trend;
  /** Numbered on the chart in this order; the list below it says the words. */
  annotations: readonly Annotation[];
  /** The months that the figures of the page are about. */
  from: string;
  to: string;
  widthPx: number;
}

/**
 * XmR chart ("plot the dots"): events per day month by month, with the average and the usual range. A month that is more than
 * usual variation is a triangle; one that was kept out of the limits is a ring; one that nobody supplied is hatched.
 */
export function TrendChart({ trend, annotations, from, to, widthPx }: Props) {
  const { months, limits } = trend;
  const right = widthPx - RIGHT_PX;
  const bottom = TOP_PX + PLOT_PX;
  const x = scaleBand(
    months.map(({ month }) => month),
    [LEFT_PX, right],
  );
  const centre = (month: string) => round((x(month) ?? 0) + x.bandwidth() / 2);
  const values = months.flatMap(({ perDay }) => (perDay === null ? [] : [perDay]));
  const most = Math.max(...values, limits?.upper ?? 0, 0.01);
  const least = Math.min(...values, limits?.lower ?? 0);
  const y = scaleLinear([least > most * 0.4 ? least - (most - least) * 0.1 : 0, most], [bottom, TOP_PX]).nice(
    5,
  );
  const known = months.filter((month): month is Known => month.perDay !== null);
  const path = line<Known>(
    ({ month }) => centre(month),
    ({ perDay }) => round(y(perDay)),
  );
  const inPeriod = months.filter((span) => (span.to ?? span.month) >= from && span.month <= to);
  return (
    <ChartFrame widthPx={widthPx} heightPx={bottom + 52} label={describe(trend, annotations)}>
      <defs>
        <pattern
          id="trend-not-supplied"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="2" height="6" fill={LINE_STRONG} />
        </pattern>
      </defs>
      {limits && (
        <rect
          x={LEFT_PX}
          y={round(y(limits.upper))}
          width={right - LEFT_PX}
          height={round(y(limits.lower) - y(limits.upper))}
          fill={ACCENT_PALE}
          fill-opacity="0.6"
        />
      )}
      <AxisLeft
        ticks={y.ticks(5).map((tick) => ({ atPx: y(tick), text: formatMeasure(tick) }))}
        title={`Events per day${y.domain()[0]! > 0 ? ' (axis does not begin at 0)' : ''}`}
        leftPx={LEFT_PX}
        rightPx={right}
        topPx={TOP_PX - 16}
        bottomPx={bottom}
      />
      {months
        .filter(({ status }) => status === 'not-supplied')
        .map(({ month }) => (
          <rect
            key={month}
            x={round(x(month) ?? 0)}
            y={TOP_PX}
            width={round(x.bandwidth())}
            height={PLOT_PX}
            fill="url(#trend-not-supplied)"
          />
        ))}
      {months
        .filter(({ hidden }) => hidden)
        .map(({ month }) => (
          <rect
            key={month}
            x={round(x(month) ?? 0) + 1}
            y={TOP_PX}
            width={Math.max(1, round(x.bandwidth() - 2))}
            height={PLOT_PX}
            fill="none"
            stroke={LINE_STRONG}
            stroke-dasharray="1 4"
          />
        ))}
      {limits && (
        <g>
          <line x1={LEFT_PX} x2={right} y1={round(y(limits.mean))} y2={round(y(limits.mean))} stroke={INK} />
          {[limits.lower, limits.upper].map((value) => (
            <line
              key={value}
              x1={LEFT_PX}
              x2={right}
              y1={round(y(value))}
              y2={round(y(value))}
              stroke={ACCENT}
              stroke-dasharray="5 4"
            />
          ))}
          <RightWords at={y(limits.upper)} x={right} text="usual most" />
          <RightWords at={y(limits.mean)} x={right} text="average" />
          <RightWords at={y(limits.lower)} x={right} text="usual least" />
        </g>
      )}
      {runs(known, months).map((run) => (
        <path key={run[0]!.month} d={path(run) ?? ''} fill="none" stroke={QUIET} stroke-width="1.5" />
      ))}
      {known.map((month) => (
        <Mark key={month.month} month={month} x={centre(month.month)} y={round(y(month.perDay))} />
      ))}
      <line x1={LEFT_PX} x2={right} y1={bottom} y2={bottom} stroke={LINE_STRONG} />
      {inPeriod.length > 0 && inPeriod.length < months.length && (
        <g>
          <line
            x1={round(x(inPeriod[0]!.month) ?? 0)}
            x2={round((x(inPeriod.at(-1)!.month) ?? 0) + x.bandwidth())}
            y1={bottom + 2}
            y2={bottom + 2}
            stroke={ACCENT}
            stroke-width="4"
          />
          <text
            x={centre(inPeriod[Math.floor(inPeriod.length / 2)]!.month)}
            y={bottom + 40}
            text-anchor="middle"
            fill={ACCENT}
          >
            the period of this page
          </text>
        </g>
      )}
      {monthTicks(
        months.map(({ month }) => month),
        x.step() / MONTHS_IN[trend.unit ?? 'month'],
      ).map(({ month, text }) => (
        <text key={month} x={centre(month)} y={bottom + 20} text-anchor="middle" fill={QUIET}>
          {text}
        </text>
      ))}
      {annotations.map((annotation, i) => {
        const inside = months.filter(
          (span) => (span.to ?? span.month) >= annotation.from && span.month <= annotation.to,
        );
        const at = inside[0];
        if (!at) return null;
        const left = centre(at.month);
        return (
          <g key={`${annotation.from} ${annotation.text}`}>
            <line x1={left} x2={left} y1={TOP_PX - 6} y2={bottom} stroke={INK} stroke-dasharray="1 4" />
            <circle cx={left} cy={TOP_PX - 8} r="8" fill="#ffffff" stroke={INK} />
            <text x={left} y={TOP_PX - 4} text-anchor="middle" font-weight="600">
              {i + 1}
            </text>
          </g>
        );
      })}
    </ChartFrame>
  );
}

type Known = TrendMonth & { perDay: number };

function Mark({ month, x, y }: { month: Known; x: number; y: number }) {
  if (!month.usedForLimits)
    return (
      <circle cx={x} cy={y} r="4" fill="#ffffff" stroke={QUIET} stroke-width="1.5" stroke-dasharray="2 1.5" />
    );
  if (month.direction === 'high')
    return <path d={`M${x} ${y - 7}l6.5 11h-13z`} fill={HIGH} stroke="#ffffff" />;
  if (month.direction === 'low')
    return <path d={`M${x} ${y + 7}l6.5 -11h-13z`} fill={LOW} stroke="#ffffff" />;
  return <circle cx={x} cy={y} r="3.5" fill={ACCENT} />;
}

function RightWords({ at, x, text }: { at: number; x: number; text: string }) {
  return (
    <text x={x + 6} y={round(at + 4)} fill={QUIET}>
      {text}
    </text>
  );
}

/** Lines break where a month was not supplied, or is hidden. */
function runs(known: readonly Known[], months: readonly TrendMonth[]): Known[][] {
  const all: Known[][] = [];
  const place = new Map(months.map(({ month }, i) => [month, i]));
  known.forEach((month, i) => {
    const before = known[i - 1];
    if (before && place.get(before.month) === (place.get(month.month) ?? 0) - 1) all.at(-1)!.push(month);
    else all.push([month]);
  });
  return all;
}

/** The years, and quarters where there is room; every month of a short series. */
export function monthTicks(months: readonly string[], stepPx: number): { month: string; text: string }[] {
  if (stepPx >= 60) return months.map((month) => ({ month, text: formatMonth(month) }));
  const every = stepPx * 3 >= 34 ? 3 : stepPx * 6 >= 34 ? 6 : 12;
  return months
    .filter((month) => (Number(month.slice(5)) - 1) % every === 0)
    .map((month) => ({
      month,
      text: month.endsWith('-01') ? month.slice(0, 4) : formatMonth(month).slice(0, 3),
    }));
}

function describe({ months, reading, unit = 'month' }: Trend, annotations: readonly Annotation[]): string {
  const first = months[0];
  const last = months.at(-1);
  const span = first && last ? `, ${formatMonth(first.month)} to ${formatMonth(last.to ?? last.month)}` : '';
  return `Events per day by ${unit}${span}. ${reading.join(' ')} ${annotations.length} notes on the recording.`;
}
