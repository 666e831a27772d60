import { interpolateYlOrRd, scaleBand } from 'd3';
import { ChartFrame, round } from './chart-frame.tsx';
import { LINE, QUIET } from './inks.ts';
import { ShadeKey } from './shade-key.tsx';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const LEFT_PX = 36;
const TOP_PX = 6;
const ROW_PX = 26;
/** Shade of one event, 0 to 1. */
const LIGHTEST = 0.12;

interface Props {
  /** 168 counts, Monday 00:00 first. */
  byHourOfWeek: readonly number[];
  reading: string;
  widthPx: number;
}

/** Hour by weekday: darker is more. Nothing is drawn where nothing was recorded. */
export function HourMatrix({ byHourOfWeek, reading, widthPx }: Props) {
  const most = Math.max(...byHourOfWeek, 1);
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const x = scaleBand(hours.map(String), [LEFT_PX, widthPx - 4]);
  const bottom = TOP_PX + 7 * ROW_PX;
  const every = x.step() * 3 >= 30 ? 3 : 6;
  return (
    <ChartFrame widthPx={widthPx} heightPx={bottom + 76} label={`Events by hour and weekday. ${reading}`}>
      {DAYS.map((day, d) => (
        <g key={day}>
          <text x={LEFT_PX - 8} y={TOP_PX + d * ROW_PX + 17} text-anchor="end" fill={QUIET}>
            {day}
          </text>
          {hours.map((hour) => {
            const count = byHourOfWeek[d * 24 + hour] ?? 0;
            return (
              <rect
                key={hour}
                x={round(x(String(hour)) ?? 0)}
                y={TOP_PX + d * ROW_PX}
                width={round(x.bandwidth() - 1)}
                height={ROW_PX - 1}
                fill={count === 0 ? '#ffffff' : interpolateYlOrRd(LIGHTEST + ((1 - LIGHTEST) * count) / most)}
                stroke={count === 0 ? LINE : 'none'}
              />
            );
          })}
        </g>
      ))}
      {hours
        .filter((hour) => hour % every === 0)
        .map((hour) => (
          <text key={hour} x={round(x(String(hour)) ?? 0)} y={bottom + 16} fill={QUIET}>
            {String(hour).padStart(2, '0')}
          </text>
        ))}
      <text x={(LEFT_PX + widthPx) / 2} y={bottom + 32} text-anchor="middle">
        Hour of the day, UK time
      </text>
      <ShadeKey
        leftPx={LEFT_PX}
        topPx={bottom + 44}
        lightest={LIGHTEST}
        least={1}
        most={most}
        unit="events in the period"
      />
    </ChartFrame>
  );
}
