/** A layer of a MapLibre style, as far as this service writes one. */
export interface StyleLayer {
  readonly id: string;
  readonly type: 'fill' | 'line' | 'symbol' | 'raster';
  readonly source: string;
  readonly 'source-layer'?: string;
  readonly minzoom?: number;
  readonly filter?: unknown;
  readonly layout?: Readonly<Record<string, unknown>>;
  readonly paint?: Readonly<Record<string, unknown>>;
}

const SOURCE = 'basemap';
const LAND = '#f8f6f1';
const GREEN = '#eef0e4';
const WATER = '#dce6ec';
const BUILDING = '#ebe7de';
const ROAD = '#e2ddd2';
const ROAD_EDGE = '#cfc9bc';
const LABEL = '#5b6470';

/**
 * A quiet drawing of the layers that the two common schemas of vector tiles have, Protomaps (earth, roads, places ...) and
 * OpenMapTiles (landcover, transportation, place ...): land, green, water, buildings, roads, names. Paler than any class of
 * the figures above it. Layers that a file does not have are left out; names are drawn with the reader's own font.
 *
 * @param layersHeld names of the file's layers (metadata vector_layers)
 */
export function quietLayers(layersHeld: readonly string[]): StyleLayer[] {
  const has = (name: string): boolean => layersHeld.includes(name);
  const area = (name: string, colour: string, filter?: unknown, minzoom?: number): StyleLayer[] =>
    has(name)
      ? [
          {
            id: `${SOURCE}-${name}`,
            type: 'fill',
            source: SOURCE,
            'source-layer': name,
            ...(minzoom === undefined ? {} : { minzoom }),
            ...(filter === undefined ? {} : { filter }),
            paint: { 'fill-color': colour },
          },
        ]
      : [];
  const roads = (name: string): StyleLayer[] =>
    has(name)
      ? [
          line(name, 'casing', ROAD_EDGE, [6, 0.3, 12, 1.4, 16, 9]),
          line(name, 'line', ROAD, [6, 0.2, 12, 0.9, 16, 7.5]),
        ]
      : [];
  const names = (
    name: string,
    text: unknown,
    size: number,
    minzoom: number,
    filter?: unknown,
  ): StyleLayer[] =>
    has(name)
      ? [
          {
            id: `${SOURCE}-${name}-names`,
            type: 'symbol',
            source: SOURCE,
            'source-layer': name,
            minzoom,
            ...(filter === undefined ? {} : { filter }),
            layout: {
              'text-field': text,
              'text-size': size,
              'text-max-width': 8,
              ...(name.startsWith('road') || name.startsWith('transport')
                ? { 'symbol-placement': 'line' }
                : {}),
            },
            paint: { 'text-color': LABEL, 'text-halo-color': '#ffffff', 'text-halo-width': 1.2 },
          },
        ]
      : [];
  const anyName = ['coalesce', ['get', 'name:en'], ['get', 'name:latin'], ['get', 'name']];
  const notPoint = ['!=', ['geometry-type'], 'Point'];
  return [
    ...area('earth', LAND, notPoint),
    ...area('landcover', GREEN),
    ...area('landuse', GREEN, [
      'in',
      ['coalesce', ['get', 'kind'], ['get', 'class'], ''],
      ['literal', GREENS],
    ]),
    ...area('park', GREEN, notPoint),
    ...area('water', WATER, notPoint),
    ...(has('waterway') ? [line('waterway', 'line', WATER, [8, 0.5, 14, 2])] : []),
    ...area('buildings', BUILDING, undefined, 14),
    ...area('building', BUILDING, undefined, 14),
    ...roads('roads'),
    ...roads('transportation'),
    ...names('roads', anyName, 11, 14),
    ...names('transportation_name', anyName, 11, 14),
    ...names('places', anyName, 12, 8, ['!', ['in', ['get', 'kind'], ['literal', ['country', 'region']]]]),
    ...names('place', anyName, 12, 8, ['!', ['in', ['get', 'class'], ['literal', ['country', 'state']]]]),
  ];
}

/** The one layer of a file of pictures. */
export function pictureLayer(): StyleLayer {
  // Half the colour away, so that the figures above stay the loudest.
  const paint = { 'raster-saturation': -0.7, 'raster-opacity': 0.6, 'raster-fade-duration': 0 };
  return { id: `${SOURCE}-pictures`, type: 'raster', source: SOURCE, paint };
}

const GREENS = [
  'park',
  'forest',
  'wood',
  'grass',
  'nature_reserve',
  'cemetery',
  'recreation_ground',
  'national_park',
  'pitch',
];

function line(layer: string, part: string, colour: string, widths: readonly number[]): StyleLayer {
  return {
    id: `${SOURCE}-${layer}-${part}`,
    type: 'line',
    source: SOURCE,
    'source-layer': layer,
    filter: ['==', ['geometry-type'], 'LineString'],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': ['interpolate', ['linear'], ['zoom'], ...widths] },
  };
}
