import type { AreasResult } from '../../server/contract/areas.ts';
import type { MapParts } from '../briefings/map-drawing.tsx';
import { wardClasses } from '../charts/ward-classes.ts';
import { showCells } from '../state/shown-cells.ts';
import { exampleCoincidence, exampleWards } from './examples.ts';

/** Where the example's lattice of 500 m begins, columns east and rows north of the National Grid's origin. */
const COLUMN = 1270;
const ROW = 330;
const EXTENT = { west: 634_850, east: 636_650, south: 164_850, north: 167_200 };
/** Corners of four wards of about 750 m by 1 km, [lon, lat] from the south-west, row by row. */
const CORNERS = [
  [1.3724, 51.3355],
  [1.3831, 51.3352],
  [1.3938, 51.3349],
  [1.373, 51.3445],
  [1.3838, 51.3442],
  [1.3945, 51.3438],
  [1.3737, 51.3534],
  [1.3844, 51.3531],
  [1.3952, 51.3528],
] as const;

/** Four wards in two rows, those of `exampleWards` in its order. */
export function exampleAreas(): AreasResult {
  return {
    type: 'FeatureCollection',
    features: exampleWards().wards.map(({ code, name }, i) => {
      const at = i % 2 === 0 ? i * 1.5 : (i - 1) * 1.5 + 1;
      const ring = [at, at + 1, at + 4, at + 3, at].map((corner) => [...CORNERS[corner]!]);
      const middle = [0, 1].map((axis) => (ring[0]![axis]! + ring[2]![axis]!) / 2);
      return {
        type: 'Feature' as const,
        id: code,
        properties: { code, name, districtCode: 'E07000001', areaKm2: 0.75, labelPoint: middle },
        geometry: { type: 'Polygon', coordinates: [ring] },
      };
    }),
  };
}

/** Cells of two layers over the four wards: every pattern that cells are filled with. */
export function exampleCellMap(): MapParts {
  const result = exampleCoincidence();
  const cells = {
    ...result.cells,
    column: result.cells.column.map((column) => column + COLUMN),
    row: result.cells.row.map((row) => row + ROW),
  };
  return {
    wards: exampleAreas(),
    context: null,
    studyWards: null,
    cells: showCells({ mode: 'coincidence', result: { ...result, cells } }),
    fills: null,
    extent: EXTENT,
    namedFirst: [],
    label: 'Two layers together, an example.',
  };
}

/** The four wards filled by rate; one with too few events, one without a population. */
export function exampleWardMap(): MapParts {
  const { wards } = exampleWards();
  return {
    ...exampleCellMap(),
    cells: null,
    fills: { codes: wards.map(({ code }) => code), classes: wardClasses(wards, 'rate') },
    label: 'Wards by rate, an example.',
  };
}
