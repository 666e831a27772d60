import type { CoincidenceResult } from '../../server/contract/coincidence.ts';
import { formatCount, sayCount } from '../words/format.ts';
import { coincidenceClasses } from './coincidence-classes.ts';
import { Swatch } from './legend.tsx';

const CELL_PX = 44;
const SIDE_PX = CELL_PX * 3;
const LEFT_PX = 4;
const TOP_PX = 30;
const RIGHT_PX = 124;
const BOTTOM_PX = 34;

/**
 * Two layers at once: a square whose sides are the evidence of each layer, with words at its corners and the number of
 * cells in each class. The first layer grows to the right, the second upwards; both-hot classes are ruled as on the map.
 */
export function CoincidenceLegend({ result }: { result: CoincidenceResult }) {
  const { classes, square, notShown } = coincidenceClasses(result);
  const { first, second, summary } = result;
  const [width, height] = [LEFT_PX + SIDE_PX + RIGHT_PX, TOP_PX + SIDE_PX + BOTTOM_PX];
  return (
    <div class="square-legend">
      <p class="legend-title">Hot spots of two layers together</p>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Cells by class. Both: ${summary.both}. ${first.what} only: ${summary.firstOnly}. ${second.what} only: ${summary.secondOnly}. Neither: ${summary.neither}. Every class and its cells are in the list that follows.`}
      >
        <text class="corner" x={LEFT_PX} y={12}>
          {short(second.what, 30)} only
        </text>
        <text class="corner-count" x={LEFT_PX} y={25}>
          {sayCount(summary.secondOnly, 'cell')}
        </text>
        <text class="corner strong" x={LEFT_PX + SIDE_PX + 6} y={TOP_PX + 14}>
          Both
        </text>
        <text class="corner-count" x={LEFT_PX + SIDE_PX + 6} y={TOP_PX + 28}>
          {sayCount(summary.both, 'cell')}
        </text>
        {square.map((row, s) =>
          row.map((k, f) => {
            const { colour, pattern, count, label } = classes.classes[k]!;
            const [x, y] = [LEFT_PX + f * CELL_PX, TOP_PX + (2 - s) * CELL_PX];
            return (
              <g key={k} data-class={k}>
                <title>{`${label}: ${sayCount(count, 'cell')}`}</title>
                <rect class="square-land" x={x} y={y} width={CELL_PX} height={CELL_PX} />
                {pattern !== 'none' && (
                  <rect x={x} y={y} width={CELL_PX} height={CELL_PX} fill={colour} fill-opacity="0.88" />
                )}
                {pattern === 'lined' && <path class="square-lines" d={linesOf(x, y)} />}
                {pattern === 'barred' && <path class="square-bars" d={barsOf(x, y)} />}
                <rect class="square-edge" x={x} y={y} width={CELL_PX} height={CELL_PX} />
                <rect
                  class="square-count-ground"
                  x={x + 6}
                  y={y + CELL_PX / 2 - 9}
                  width={CELL_PX - 12}
                  height="18"
                  rx="2"
                />
                <text class="square-count" x={x + CELL_PX / 2} y={y + CELL_PX / 2 + 4} text-anchor="middle">
                  {formatCount(count)}
                </text>
              </g>
            );
          }),
        )}
        <text class="corner" x={LEFT_PX} y={TOP_PX + SIDE_PX + 14}>
          Neither
        </text>
        <text class="corner" x={LEFT_PX + SIDE_PX + 6} y={TOP_PX + SIDE_PX - 16}>
          {short(first.what, 20)}
        </text>
        <text class="corner" x={LEFT_PX + SIDE_PX + 6} y={TOP_PX + SIDE_PX - 3}>
          only
        </text>
        <text class="corner-count" x={LEFT_PX + SIDE_PX + 6} y={TOP_PX + SIDE_PX + 11}>
          {sayCount(summary.firstOnly, 'cell')}
        </text>
        <text class="corner-count" x={LEFT_PX} y={TOP_PX + SIDE_PX + 28}>
          Pale 95&nbsp;% sure, dark 99&nbsp;% sure
        </text>
      </svg>
      {notShown >= 0 && (
        <p class="square-hidden">
          <Swatch of={classes.classes[notShown]!} /> {classes.classes[notShown]!.label}:{' '}
          {sayCount(classes.classes[notShown]!.count, 'cell')}
        </p>
      )}
      <div class="visually-hidden">
        <table class="legend">
          <caption>{classes.title}</caption>
          <thead>
            <tr>
              <th scope="col">Fill</th>
              <th scope="col">Class</th>
              <th scope="col">cells</th>
            </tr>
          </thead>
          <tbody>
            {classes.classes.map((c) => (
              <tr key={c.label}>
                <td>
                  {c.pattern === 'none' ? 'nothing drawn' : c.pattern === 'lined' ? 'ruled' : c.pattern}
                </td>
                <th scope="row">{c.label}</th>
                <td>{formatCount(c.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** Diagonal rules within one class's square. */
function linesOf(x: number, y: number): string {
  const step = 7;
  let path = '';
  for (let d = step; d < 2 * CELL_PX; d += step) {
    const [x0, y0] = d <= CELL_PX ? [x, y + d] : [x + d - CELL_PX, y + CELL_PX];
    const [x1, y1] = d <= CELL_PX ? [x + d, y] : [x + CELL_PX, y + d - CELL_PX];
    path += `M${x0} ${y0}L${x1} ${y1}`;
  }
  return path;
}

/** Level bars within one class's square. */
function barsOf(x: number, y: number): string {
  let path = '';
  for (let d = 3; d < CELL_PX; d += 5) path += `M${x} ${y + d}h${CELL_PX}`;
  return path;
}

function short(words: string, most: number): string {
  const bare = words.replace(/^all /, '');
  const name = bare.charAt(0).toUpperCase() + bare.slice(1);
  return name.length <= most ? name : `${name.slice(0, most - 1).trimEnd()}…`;
}
