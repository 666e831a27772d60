import { scaleLinear } from 'd3';
import type { CategoryMix } from '../../../server/contract/area-pages.ts';
import { inSentence } from '../../../server/contract/in-sentence.ts';
import { AxisBelow, ChartFrame, round, shortName } from './chart-frame.tsx';
import { ACCENT, HIGH, INK, LINE, LOW } from './inks.ts';

const TOP_PX = 24;
const ROW_PX = 26;

/** A category whose count is shown in the ward and the district. */
export type ShownMix = CategoryMix & { events: number; share: number; districtShare: number };

export const isShown = (row: CategoryMix): row is ShownMix =>
  row.events !== null && row.share !== null && row.districtShare !== null;

/**
 * Each category's share of the ward's events with its interval, beside the district's share (an upright stroke). A triangle
 * says that the ward has more, or less, than the district beyond chance.
 */
export function MixChart({ mix, widthPx }: { mix: readonly ShownMix[]; widthPx: number }) {
  const left = Math.min(190, widthPx * 0.42);
  const right = widthPx - 14;
  const bottom = TOP_PX + mix.length * ROW_PX;
  const most = Math.max(
    0.05,
    ...mix.map((row) => Math.max(row.shareInterval?.upper ?? 0, row.districtShare)),
  );
  const x = scaleLinear([0, most], [left, right]).nice(5);
  const differ = mix.filter(({ against }) => against !== 'similar');
  return (
    <ChartFrame
      widthPx={widthPx}
      heightPx={bottom + 42}
      label={`Share of each category, ward against district. ${differ.map(({ label, against }) => `${against === 'more' ? 'More' : 'Less'} ${inSentence(label)}.`).join(' ')}`}
    >
      <g>
        <circle cx={left + 6} cy="9" r="4" fill={ACCENT} />
        <text x={left + 15} y="13">
          ward
        </text>
        <line x1={left + 56} x2={left + 56} y1="3" y2="15" stroke={INK} stroke-width="2.5" />
        <text x={left + 63} y="13">
          district
        </text>
      </g>
      <AxisBelow
        ticks={x.ticks(widthPx < 420 ? 3 : 5).map((tick) => ({
          atPx: x(tick),
          text: `${Math.round(tick * 100)}\u00a0%`,
        }))}
        title="Share of events"
        leftPx={left}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
      />
      {mix.map((row, i) => {
        const y = TOP_PX + i * ROW_PX + ROW_PX / 2;
        const at = round(x(row.share));
        return (
          <g key={row.slug}>
            <line x1={left} x2={right} y1={y} y2={y} stroke={LINE} />
            <text x={left - 10} y={y + 4} text-anchor="end">
              {shortName(row.label, Math.floor((left - 10) / 6.4))}
            </text>
            {row.shareInterval && (
              <line
                x1={round(x(row.shareInterval.lower))}
                x2={round(x(row.shareInterval.upper))}
                y1={y}
                y2={y}
                stroke={ACCENT}
                stroke-width="4"
                stroke-linecap="round"
              />
            )}
            <line
              x1={round(x(row.districtShare))}
              x2={round(x(row.districtShare))}
              y1={y - 8}
              y2={y + 8}
              stroke={INK}
              stroke-width="2.5"
            />
            {row.against === 'more' ? (
              <path d={`M${at} ${y - 7}l6 11h-12z`} fill={HIGH} stroke="#ffffff" />
            ) : row.against === 'less' ? (
              <path d={`M${at} ${y + 7}l6 -11h-12z`} fill={LOW} stroke="#ffffff" />
            ) : (
              <circle cx={at} cy={y} r="4.5" fill={ACCENT} stroke="#ffffff" />
            )}
          </g>
        );
      })}
    </ChartFrame>
  );
}
