import { indexCells } from '../../server/stats/lattice/cell-index.ts';
import { cellCoordinate } from '../../server/stats/lattice/lattice.ts';
import { type MaskedCells, maskCells, type Polygons } from '../../server/stats/lattice/mask-cells.ts';
import { type RandomSource, seededRandom } from '../../server/stats/random.ts';

/** The seed of every bench input. */
export const BENCH_SEED = 20_260_501;

/** A ragged study area with a hole, about `cellCount` cells of `cellSizeM` metres, near the middle of the National Grid. */
export function studyArea(cellCount: number, cellSizeM: number): Polygons {
  const random = seededRandom(BENCH_SEED);
  const corners = 400;
  const centreX = 400_000;
  const centreY = 300_000;
  // Mean squared radius factor of the two waves below is 1.026; the hole takes 1 %.
  const radiusM = Math.sqrt((cellCount * cellSizeM ** 2) / (Math.PI * 1.016));
  const ring = Array.from({ length: corners }, (_, k) => {
    const angle = (2 * Math.PI * k) / corners;
    const wave = 1 + 0.2 * Math.sin(3 * angle) + 0.1 * Math.sin(7 * angle) + 0.02 * (random() - 0.5);
    return [centreX + radiusM * wave * Math.cos(angle), centreY + radiusM * wave * Math.sin(angle)];
  });
  const hole = Array.from({ length: 60 }, (_, k) => {
    const angle = (2 * Math.PI * k) / 60;
    return [centreX + 0.1 * radiusM * Math.cos(angle), centreY + 0.1 * radiusM * Math.sin(angle)];
  });
  return [[ring, hole]];
}

/** Points inside the cells: half anywhere, half about 40 centres. */
export function clusteredPoints(cells: MaskedCells, count: number): { x: Float64Array; y: Float64Array } {
  const random = seededRandom(BENCH_SEED + 1);
  const index = indexCells(cells);
  const anywhere = (): [number, number] => {
    const cell = Math.floor(random() * cells.count);
    return [
      (cells.column[cell] + random()) * cells.cellSizeM,
      (cells.row[cell] + random()) * cells.cellSizeM,
    ];
  };
  const centres = Array.from({ length: 40 }, anywhere);
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  for (let i = 0; i < count; ) {
    let [px, py] = anywhere();
    if (i % 2 === 1) {
      const [cx, cy] = centres[Math.floor(random() * centres.length)];
      px = cx + gaussian(random) * cells.cellSizeM * 6;
      py = cy + gaussian(random) * cells.cellSizeM * 6;
    }
    const inside =
      index.indexOf(cellCoordinate(px, cells.cellSizeM), cellCoordinate(py, cells.cellSizeM)) >= 0;
    if (!inside) continue;
    x[i] = px;
    y[i] = py;
    i++;
  }
  return { x, y };
}

/** Points counted in their cells. */
export function countInCells(cells: MaskedCells, x: Float64Array, y: Float64Array): Float64Array {
  const index = indexCells(cells);
  const counts = new Float64Array(cells.count);
  for (let i = 0; i < x.length; i++) {
    counts[index.indexOf(cellCoordinate(x[i], cells.cellSizeM), cellCoordinate(y[i], cells.cellSizeM))]++;
  }
  return counts;
}

/** The first `count` cells of a study area drawn for that many, or all of them where there are fewer. */
export function benchCells(count: number, cellSizeM: number): MaskedCells {
  const cells = maskCells(studyArea(count * 1.02, cellSizeM), cellSizeM);
  const kept = Math.min(count, cells.count);
  return {
    cellSizeM,
    column: cells.column.slice(0, kept),
    row: cells.row.slice(0, kept),
    areaShare: cells.areaShare.slice(0, kept),
    count: kept,
  };
}

function gaussian(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
