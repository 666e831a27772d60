import { line, scaleLinear, scaleLog } from 'd3';
import type { AreaMeasures } from '../../../server/contract/measures.ts';
import { formatMeasure } from '../../words/format.ts';
import { AxisBelow, AxisLeft, ChartFrame, round, shortName } from './chart-frame.tsx';
import { ACCENT, HIGH, INK, LINE_STRONG, LOW, QUIET } from './inks.ts';

const LEFT_PX = 44;
const TOP_PX = 30;
const BOTTOM_PX = 42;

type Drawn = AreaMeasures & { expected: number; funnel: NonNullable<AreaMeasures['funnel']> };

/**
 * Funnel plot: how many times the expected events an area has, against how many are expected. Inside the lines an area differs
 * no more than areas of its size do by chance and the usual spread between areas.
 */
export function FunnelChart({ areas, widthPx }: { areas: readonly AreaMeasures[]; widthPx: number }) {
  const drawn = areas
    .filter((area): area is Drawn => area.funnel !== null && area.expected !== null && area.expected > 0)
    .sort((a, b) => a.expected - b.expected);
  const right = widthPx - 14;
  const bottom = TOP_PX + 260;
  const least = drawn[0]?.expected ?? 1;
  const most = drawn.at(-1)?.expected ?? 10;
  const wide = most / least > 30;
  const x = wide
    ? scaleLog([least * 0.9, most * 1.1], [LEFT_PX, right])
    : scaleLinear([least - (most - least) * 0.15, most + (most - least) * 0.1], [LEFT_PX, right]);
  const top = Math.max(
    1.5,
    ...drawn.map(({ funnel }) => Math.max(funnel.ratio, Math.min(funnel.upper998, 6))),
  );
  const y = scaleLinear([0, top], [bottom, TOP_PX]).nice().clamp(true);
  const limit = (of: (area: Drawn) => number) =>
    line<Drawn>(
      (area) => round(x(area.expected)),
      (area) => round(y(of(area))),
    )(drawn) ?? '';
  const named = namesThatFit(drawn, (area) => [x(area.expected), y(area.funnel.ratio)], right);
  return (
    <ChartFrame
      widthPx={widthPx}
      heightPx={bottom + BOTTOM_PX}
      label={`Funnel plot of ${drawn.length} areas: ${outside(drawn, 'high')} above and ${outside(drawn, 'low')} below the 95 % limits.`}
    >
      <AxisLeft
        ticks={y.ticks(5).map((tick) => ({ atPx: y(tick), text: formatMeasure(tick) }))}
        title="Times the expected events"
        leftPx={LEFT_PX}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
      />
      <AxisBelow
        ticks={(wide ? x.ticks(4) : x.ticks(5)).map((tick) => ({
          atPx: x(tick),
          text: tick.toLocaleString('en-GB'),
        }))}
        title="Events expected at the district rate"
        leftPx={LEFT_PX}
        rightPx={right}
        topPx={TOP_PX}
        bottomPx={bottom}
        grid={false}
      />
      <line x1={LEFT_PX} x2={right} y1={y(1)} y2={y(1)} stroke={INK} />
      {[limit((a) => a.funnel.lower95), limit((a) => a.funnel.upper95)].map((d) => (
        <path key={d} d={d} fill="none" stroke={LINE_STRONG} stroke-width="1.5" stroke-dasharray="5 4" />
      ))}
      {[limit((a) => a.funnel.lower998), limit((a) => a.funnel.upper998)].map((d) => (
        <path key={d} d={d} fill="none" stroke={LINE_STRONG} stroke-width="1.5" />
      ))}
      {drawn.length > 1 && (
        <>
          <Limit at={[right, y(drawn.at(-1)!.funnel.upper998) - 5]} text="99.8 % limit" />
          <Limit at={[right, y(drawn.at(-1)!.funnel.upper95) - 5]} text="95 % limit" />
        </>
      )}
      {drawn.map((area) => (
        <Mark key={area.code} area={area} x={round(x(area.expected))} y={round(y(area.funnel.ratio))} />
      ))}
      {named.map(({ area, x: left, y: base, anchor }) => (
        <text
          key={area.code}
          x={round(left)}
          y={round(base)}
          text-anchor={anchor}
          stroke="#ffffff"
          stroke-width="5"
          stroke-linejoin="round"
          paint-order="stroke"
        >
          {shortName(area.name, 22)}
        </text>
      ))}
    </ChartFrame>
  );
}

function Limit({ at: [x, y], text }: { at: [number, number]; text: string }) {
  return (
    <text
      x={round(x)}
      y={round(y)}
      text-anchor="end"
      fill={QUIET}
      stroke="#ffffff"
      stroke-width="5"
      stroke-linejoin="round"
      paint-order="stroke"
    >
      {text}
    </text>
  );
}

/** Outside the limits an area is a triangle that points the way it lies; inside, a dot; too few to say, a ring. */
function Mark({ area, x, y }: { area: Drawn; x: number; y: number }) {
  const { class: where } = area.funnel;
  if (area.tooFewToSay)
    return (
      <circle cx={x} cy={y} r="4" fill="#ffffff" stroke={ACCENT} stroke-opacity="0.6" stroke-width="1.5" />
    );
  if (where.startsWith('high')) return <path d={`M${x} ${y - 6}l6 10h-12z`} fill={HIGH} stroke="#ffffff" />;
  if (where.startsWith('low')) return <path d={`M${x} ${y + 6}l6 -10h-12z`} fill={LOW} stroke="#ffffff" />;
  return <circle cx={x} cy={y} r="4.5" fill={ACCENT} stroke="#ffffff" />;
}

const outside = (areas: readonly Drawn[], side: 'high' | 'low') =>
  areas.filter(({ funnel }) => funnel.class.startsWith(side)).length;

/** Names of the areas furthest from 1 that do not run into each other. */
function namesThatFit(
  areas: readonly Drawn[],
  at: (area: Drawn) => [number, number],
  right: number,
): { area: Drawn; x: number; y: number; anchor: 'start' | 'end' }[] {
  const far = [...areas].sort(
    (a, b) => Math.abs(Math.log(b.funnel.ratio || 0.01)) - Math.abs(Math.log(a.funnel.ratio || 0.01)),
  );
  const placed: { area: Drawn; x: number; y: number; anchor: 'start' | 'end'; from: number; to: number }[] =
    [];
  const points = areas.map(at);
  for (const area of far) {
    if (placed.length === 6) break;
    const [px, py] = at(area);
    const width = shortName(area.name, 22).length * 6.4;
    const anchor = px + 9 + width > right ? 'end' : 'start';
    const from = anchor === 'start' ? px + 9 : px - 9 - width;
    const clear =
      placed.every(
        (other) => Math.abs(other.y - py - 4) > 15 || from > other.to || from + width < other.from,
      ) &&
      points.every(
        ([x, y]) => (x === px && y === py) || Math.abs(y - py) > 10 || x < from || x > from + width,
      );
    if (clear)
      placed.push({
        area,
        x: anchor === 'start' ? px + 9 : px - 9,
        y: py + 4,
        anchor,
        from,
        to: from + width,
      });
  }
  return placed;
}
