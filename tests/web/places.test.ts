import { describe, expect, test } from 'vitest';
import type { AreasResult } from '../../server/contract/areas.ts';
import { outlineOf } from '../../web/map/outline.ts';
import { createPlaceFinder } from '../../web/map/place-names.ts';
import { inReadingOrder, nextIn } from '../../web/places/reading-order.ts';

/** Two squares side by side, the eastern one with a hole; degrees. */
const areas: AreasResult = {
  type: 'FeatureCollection',
  features: [
    feature('W', 'West', [square(0, 0, 1)]),
    feature('E', 'East', [square(1, 0, 1), square(1.4, 0.4, 0.2)]),
  ],
};

describe('the place of a point', () => {
  const places = createPlaceFinder(areas);

  test('is the area around it', () => {
    expect(places.nameAt(0.5, 0.5)).toBe('West');
    expect(places.nameAt(1.2, 0.5)).toBe('East');
  });

  test('in a hole or outside is only near', () => {
    expect(places.areaAt(1.5, 0.5)).toBeNull();
    expect(places.nameAt(1.5, 0.5)).toBe('near East');
    expect(places.nameAt(-0.1, 0.5)).toBe('near West');
  });

  test('without any area is said to be outside', () => {
    expect(createPlaceFinder({ type: 'FeatureCollection', features: [] }).nameAt(0, 0)).toBe(
      'Outside the areas',
    );
  });
});

describe('services stepped through by keyboard', () => {
  const at = (name: string, lon: number, lat: number) => ({ name, lon, lat });
  const places = [
    at('south', 1.3, 51.301),
    at('north-east', 1.42, 51.3902),
    at('north-west', 1.4, 51.3931),
    at('middle', 1.41, 51.35),
  ];

  test('come line by line from the north, and from west to east in a line', () => {
    expect(inReadingOrder(places).map(({ name }) => name)).toEqual([
      'north-west',
      'north-east',
      'middle',
      'south',
    ]);
  });

  test('go round, forwards and back, and begin where nothing is pointed out', () => {
    expect(nextIn(places, null, 1)).toBe(places[0]);
    expect(nextIn(places, null, -1)).toBe(places[3]);
    expect(nextIn(places, places[3]!, 1)).toBe(places[0]);
    expect(nextIn(places, places[0]!, -1)).toBe(places[3]);
    // What was pointed out may have been taken off the map since.
    expect(nextIn(places.slice(1), places[0]!, 1)).toBe(places[1]);
    expect(nextIn([], null, 1)).toBeUndefined();
  });
});

describe('the outline of a district', () => {
  test('leaves out the border that two wards share and keeps the rest, holes included', () => {
    const segments = outlineOf(areas.features).flatMap((line) =>
      line.slice(1).map((end, i) => [line[i]!, end] as const),
    );
    expect(segments).toHaveLength(3 + 3 + 4);
    const shared = segments.filter(([a, b]) => a[0] === 1 && b[0] === 1);
    expect(shared).toEqual([]);
  });

  test('of one ward is the whole of its boundary', () => {
    expect(outlineOf([areas.features[0]!])).toEqual([square(0, 0, 1)]);
  });
});

function square(x: number, y: number, side: number): [number, number][] {
  return [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
    [x, y],
  ];
}

function feature(
  code: string,
  name: string,
  coordinates: [number, number][][],
): AreasResult['features'][number] {
  return {
    type: 'Feature',
    id: code,
    properties: { code, name, districtCode: null, areaKm2: 1, labelPoint: coordinates[0]![0]! },
    geometry: { type: 'Polygon', coordinates },
  };
}
