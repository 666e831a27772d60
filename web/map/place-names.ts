import type { AreaFeature, AreasResult } from '../../server/contract/areas.ts';
import { type Polygons, polygonsOf } from './outline.ts';

interface Place {
  feature: AreaFeature;
  polygons: Polygons;
  /** west, south, east, north. */
  bbox: [number, number, number, number];
}

/** Finds the area that a point lies in. */
export interface PlaceFinder {
  /** The area around a point, or null. */
  areaAt(lon: number, lat: number): AreaFeature | null;
  /** Its name; 'near' the closest label where the point is in none of the areas (at sea, across the border). */
  nameAt(lon: number, lat: number): string;
}

export function createPlaceFinder(areas: AreasResult): PlaceFinder {
  const places: Place[] = areas.features.map((feature) => {
    const polygons = polygonsOf(feature.geometry);
    return { feature, polygons, bbox: bboxOf(polygons) };
  });

  function areaAt(lon: number, lat: number): AreaFeature | null {
    for (const { feature, polygons, bbox } of places)
      if (
        lon >= bbox[0] &&
        lon <= bbox[2] &&
        lat >= bbox[1] &&
        lat <= bbox[3] &&
        isInside(lon, lat, polygons)
      )
        return feature;
    return null;
  }

  function nameAt(lon: number, lat: number): string {
    const inside = areaAt(lon, lat);
    if (inside) return inside.properties.name;
    let closest = { name: '', distance2: Number.POSITIVE_INFINITY };
    const shrink = Math.cos((lat * Math.PI) / 180);
    for (const { feature, polygons, bbox } of places) {
      const apartX = Math.max(bbox[0] - lon, 0, lon - bbox[2]) * shrink;
      const apartY = Math.max(bbox[1] - lat, 0, lat - bbox[3]);
      if (apartX * apartX + apartY * apartY >= closest.distance2) continue;
      for (const ring of polygons.flat())
        for (const [x, y] of ring) {
          // A degree of longitude is shorter than one of latitude by the cosine of the latitude.
          const dx = (x - lon) * shrink;
          const distance2 = dx * dx + (y - lat) ** 2;
          if (distance2 < closest.distance2) closest = { name: feature.properties.name, distance2 };
        }
    }
    return closest.name === '' ? 'Outside the areas' : `near ${closest.name}`;
  }
  return { areaAt, nameAt };
}

function bboxOf(polygons: Polygons): [number, number, number, number] {
  const bbox: [number, number, number, number] = [180, 90, -180, -90];
  for (const [lon, lat] of polygons.flat(2)) {
    bbox[0] = Math.min(bbox[0], lon);
    bbox[1] = Math.min(bbox[1], lat);
    bbox[2] = Math.max(bbox[2], lon);
    bbox[3] = Math.max(bbox[3], lat);
  }
  return bbox;
}

/** Even-odd over every ring, so that holes are outside. */
function isInside(x: number, y: number, polygons: Polygons): boolean {
  let inside = false;
  for (const ring of polygons.flat())
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i]!;
      const [bx, by] = ring[j]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  return inside;
}
