import { scaleLinear } from 'd3';
import type { NeedResult, NeedWard } from '../../../server/contract/need-provision.ts';
import { formatMeasure } from '../../words/format.ts';
import { AxisBelow, AxisLeft, ChartFrame, round, shortName } from './chart-frame.tsx';
import { ACCENT, HIGH, INK } from './inks.ts';

const LEFT_PX = 44;
const TOP_PX = 30;
const PLOT_PX = 280;

type Drawn = NeedWard & { distanceM: number; ratePer1000Year: number };

/**
 * Demand against distance: wards at the top right have more demand than the district and a longer way to the nearest service.
 * Those that stand out on both are diamonds; they are named, as are the busiest and the furthest.
 */
export function NeedChart({ result, widthPx }: { result: NeedResult; widthPx: number }) {
  const drawn = result.wards.filter(
    (ward): ward is Drawn => ward.distanceM !== null && ward.ratePer1000Year !== null,
  );
  const right = widthPx - 14;
  const bottom = TOP_PX + PLOT_PX;
  const furthestKm = Math.max(0.5, ...drawn.map(({ distanceM }) => distanceM / 1000));
  const most = Math.max(0.1, ...drawn.map((ward) => ward.rateInterval?.upper ?? ward.ratePer1000Year));
  const x = scaleLinear([0, furthestKm], [LEFT_PX, right]).nice(5);
  const y = scaleLinear([0, most], [bottom, TOP_PX]).nice(5);
  const { district } = result;
  const busiest = [...drawn].sort((a, b) => b.ratePer1000Year - a.ratePer1000Year).slice(0, 2);
  const furthest = [...drawn].sort((a, b) => b.distanceM - a.distanceM).slice(0, 1);
  const isNamed = (ward: Drawn) => ward.standsOut || busiest.includes(ward) || furthest.includes(ward);
  return (
    <ChartFrame
      widthPx={widthPx}
      heightPx={bottom + 42}
      label={`Demand against distance to the nearest service, ${drawn.length} wards. ${result.sentence}`}
    >
      <AxisLeft
        ticks={y.ticks(5).map((tick) => ({ atPx: y(tick), text: formatMeasure(tick) }))}
        title="Demand: events per 1,000 residents per year"
        leftPx={LEFT_PX}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
      />
      <AxisBelow
        ticks={x.ticks(5).map((tick) => ({ atPx: x(tick), text: formatMeasure(tick) }))}
        title="Mean distance to the nearest service (km)"
        leftPx={LEFT_PX}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
        grid={false}
      />
      {district.ratePer1000Year !== null && (
        <line
          x1={LEFT_PX}
          x2={right}
          y1={round(y(district.ratePer1000Year))}
          y2={round(y(district.ratePer1000Year))}
          stroke={INK}
          stroke-dasharray="3 3"
        />
      )}
      {district.distanceM !== null && (
        <line
          x1={round(x(district.distanceM / 1000))}
          x2={round(x(district.distanceM / 1000))}
          y1={TOP_PX}
          y2={bottom}
          stroke={INK}
          stroke-dasharray="3 3"
        />
      )}
      {drawn.map((ward) => {
        const left = round(x(ward.distanceM / 1000));
        const top = round(y(ward.ratePer1000Year));
        return (
          <g key={ward.code}>
            {ward.rateInterval && (
              <line
                x1={left}
                x2={left}
                y1={round(y(ward.rateInterval.lower))}
                y2={round(y(ward.rateInterval.upper))}
                stroke={ward.standsOut ? HIGH : ACCENT}
                stroke-opacity="0.55"
                stroke-width="2"
              />
            )}
            {ward.standsOut ? (
              <path d={`M${left} ${top - 7}l6 7l-6 7l-6 -7z`} fill={HIGH} stroke="#ffffff" />
            ) : (
              <circle cx={left} cy={top} r="4.5" fill={ACCENT} stroke="#ffffff" />
            )}
            {isNamed(ward) && (
              <text
                x={left > right - 120 ? left - 10 : left + 10}
                y={top + 4}
                text-anchor={left > right - 120 ? 'end' : 'start'}
                font-weight={ward.standsOut ? 600 : 400}
                stroke="#ffffff"
                stroke-width="3"
                paint-order="stroke"
              >
                {shortName(ward.name, 20)}
              </text>
            )}
          </g>
        );
      })}
    </ChartFrame>
  );
}
