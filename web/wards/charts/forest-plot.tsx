import { scaleLog } from 'd3';
import type { FactorTerm } from '../../../server/contract/risk-factors.ts';
import { formatMeasure } from '../../words/format.ts';
import { AxisBelow, ChartFrame, round, shortName } from './chart-frame.tsx';
import { ACCENT, INK, LINE } from './inks.ts';

const TOP_PX = 24;
const FIGURES_PX = 128;

/**
 * Relative risks with their 95 % intervals on a scale where twice and half are equally far from 1. An interval that crosses 1
 * is drawn hollow: no evidence of an association.
 */
export function ForestPlot({ terms, widthPx }: { terms: readonly FactorTerm[]; widthPx: number }) {
  const roomy = widthPx >= 560;
  // Where there is no room beside the plot the words stand above each bar, whole: the bands differ in their last figures.
  const rowPx = roomy ? 30 : 44;
  const left = roomy ? 240 : 8;
  const right = widthPx - (roomy ? FIGURES_PX : 14);
  const bottom = TOP_PX + terms.length * rowPx;
  const reach = Math.max(
    2,
    ...terms.flatMap(({ interval }) => [interval.upper, interval.lower > 0 ? 1 / interval.lower : 2]),
  );
  const x = scaleLog([1 / Math.min(reach, 20), Math.min(reach, 20)], [left, right]).clamp(true);
  const ticks = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10, 20].filter(
    (tick) => tick >= x.domain()[0]! && tick <= x.domain()[1]!,
  );
  return (
    <ChartFrame
      widthPx={widthPx}
      heightPx={bottom + 42}
      label={`Relative risks with 95 % intervals. ${terms.map(({ sentence }) => sentence).join(' ')}`}
    >
      <AxisBelow
        ticks={ticks.map((tick) => ({ atPx: x(tick), text: formatMeasure(tick) }))}
        title="Relative risk (times, log scale)"
        leftPx={left}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
      />
      <line x1={round(x(1))} x2={round(x(1))} y1={TOP_PX - 4} y2={bottom} stroke={INK} stroke-width="1.5" />
      <text x={round(x(1))} y={TOP_PX - 8} text-anchor="middle">
        no difference
      </text>
      {terms.map((term, i) => {
        const top = TOP_PX + i * rowPx;
        const y = top + (roomy ? rowPx / 2 : 32);
        const words = roomy ? y + 4 : top + 16;
        const crosses = term.interval.lower <= 1 && term.interval.upper >= 1;
        return (
          <g key={`${term.factor} ${term.label}`}>
            <line x1="0" x2={widthPx} y1={top + rowPx} y2={top + rowPx} stroke={LINE} />
            <text x="0" y={words} stroke="#ffffff" stroke-width="4" paint-order="stroke">
              {shortName(term.label, Math.floor((roomy ? left - 8 : widthPx - FIGURES_PX) / 6.2))}
            </text>
            <line
              x1={round(x(term.interval.lower))}
              x2={round(x(term.interval.upper))}
              y1={y}
              y2={y}
              stroke={ACCENT}
              stroke-width={crosses ? 1.5 : 3}
            />
            <rect
              x={round(x(term.relativeRisk) - 5)}
              y={y - 5}
              width="10"
              height="10"
              fill={crosses ? '#ffffff' : ACCENT}
              stroke={ACCENT}
              stroke-width="1.5"
            />
            <text
              x={widthPx}
              y={words}
              text-anchor="end"
              stroke="#ffffff"
              stroke-width="4"
              paint-order="stroke"
            >
              {`${formatMeasure(term.relativeRisk)} (${formatMeasure(term.interval.lower)}–${formatMeasure(term.interval.upper)})`}
            </text>
          </g>
        );
      })}
    </ChartFrame>
  );
}
