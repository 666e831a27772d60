import { scaleLinear } from 'd3';
import type { WardLayerResult, WardRow } from '../../server/contract/ward-layer.ts';
import type { WardMeasure } from '../state/view.ts';
import { formatInterval, formatMeasure, formatShare, formatShareInterval } from '../words/format.ts';
import { wardState } from './ward-classes.ts';

const ROW_PX = 22;
const NAME_PX = 132;
const TOP_PX = 22;
const RIGHT_PX = 12;

interface Props {
  result: WardLayerResult;
  /** Those that are drawn; default all. The district's rule is of all. */
  wards?: readonly WardRow[];
  measure: WardMeasure;
  widthPx: number;
  selectedCode: string | null;
  /** Left out where the chart is a picture, as on a slide: no row can be chosen and no table stands beside it. */
  onSelect?(code: string): void;
}

/**
 * One row a ward, highest first: a dot for the estimate on the line of its 95 % interval, and the district as a
 * rule across all rows. Wards whose intervals overlap should not be ranked against each other, and it shows.
 */
export function WardIntervalChart({
  result,
  wards = result.wards,
  measure,
  widthPx,
  selectedCode,
  onSelect,
}: Props) {
  const measured = (ward: WardRow) => (measure === 'share' ? ward.share : ward.ratePer1000Year);
  const intervalOf = (ward: WardRow) => (measure === 'share' ? ward.shareInterval : ward.rateInterval);
  const rows = [...wards].sort((a, b) => (measured(b) ?? -1) - (measured(a) ?? -1));
  const most = rows.reduce((m, ward) => Math.max(m, intervalOf(ward)?.upper ?? 0), 0);
  const x = scaleLinear([0, most === 0 ? 1 : most], [NAME_PX, widthPx - RIGHT_PX]).nice(4);
  const say = measure === 'share' ? formatShare : formatMeasure;
  const sayInterval = measure === 'share' ? formatShareInterval : formatInterval;
  const heightPx = TOP_PX + rows.length * ROW_PX + 4;
  const districtValue =
    measure === 'share'
      ? result.wards.length > 0
        ? 1 / result.wards.length
        : null
      : result.district.ratePer1000Year;

  return (
    <svg
      class="ward-chart"
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      role="img"
      aria-label={`Wards by ${measure}, with 95 % intervals. ${onSelect ? 'The table below says the same.' : `Highest: ${rows[0]?.name ?? 'none'}.`}`}
    >
      {x.ticks(4).map((tick) => (
        <g key={tick} transform={`translate(${x(tick)},0)`} class="axis">
          <line y1={TOP_PX - 4} y2={heightPx} />
          <text y={TOP_PX - 8} text-anchor="middle">
            {say(tick)}
          </text>
        </g>
      ))}
      {districtValue !== null && (
        <line
          class="district-rule"
          x1={x(districtValue)}
          x2={x(districtValue)}
          y1={TOP_PX - 4}
          y2={heightPx}
        />
      )}
      {rows.map((ward, i) => {
        const y = TOP_PX + i * ROW_PX + ROW_PX / 2;
        const value = measured(ward);
        const interval = intervalOf(ward);
        const faint = wardState(ward, measure) === 'too-few';
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the table below does the same by keyboard
          <g
            key={ward.code}
            class="ward-row"
            data-selected={ward.code === selectedCode}
            data-faint={faint}
            onClick={onSelect && (() => onSelect(ward.code))}
          >
            <title>
              {value === null || !interval
                ? `${ward.name}: population not supplied`
                : `${ward.name}: ${say(value)} (${sayInterval(interval.lower, interval.upper)})`}
            </title>
            <rect class="row-ground" x="0" y={y - ROW_PX / 2} width={widthPx} height={ROW_PX} />
            <text class="row-name" x="0" y={y} dominant-baseline="central">
              {shorten(ward.name, 21)}
            </text>
            {value !== null && interval ? (
              <>
                <line class="interval" x1={x(interval.lower)} x2={x(interval.upper)} y1={y} y2={y} />
                <circle cx={x(value)} cy={y} r="3.5" />
              </>
            ) : (
              <text class="row-note" x={NAME_PX + 4} y={y} dominant-baseline="central">
                population not supplied
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** Cuts a name at a word where it can, with an ellipsis; the whole name is in the row's title and in the table. */
export function shorten(name: string, most: number): string {
  if (name.length <= most) return name;
  const cut = name.slice(0, most - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > most / 2 ? cut.slice(0, space) : cut}…`;
}
