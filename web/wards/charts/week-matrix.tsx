import { interpolateYlOrRd, scaleBand } from 'd3';
import type { WeekBlocks } from '../../../server/contract/area-pages.ts';
import { formatCount } from '../../words/format.ts';
import { ChartFrame, round } from './chart-frame.tsx';
import { INK, LINE, LINE_STRONG, QUIET } from './inks.ts';
import { ShadeKey } from './shade-key.tsx';

const LEFT_PX = 62;
const TOP_PX = 6;
const ROW_PX = 46;
const LEGEND_PX = 84;
/** Shade of nearly no events, 0 to 1. */
const LIGHTEST = 0.08;
/** From this share of the most on, the shade is dark and its number light. */
const DARK_FROM = 0.62;

interface Props {
  blocks: WeekBlocks;
  reading: string;
  widthPx: number;
}

/** Stands for a week without any event shown: nothing is shaded, and there is nothing for a key to say. */
const NONE = 1e-9;

/** Blocks of hours by kind of day: shaded by events per such day, each with its count; a dotted box where it is hidden. */
export function WeekMatrix({ blocks: { rows, hoursInBlock }, reading, widthPx }: Props) {
  const starts = Array.from({ length: 24 / hoursInBlock }, (_, block) => block * hoursInBlock);
  const most = Math.max(NONE, ...rows.flatMap(({ perDay }) => perDay.map((value) => value ?? 0)));
  const x = scaleBand(starts.map(String), [LEFT_PX, widthPx - 4]);
  const width = round(x.bandwidth() - 2);
  const bottom = TOP_PX + rows.length * ROW_PX;
  const shade = (perDay: number) => interpolateYlOrRd(LIGHTEST + ((1 - LIGHTEST) * perDay) / most);
  return (
    <ChartFrame
      widthPx={widthPx}
      heightPx={bottom + LEGEND_PX}
      label={`Events by hours and kind of day. ${reading}`}
    >
      {rows.map(({ days, daysInWeek, events, perDay }, r) => (
        <g key={days}>
          <text x={LEFT_PX - 8} y={TOP_PX + r * ROW_PX + ROW_PX / 2 + 4} text-anchor="end" fill={QUIET}>
            {daysInWeek === 5 ? 'Mon–Fri' : 'Sat, Sun'}
          </text>
          {starts.map((start, block) => {
            const left = round(x(String(start)) ?? 0);
            const top = TOP_PX + r * ROW_PX;
            const [count, rate] = [events[block] ?? null, perDay[block] ?? null];
            const isHidden = count === null || rate === null;
            return (
              <g key={start}>
                <rect
                  x={left}
                  y={top}
                  width={width}
                  height={ROW_PX - 2}
                  fill={isHidden || count === 0 ? '#ffffff' : shade(rate)}
                  stroke={isHidden ? LINE_STRONG : count === 0 ? LINE : 'none'}
                  stroke-dasharray={isHidden ? '2 3' : undefined}
                />
                <text
                  x={left + width / 2}
                  y={top + ROW_PX / 2 + 4}
                  text-anchor="middle"
                  fill={isHidden ? QUIET : rate / most > DARK_FROM ? '#ffffff' : INK}
                >
                  {isHidden ? '–' : formatCount(count)}
                </text>
              </g>
            );
          })}
        </g>
      ))}
      {starts.map((start) => (
        <text key={start} x={round(x(String(start)) ?? 0)} y={bottom + 16} fill={QUIET}>
          {String(start).padStart(2, '0')}
        </text>
      ))}
      <text x={(LEFT_PX + widthPx) / 2} y={bottom + 34} text-anchor="middle">
        Hour of the day, UK time
      </text>
      {most > NONE && (
        <ShadeKey
          leftPx={LEFT_PX}
          topPx={bottom + 48}
          lightest={LIGHTEST}
          least={0}
          most={most}
          unit="events per such day"
        />
      )}
    </ChartFrame>
  );
}
