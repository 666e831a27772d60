import { scaleBand, scaleLinear } from 'd3';
import type { RiskFactorsResult } from '../../../server/contract/risk-factors.ts';
import { formatMeasure, formatShare } from '../../words/format.ts';
import { AxisLeft, ChartFrame, round } from './chart-frame.tsx';
import { ACCENT, INK, LINE_STRONG, QUIET } from './inks.ts';

const LEFT_PX = 44;
const TOP_PX = 52;
const PLOT_PX = 170;

/**
 * PAI on months that the model never saw, beside a map of the earlier counts: what the factors must beat. 1 is what a share of
 * the district picked at random would catch.
 */
export function AccuracyChart({
  accuracy,
  widthPx,
}: {
  accuracy: NonNullable<RiskFactorsResult['accuracy']>;
  widthPx: number;
}) {
  const right = widthPx - 8;
  const bottom = TOP_PX + PLOT_PX;
  const shares = accuracy.model.map(({ areaShare }) => areaShare);
  const x = scaleBand(shares.map(String), [LEFT_PX, right]).paddingInner(0.3).paddingOuter(0.15);
  const most = Math.max(1, ...accuracy.model.map((m) => m.pai), ...accuracy.earlierCounts.map((m) => m.pai));
  const y = scaleLinear([0, most], [bottom, TOP_PX]).nice(5);
  return (
    <ChartFrame
      widthPx={widthPx}
      heightPx={bottom + 42}
      label="How well the factors find later events, beside a map of earlier counts. The table says the figures."
    >
      <rect x={LEFT_PX} y="4" width="12" height="12" fill={ACCENT} />
      <text x={LEFT_PX + 18} y="14">
        these factors
      </text>
      <rect
        x={LEFT_PX + 108}
        y="4"
        width="12"
        height="12"
        fill="#ffffff"
        stroke={LINE_STRONG}
        stroke-width="2"
      />
      <text x={LEFT_PX + 126} y="14">
        earlier counts alone
      </text>
      <AxisLeft
        ticks={y.ticks(5).map((tick) => ({ atPx: y(tick), text: formatMeasure(tick) }))}
        title="PAI (times the district’s density)"
        leftPx={LEFT_PX}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
      />
      {accuracy.model.map((model, i) => {
        const start = x(String(model.areaShare)) ?? 0;
        const half = x.bandwidth() / 2;
        const counts = accuracy.earlierCounts[i];
        return (
          <g key={model.areaShare}>
            <rect
              x={round(start)}
              y={round(y(model.pai))}
              width={round(half - 2)}
              height={round(bottom - y(model.pai))}
              fill={ACCENT}
            />
            {counts && (
              <rect
                x={round(start + half + 2)}
                y={round(y(counts.pai))}
                width={round(half - 3)}
                height={round(bottom - y(counts.pai))}
                fill="#ffffff"
                stroke={LINE_STRONG}
                stroke-width="2"
              />
            )}
            <text x={round(start + half)} y={bottom + 16} text-anchor="middle" fill={QUIET}>
              {formatShare(model.areaShare)}
            </text>
          </g>
        );
      })}
      <line x1={LEFT_PX} x2={right} y1={round(y(1))} y2={round(y(1))} stroke={INK} stroke-dasharray="3 3" />
      <line x1={LEFT_PX} x2={right} y1={bottom} y2={bottom} stroke={LINE_STRONG} />
      <text x={(LEFT_PX + right) / 2} y={bottom + 34} text-anchor="middle">
        Share of the district that is picked
      </text>
    </ChartFrame>
  );
}
