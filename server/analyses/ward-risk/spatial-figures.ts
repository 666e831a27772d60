import type { AreaMeasures, MeasuresResult } from '../../contract/measures.ts';
import { adjustPValues } from '../../stats/adjust-p-values.ts';
import { localG } from '../../stats/local-g.ts';
import { localMoran, MORAN_QUADRANTS } from '../../stats/local-moran.ts';
import { isNotComputable } from '../../stats/not-computable.ts';
import { significanceBands } from '../../stats/significance-bands.ts';
import { rowStandardised, weightsFromLists, withSelf } from '../../stats/weights/weights.ts';
import type { MeasuredArea } from './measures-inputs.ts';

/** Local statistics of the rate, one entry an area (null: no people, no value), and what they were made with. */
export interface SpatialFigures {
  readonly areas: readonly (Pick<AreaMeasures, 'giStar' | 'localMoran'> | null)[];
  readonly summary: NonNullable<MeasuresResult['spatial']>;
}

/**
 * Getis-Ord Gi* (binary queen with self) and local Moran's I (row-standardised queen) of the rate per 1,000 people, over the
 * areas that have people. The p-values of each are adjusted together over all areas (Benjamini-Hochberg).
 *
 * @param neighbours queen neighbours of each area, by place in `areas`, self left out
 */
export function spatialFigures(
  neighbours: readonly (readonly number[])[],
  areas: readonly MeasuredArea[],
  events: readonly number[],
): SpatialFigures {
  const members = areas.flatMap(({ people }, i) => (people !== null && people > 0 ? [i] : []));
  const place = new Map(members.map((unit, i) => [unit, i]));
  const lists = members.map((unit) =>
    neighbours[unit].map((other) => place.get(other)).filter((other) => other !== undefined),
  );
  const rates = Float64Array.from(members, (i) => (1000 * events[i]) / (areas[i].people as number));
  const weights = weightsFromLists(lists, false);
  const gi = localG(rates, withSelf(weights));
  const moran = localMoran(rates, rowStandardised(weights));
  const summary = {
    weights:
      'Areas that share a border or a corner (queen contiguity; corners within 1 m are the same corner)',
    areas: members.length,
    withoutNeighbours: members.filter((_, i) => lists[i].length === 0).map((unit) => areas[unit].code),
    notComputable: null,
  };
  const refused = isNotComputable(gi) ? gi : isNotComputable(moran) ? moran : null;
  if (refused !== null || isNotComputable(gi) || isNotComputable(moran)) {
    return {
      areas: areas.map(() => null),
      summary: { ...summary, notComputable: refused && { reason: refused.reason, detail: refused.detail } },
    };
  }
  const giAdjusted = adjustPValues(gi.pValue, 'benjamini-hochberg');
  const bands = significanceBands(gi.z, giAdjusted);
  const moranAdjusted = adjustPValues(moran.pValue, 'benjamini-hochberg');
  return {
    areas: areas.map((_, unit) => {
      const i = place.get(unit);
      if (i === undefined) return null;
      return {
        giStar: Number.isNaN(gi.z[i])
          ? null
          : { z: gi.z[i], p: gi.pValue[i], pAdjusted: giAdjusted[i], band: bands[i] },
        localMoran: Number.isNaN(moran.i[i])
          ? null
          : {
              i: moran.i[i],
              z: orNull(moran.z[i]),
              p: orNull(moran.pValue[i]),
              pAdjusted: orNull(moranAdjusted[i]),
              quadrant: MORAN_QUADRANTS[moran.quadrant[i]],
            },
      };
    }),
    summary,
  };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
