import { interpolateYlOrRd } from 'd3';
import { formatMeasure } from '../../words/format.ts';
import { INK, QUIET } from './inks.ts';

const PATCHES = 5;
const PATCH_PX = 26;

interface Props {
  leftPx: number;
  topPx: number;
  /** Shade of the least value, 0 to 1; the most has 1. */
  lightest: number;
  least: number;
  most: number;
  /** What the numbers are: "events in the period". */
  unit: string;
}

/** What the shades of a matrix stand for: patches from least to most, with their values and unit. */
export function ShadeKey({ leftPx, topPx, lightest, least, most, unit }: Props) {
  const width = PATCHES * PATCH_PX;
  return (
    <g>
      {Array.from({ length: PATCHES }, (_, i) => (
        <rect
          key={i}
          x={leftPx + i * PATCH_PX}
          y={topPx}
          width={PATCH_PX}
          height="10"
          fill={interpolateYlOrRd(lightest + ((1 - lightest) * i) / (PATCHES - 1))}
        />
      ))}
      <text x={leftPx} y={topPx + 26} fill={INK}>
        {formatMeasure(least)}
      </text>
      <text x={leftPx + width} y={topPx + 26} text-anchor="end" fill={INK}>
        {formatMeasure(most)}
      </text>
      <text x={leftPx + width + 8} y={topPx + 10} fill={QUIET}>
        {unit}
      </text>
    </g>
  );
}
