import type { MapClass } from '../charts/map-classes.ts';
import { GROUND } from '../map/map-colours.ts';
import { formatDistance } from '../words/format.ts';

interface ScaleProps {
  /** Units of the drawing across. */
  across: number;
  barM: number;
  barUnits: number;
  fontSize: number;
  bottom: number;
}

/** Bottom right, on white so that it reads over anything. Up is grid north. */
export function ScaleAndNorth({ across, barM, barUnits, fontSize: em, bottom }: ScaleProps) {
  const width = barUnits + 3.6 * em;
  return (
    <g transform={`translate(${across - width - 4},${bottom - 2.4 * em})`}>
      <rect width={width} height={2.2 * em} fill="#ffffff" fill-opacity="0.9" />
      <path
        d={`M${0.6 * em} ${1.3 * em}v${0.5 * em}h${barUnits}v${-0.5 * em}`}
        fill="none"
        stroke={GROUND.selection}
        stroke-width={em / 7}
        data-scale-m={barM}
      />
      <text x={0.6 * em} y={em} font-size={em * 0.9} fill={GROUND.selection}>
        {formatDistance(barM)}
      </text>
      <g transform={`translate(${barUnits + 2.4 * em},${0.8 * em})`} fill={GROUND.selection}>
        <path d={`M0 0l${0.4 * em} ${1.2 * em}l${-0.4 * em} ${-0.3 * em}l${-0.4 * em} ${0.3 * em}z`} />
        <text font-size={em * 0.75} text-anchor="middle">
          N
        </text>
      </g>
    </g>
  );
}

/** What a class adds to its colour, as on the map: hatch, dots, dark lines over the full colour, or pale level bars. */
export function ClassPattern({ id, of }: { id: string; of: MapClass }) {
  if (of.pattern === 'solid' || of.pattern === 'none') return null;
  const isFull = of.pattern === 'lined' || of.pattern === 'barred';
  const isLevel = of.pattern === 'dots' || of.pattern === 'barred';
  const turned = isLevel ? {} : { patternTransform: 'rotate(45)' };
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" {...turned}>
      <rect width="6" height="6" fill={of.colour} fill-opacity={isFull ? 1 : 0.3} />
      {of.pattern === 'hatch' && <rect width="2.5" height="6" fill={of.colour} />}
      {of.pattern === 'lined' && <rect width="1.4" height="6" fill="#14181d" />}
      {of.pattern === 'barred' && <rect width="6" height="2" fill={GROUND.land} />}
      {of.pattern === 'dots' && <circle cx="3" cy="3" r="1.2" fill={of.colour} />}
    </pattern>
  );
}
