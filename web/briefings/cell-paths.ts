import type { MapClasses } from '../charts/map-classes.ts';
import type { Lattice } from '../map/lattice.ts';
import type { Extent } from './map-extent.ts';

/**
 * One path a class, neighbours in a row joined, in units of the drawing: `unitsPerM` to the metre from the north-west
 * corner of `extent`. '' for a class that draws nothing or has no cell within the extent.
 */
export function cellPaths(
  lattice: Lattice,
  { classes, classOf }: MapClasses,
  extent: Extent,
  unitsPerM: number,
): string[] {
  const paths = classes.map((): string[] => []);
  const side = lattice.cellSizeM * unitsPerM;
  for (let r = 0; r < lattice.height; r++) {
    const southM = (lattice.row0 + r) * lattice.cellSizeM;
    if (southM > extent.north || southM + lattice.cellSizeM < extent.south) continue;
    const top = (extent.north - southM) * unitsPerM - side;
    for (let c = 0; c < lattice.width; ) {
      const found = classAt(lattice, classOf, c, r);
      let run = 1;
      while (c + run < lattice.width && classAt(lattice, classOf, c + run, r) === found) run++;
      const left = ((lattice.column0 + c) * lattice.cellSizeM - extent.west) * unitsPerM;
      if (found >= 0 && classes[found]!.pattern !== 'none')
        paths[found]!.push(
          `M${round(left)} ${round(top)}h${round(run * side)}v${round(side)}H${round(left)}z`,
        );
      c += run;
    }
  }
  return paths.map((parts) => parts.join(''));
}

function classAt(lattice: Lattice, classOf: Int8Array, column: number, row: number): number {
  const cell = lattice.indexAt[row * lattice.width + column]!;
  return cell < 0 ? -1 : classOf[cell]!;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
