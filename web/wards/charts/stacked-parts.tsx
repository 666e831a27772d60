import { scaleLinear } from 'd3';
import { formatMeasure } from '../../words/format.ts';
import { AxisBelow, ChartFrame, round, shortName } from './chart-frame.tsx';
import { INK, LINE, letterOn, PART_COLOURS } from './inks.ts';

const TOP_PX = 22;
const ROW_PX = 26;
const BAR_PX = 18;

export interface StackedRow {
  code: string;
  name: string;
  total: number;
  /** In the order of the parts; may be negative. They sum to the total. */
  parts: readonly number[];
}

interface Props {
  rows: readonly StackedRow[];
  /** Names of the parts; part k is numbered k + 1 on its colour. */
  parts: readonly string[];
  /** What the axis measures, with its unit. */
  unit: string;
  /** Dashed rules with a word: 100 the district, 200 a closer look. */
  rules?: readonly { value: number; text: string }[];
  label: string;
  widthPx: number;
}

/**
 * Each area's total in its parts: parts that raise it to the right of 0, parts that lower it to the left, and a stroke at the
 * total. Each part carries its number, so that colour is never the only key.
 */
export function StackedParts({ rows, parts, unit, rules = [], label, widthPx }: Props) {
  const left = Math.min(150, widthPx * 0.34);
  const right = widthPx - 14;
  const bottom = TOP_PX + rows.length * ROW_PX;
  const sums = rows.map((row) => [
    row.parts.reduce((sum, part) => sum + Math.min(0, part), 0),
    row.parts.reduce((sum, part) => sum + Math.max(0, part), 0),
  ]);
  const least = Math.min(0, ...sums.map(([low]) => low!));
  const most = Math.max(...sums.map(([, high]) => high!), ...rules.map(({ value }) => value), least + 0.01);
  const x = scaleLinear([least, most], [left, right]).nice(6);
  return (
    <ChartFrame widthPx={widthPx} heightPx={bottom + 42} label={label}>
      <AxisBelow
        ticks={x.ticks(widthPx < 420 ? 4 : 8).map((tick) => ({
          atPx: x(tick),
          text: tick < 0 ? `−${formatMeasure(-tick)}` : formatMeasure(tick),
        }))}
        title={unit}
        leftPx={left}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
      />
      {rows.map((row, i) => {
        const y = TOP_PX + i * ROW_PX + (ROW_PX - BAR_PX) / 2;
        return (
          <g key={row.code}>
            <text x={left - 10} y={y + 13} text-anchor="end">
              {shortName(row.name, Math.floor((left - 10) / 6.4))}
            </text>
            {segments(row.parts).map(({ from, to, part }) => {
              const start = round(x(Math.min(from, to)));
              const width = round(Math.abs(x(to) - x(from)));
              const colour = PART_COLOURS[part % PART_COLOURS.length]!;
              return (
                <g key={part}>
                  <rect x={start} y={y} width={width} height={BAR_PX} fill={colour} stroke="#ffffff" />
                  {width >= 16 && (
                    <text
                      x={round(start + width / 2)}
                      y={y + 13}
                      text-anchor="middle"
                      fill={letterOn(colour)}
                    >
                      {part + 1}
                    </text>
                  )}
                </g>
              );
            })}
            <line
              x1={round(x(row.total))}
              x2={round(x(row.total))}
              y1={y - 3}
              y2={y + BAR_PX + 3}
              stroke="#ffffff"
              stroke-width="5"
            />
            <line
              x1={round(x(row.total))}
              x2={round(x(row.total))}
              y1={y - 3}
              y2={y + BAR_PX + 3}
              stroke={INK}
              stroke-width="2.5"
            />
          </g>
        );
      })}
      <line x1={round(x(0))} x2={round(x(0))} y1={TOP_PX} y2={bottom} stroke={INK} />
      {rules.map(({ value, text }) => (
        <g key={text}>
          <line
            x1={round(x(value))}
            x2={round(x(value))}
            y1={TOP_PX - 4}
            y2={bottom}
            stroke={INK}
            stroke-dasharray="3 3"
          />
          <text x={round(x(value))} y={TOP_PX - 8} text-anchor={x(value) > right - 40 ? 'end' : 'middle'}>
            {text}
          </text>
        </g>
      ))}
      {parts.length === 0 && <line x1={left} x2={right} y1={bottom} y2={bottom} stroke={LINE} />}
    </ChartFrame>
  );
}

/** Where each part lies: positive ones build to the right, negative ones to the left. */
function segments(parts: readonly number[]): { from: number; to: number; part: number }[] {
  let up = 0;
  let down = 0;
  return parts.flatMap((value, part) => {
    if (value === 0) return [];
    const from = value > 0 ? up : down;
    const to = from + value;
    if (value > 0) up = to;
    else down = to;
    return [{ from, to, part }];
  });
}
