import { line, scaleLinear } from 'd3';
import type { Concentration } from '../../../server/contract/area-pages.ts';
import { AxisBelow, AxisLeft, ChartFrame, round } from './chart-frame.tsx';
import { ACCENT, HIGH, INK, LINE_STRONG } from './inks.ts';

const LEFT_PX = 44;
const TOP_PX = 30;
const BOTTOM_PX = 42;

export interface LorenzCurve {
  concentration: Concentration;
  /** 'cells of 250 m', 'wards'. */
  name: string;
}

const STROKES = [
  { colour: HIGH, dash: undefined },
  { colour: ACCENT, dash: '7 4' },
] as const;

/**
 * Concentration: how much of all events the busiest places hold, busiest first, so that "half the events in 5 % of cells" can
 * be read off at once. The straight line is what an even spread would be; a ring marks the fewest places that hold half.
 */
export function LorenzChart({ curves, widthPx }: { curves: readonly LorenzCurve[]; widthPx: number }) {
  const side = Math.min(widthPx - LEFT_PX - 12, 340);
  const right = LEFT_PX + side;
  const bottom = TOP_PX + side * 0.8;
  const x = scaleLinear([0, 1], [LEFT_PX, right]);
  const y = scaleLinear([0, 1], [bottom, TOP_PX]);
  const shown = curves.filter(({ concentration }) => concentration.placeShare.length > 0).slice(0, 2);
  const marks = [0, 0.25, 0.5, 0.75, 1];
  const percent = (share: number) => `${share * 100}\u00a0%`;
  const path = line<readonly [number, number]>(
    ([places]) => round(x(places)),
    ([, events]) => round(y(events)),
  );
  return (
    <ChartFrame
      widthPx={widthPx}
      heightPx={bottom + BOTTOM_PX}
      label={`Share of events held by the busiest places. ${shown.map(({ name, concentration }) => `${name}: ${concentration.reading}`).join(' ')}`}
    >
      <AxisLeft
        ticks={marks.map((mark) => ({ atPx: y(mark), text: percent(mark) }))}
        title="Share of events"
        leftPx={LEFT_PX}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
      />
      <AxisBelow
        ticks={marks.map((mark) => ({ atPx: x(mark), text: percent(mark) }))}
        title="Share of places, busiest first"
        leftPx={LEFT_PX}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
      />
      <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} stroke={LINE_STRONG} stroke-dasharray="2 3" />
      <text x={round(x(0.72))} y={round(y(0.64))} fill={INK}>
        even spread
      </text>
      {shown.map(({ concentration, name }, i) => {
        const points = busiestFirst(concentration);
        const { colour, dash } = STROKES[i]!;
        const half = concentration.toReach.find((row) => row.percent === 50);
        const beside = points.find(([, events]) => events >= (i === 0 ? 0.88 : 0.8)) ?? points.at(-1)!;
        return (
          <g key={name}>
            <path
              d={path(points) ?? ''}
              fill="none"
              stroke={colour}
              stroke-width="2.5"
              stroke-dasharray={dash}
            />
            {half && (
              <circle
                cx={round(x(half.placeShare))}
                cy={round(y(heldBy(points, half.placeShare)))}
                r="4.5"
                fill="#ffffff"
                stroke={colour}
                stroke-width="2"
              />
            )}
            <text
              x={round(x(beside[0]) > right - name.length * 8 ? right : x(beside[0]) + 10)}
              y={round(y(beside[1]) + 16)}
              text-anchor={x(beside[0]) > right - name.length * 8 ? 'end' : 'start'}
              fill={colour}
              font-weight="600"
              stroke="#ffffff"
              stroke-width="3"
              paint-order="stroke"
            >
              {name}
            </text>
          </g>
        );
      })}
    </ChartFrame>
  );
}

/** The Lorenz curve (quietest first) turned round: what the busiest places hold. */
function busiestFirst({ placeShare, eventShare }: Concentration): (readonly [number, number])[] {
  return placeShare.map((places, i) => [1 - places, 1 - (eventShare[i] ?? 0)] as const).reverse();
}

/** What a share of the busiest places holds, read off the curve. */
function heldBy(points: readonly (readonly [number, number])[], placeShare: number): number {
  const after = points.findIndex(([places]) => places >= placeShare - 1e-9);
  const [x1, y1] = points[after] ?? [1, 1];
  const [x0, y0] = points[after - 1] ?? [0, 0];
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (placeShare - x0)) / (x1 - x0);
}
