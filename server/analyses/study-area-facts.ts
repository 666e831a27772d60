import proj4 from 'proj4';
import { BRITISH_NATIONAL_GRID_PROJ4 } from '../contract/british-national-grid.ts';
import type { AreaPlace } from '../contract/study-areas.ts';
import { drawnAreaRule } from '../disclosure/drawn-area-rule.ts';
import type { Holdings } from './holdings.ts';
import { layerTitle } from './layer-words.ts';
import type { Releases } from './releases.ts';
import type { StudyArea } from './selection.ts';

const grid = proj4('EPSG:4326', BRITISH_NATIONAL_GRID_PROJ4);

/** Where a drawn study area lies and what each layer says of it. Holds no count of anything. */
export function studyAreaFacts(
  { layers }: Holdings,
  releases: Releases,
  { district, wardIds, areaKm2, drawn }: StudyArea,
): AreaPlace {
  const wards = district.wardAreas.filter(({ areaId }) => wardIds.includes(areaId));
  return {
    districtCode: district.districtCode,
    districtName: district.districtName,
    areaKm2,
    wards: wards.map(({ code, name }) => ({ code, name })),
    bbox: around(drawn ? cornersOf(drawn.polygons) : wards.flatMap(({ bbox }) => boxCorners(bbox))),
    rules: layers.map((layer) => {
      const policy = releases.policy(layer);
      return {
        layer: layer.layer,
        title: layerTitle(layer.layer),
        sensitivityClass: policy.sensitivityClass,
        ...drawnAreaRule(policy),
      };
    }),
  };
}

function cornersOf(polygons: readonly number[][][][]): (readonly number[])[] {
  return polygons.flatMap((rings) => rings[0].map(([x, y]) => grid.inverse([x, y])));
}

function boxCorners([west, south, east, north]: readonly number[]): (readonly number[])[] {
  return [
    [west, south],
    [east, north],
  ];
}

/** west, south, east, north of [lon, lat] points. */
function around(points: readonly (readonly number[])[]): number[] {
  const box = [180, 90, -180, -90];
  for (const [lon, lat] of points) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}
