import { scaleLinear } from 'd3';
import type { CompositeArea } from '../../../server/contract/composites.ts';
import { AxisBelow, ChartFrame, round, shortName } from './chart-frame.tsx';
import { ACCENT, HIGH, INK, LINE } from './inks.ts';

const TOP_PX = 28;
const ROW_PX = 26;

/**
 * How far each area's rank moves: a thick line while every weight moves by up to 20 %, a thin one with ends while each measure
 * is left out in turn, a dot at the rank itself. Where lines overlap, the order is a choice of weights, not a finding.
 */
export function RankMoves({ areas, widthPx }: { areas: readonly CompositeArea[]; widthPx: number }) {
  const left = Math.min(150, widthPx * 0.34);
  const right = widthPx - 14;
  const bottom = TOP_PX + areas.length * ROW_PX;
  const x = scaleLinear([1, Math.max(2, areas.length)], [left + 8, right - 8]);
  const every = Math.max(1, Math.ceil(areas.length / Math.max(2, Math.floor((right - left) / 40))));
  const ranks = Array.from({ length: areas.length }, (_, i) => i + 1).filter(
    (rank) => rank === 1 || rank % every === 0,
  );
  const certain = areas.filter(
    ({ rankAllWeights, rankLeaveOneOut }) =>
      rankAllWeights?.lower === rankAllWeights?.upper && rankLeaveOneOut?.from === rankLeaveOneOut?.to,
  ).length;
  return (
    <ChartFrame
      widthPx={widthPx}
      heightPx={bottom + 42}
      label={`How ranks move with the weights. ${certain} of ${areas.length} ranks do not move.`}
    >
      <g>
        <line
          x1={left}
          x2={left + 22}
          y1="10"
          y2="10"
          stroke={ACCENT}
          stroke-width="6"
          stroke-linecap="round"
        />
        <text x={left + 30} y="14">
          weights ±20 %
        </text>
        <path
          d={`M${left + 128} 5v10M${left + 128} 10h24M${left + 152} 5v10`}
          stroke={HIGH}
          stroke-width="1.5"
        />
        <text x={left + 160} y="14">
          {widthPx < 420 ? 'one out' : 'one measure left out'}
        </text>
      </g>
      <AxisBelow
        ticks={ranks.map((rank) => ({ atPx: x(rank), text: String(rank) }))}
        title="Rank (1 is the highest total)"
        leftPx={left}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
      />
      {areas.map((area, i) => {
        const y = TOP_PX + i * ROW_PX + ROW_PX / 2;
        const out = area.rankLeaveOneOut;
        const all = area.rankAllWeights;
        return (
          <g key={area.code}>
            <line x1={left} x2={right} y1={y} y2={y} stroke={LINE} />
            <text x={left - 10} y={y + 4} text-anchor="end">
              {shortName(area.name, Math.floor((left - 10) / 6.4))}
            </text>
            {all && (
              <line
                x1={round(x(all.lower))}
                x2={round(x(all.upper) + 0.5)}
                y1={y}
                y2={y}
                stroke={ACCENT}
                stroke-opacity="0.75"
                stroke-width="8"
                stroke-linecap="round"
              />
            )}
            {out && out.from !== out.to && (
              <path
                d={`M${round(x(out.from))} ${y - 6}v12M${round(x(out.from))} ${y}H${round(x(out.to))}M${round(x(out.to))} ${y - 6}v12`}
                fill="none"
                stroke={HIGH}
                stroke-width="1.5"
              />
            )}
            <circle cx={round(x(area.rank))} cy={y} r="4" fill="#ffffff" stroke={INK} stroke-width="2" />
          </g>
        );
      })}
    </ChartFrame>
  );
}
