import { scaleLinear } from 'd3';
import type { Interval } from '../../../server/contract/measures.ts';
import { round } from './chart-frame.tsx';
import { ACCENT, INK, LINE, QUIET } from './inks.ts';

export const BAR_HEIGHT_PX = 24;
const EDGE_PX = 6;

export interface BarScale {
  widthPx: number;
  /** From the left end to the right end, in the unit of the measure. */
  from: number;
  to: number;
  /** What every bar is compared with; drawn as a dashed rule. */
  reference: number | null;
}

const x = ({ widthPx, from, to }: BarScale) => scaleLinear([from, to], [EDGE_PX, widthPx - EDGE_PX]);

interface BarProps {
  scale: BarScale;
  value: number | null;
  interval: Interval | null;
  /** Too few to say: drawn faint, hollow. */
  faint?: boolean;
}

/**
 * One row of a ranking: a dot for the estimate on the line of its interval. Decoration of a table cell that says the same in
 * figures, so it is hidden from assistive tools.
 */
export function IntervalBar({ scale, value, interval, faint = false }: BarProps) {
  const at = x(scale);
  const middle = BAR_HEIGHT_PX / 2;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={scale.widthPx}
      height={BAR_HEIGHT_PX}
      viewBox={`0 0 ${scale.widthPx} ${BAR_HEIGHT_PX}`}
      aria-hidden="true"
    >
      <line x1="0" x2={scale.widthPx} y1={middle} y2={middle} stroke={LINE} />
      {scale.reference !== null && (
        <line
          x1={round(at(scale.reference))}
          x2={round(at(scale.reference))}
          y1="0"
          y2={BAR_HEIGHT_PX}
          stroke={INK}
          stroke-dasharray="3 3"
        />
      )}
      {interval && (
        <line
          x1={round(at(interval.lower))}
          x2={round(Math.max(at(interval.upper), at(interval.lower) + 1))}
          y1={middle}
          y2={middle}
          stroke={ACCENT}
          stroke-width="2.5"
          stroke-opacity={faint ? 0.45 : 1}
        />
      )}
      {interval && (
        <path
          d={`M${round(at(interval.lower))} ${middle - 5}v10M${round(at(interval.upper))} ${middle - 5}v10`}
          stroke={ACCENT}
          stroke-width="1.5"
          stroke-opacity={faint ? 0.45 : 1}
        />
      )}
      {value !== null && (
        <circle
          cx={round(at(value))}
          cy={middle}
          r="3.5"
          fill={faint ? '#ffffff' : ACCENT}
          stroke={ACCENT}
          stroke-width="1.5"
          stroke-opacity={faint ? 0.6 : 1}
        />
      )}
    </svg>
  );
}

interface AxisProps {
  scale: BarScale;
  say(value: number): string;
  /** Where figures stand; default round ones that fit. */
  ticks?: readonly number[];
}

/** The axis of a column of bars, for its heading: figures only; the heading names the measure and its unit. */
export function BarAxis({ scale, say, ticks }: AxisProps) {
  const at = x(scale);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={scale.widthPx}
      height="18"
      viewBox={`0 0 ${scale.widthPx} 18`}
      aria-hidden="true"
      font-size="12"
      font-weight="400"
      fill={QUIET}
    >
      {(ticks ?? at.ticks(Math.max(2, Math.floor(scale.widthPx / 60)))).map((tick) => (
        <g key={tick}>
          <line x1={round(at(tick))} x2={round(at(tick))} y1="14" y2="18" stroke={QUIET} />
          <text
            x={round(
              Math.min(scale.widthPx - say(tick).length * 4, Math.max(say(tick).length * 4, at(tick))),
            )}
            y="11"
            text-anchor="middle"
          >
            {say(tick)}
          </text>
        </g>
      ))}
    </svg>
  );
}
