import { scaleBand, scaleLinear } from 'd3';
import { AxisLeft, ChartFrame, round } from './chart-frame.tsx';
import { ACCENT, INK, QUIET } from './inks.ts';

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LEFT_PX = 52;
const TOP_PX = 30;
const PLOT_PX = 150;

interface Props {
  /** Twelve or fewer; 1 is the average of the year around. */
  index: readonly { month: number; index: number }[];
  reading: string;
  widthPx: number;
}

/** How each month of the year stands against the year around it: bars that rise from, or hang under, the average. */
export function SeasonChart({ index, reading, widthPx }: Props) {
  const right = widthPx - 8;
  const bottom = TOP_PX + PLOT_PX;
  const reach = Math.max(0.2, ...index.map((row) => Math.abs(row.index - 1)));
  const x = scaleBand(
    index.map(({ month }) => String(month)),
    [LEFT_PX, right],
  ).padding(0.25);
  const y = scaleLinear([-reach, reach], [bottom, TOP_PX]).nice(4);
  const say = (share: number) =>
    share === 0 ? 'average' : `${share > 0 ? '+' : '−'}${Math.round(Math.abs(share) * 100)}\u00a0%`;
  return (
    <ChartFrame
      widthPx={widthPx}
      heightPx={bottom + 26}
      label={`Months of the year against the average month. ${reading}`}
    >
      <AxisLeft
        ticks={y.ticks(4).map((tick) => ({ atPx: y(tick), text: say(tick) }))}
        title="Events per day against the year around"
        leftPx={LEFT_PX}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
      />
      {index.map((row) => {
        const end = y(row.index - 1);
        const base = y(0);
        return (
          <rect
            key={row.month}
            x={round(x(String(row.month)) ?? 0)}
            y={round(Math.min(base, end))}
            width={round(x.bandwidth())}
            height={round(Math.max(1, Math.abs(end - base)))}
            fill={ACCENT}
            fill-opacity={row.index >= 1 ? 1 : 0.55}
          />
        );
      })}
      <line x1={LEFT_PX} x2={right} y1={round(y(0))} y2={round(y(0))} stroke={INK} />
      {index.map(({ month }) => (
        <text
          key={month}
          x={round((x(String(month)) ?? 0) + x.bandwidth() / 2)}
          y={bottom + 18}
          text-anchor="middle"
          fill={QUIET}
        >
          {x.step() < 30 ? NAMES[month - 1]?.slice(0, 1) : NAMES[month - 1]}
        </text>
      ))}
    </ChartFrame>
  );
}
