import type { ComponentChildren } from 'preact';
import { INK, LINE, LINE_STRONG, QUIET } from './inks.ts';

interface FrameProps {
  widthPx: number;
  heightPx: number;
  /** What the chart shows, for those who do not see it; the table beside it says the figures. */
  label: string;
  children: ComponentChildren;
}

/** The drawing of a chart. Everything is in attributes, so that it looks the same alone, printed, or in a document. */
export function ChartFrame({ widthPx, heightPx, label, children }: FrameProps) {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      role="img"
      aria-label={label}
      font-family="-apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
      font-size="12"
      fill={INK}
    >
      {children}
    </svg>
  );
}

/** Mean width of a letter at 12 px, pixels. */
const LETTER_PX = 6.2;

interface Tick {
  /** Place along the axis, pixels. */
  atPx: number;
  text: string;
}

interface AxisProps {
  ticks: readonly Tick[];
  /** What is measured, with its unit. */
  title: string;
  leftPx: number;
  rightPx: number;
  topPx: number;
  bottomPx: number;
  /** Lines across the plot; default true. */
  grid?: boolean;
}

/** A horizontal axis below the plot: lines, figures, and the title with its unit under them. */
export function AxisBelow({ ticks, title, leftPx, rightPx, topPx, bottomPx, grid = true }: AxisProps) {
  // A title wider than the plot reaches under the names at its left rather than out of the picture.
  const fits = title.length * LETTER_PX < rightPx - leftPx;
  return (
    <g>
      {grid &&
        ticks.map(({ atPx }) => (
          <line key={atPx} x1={round(atPx)} x2={round(atPx)} y1={topPx} y2={bottomPx} stroke={LINE} />
        ))}
      <line x1={leftPx} x2={rightPx} y1={bottomPx} y2={bottomPx} stroke={LINE_STRONG} />
      {ticks.map(({ atPx, text }) => (
        <text key={text} x={round(atPx)} y={bottomPx + 16} text-anchor="middle" fill={QUIET}>
          {text}
        </text>
      ))}
      <text
        x={fits ? (leftPx + rightPx) / 2 : rightPx}
        y={bottomPx + 34}
        text-anchor={fits ? 'middle' : 'end'}
        fill={INK}
      >
        {title}
      </text>
    </g>
  );
}

/** A vertical axis left of the plot; its title stands above it, so that nobody turns the head. */
export function AxisLeft({ ticks, title, leftPx, rightPx, topPx, grid = true }: AxisProps) {
  return (
    <g>
      {grid &&
        ticks.map(({ atPx }) => (
          <line key={atPx} x1={leftPx} x2={rightPx} y1={round(atPx)} y2={round(atPx)} stroke={LINE} />
        ))}
      {ticks.map(({ atPx, text }) => (
        <text key={text} x={leftPx - 6} y={round(atPx) + 4} text-anchor="end" fill={QUIET}>
          {text}
        </text>
      ))}
      <text x="0" y={topPx - 12} fill={INK}>
        {title}
      </text>
    </g>
  );
}

/** Coordinates with one decimal: sharp enough, and goldens stay readable. */
export const round = (px: number): number => Math.round(px * 10) / 10;

/** Cuts a name at `most` signs, at a word where it can. The whole name is in the table. */
export function shortName(name: string, most: number): string {
  if (name.length <= most) return name;
  const cut = name.slice(0, most - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > most / 2 ? cut.slice(0, space) : cut}…`;
}
