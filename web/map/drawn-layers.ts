import type { LayerSpecification, Map as MapLibreMap } from 'maplibre-gl';
import { GROUND } from './map-colours.ts';

export const DRAWN_SOURCE = 'drawn';

const ACCENT = '#1d4f91';
const OPERATION = '#5a2d82';
const isKind = (kind: string): ['==', ['get', string], string] => ['==', ['get', 'kind'], kind];

/** Outlines over the cells: a white casing under each, so that it is seen on light and dark cells alike. */
const LAYERS: LayerSpecification[] = [
  {
    id: 'drawn-fill',
    type: 'fill',
    source: DRAWN_SOURCE,
    filter: ['all', isKind('draft'), ['==', ['geometry-type'], 'Polygon']],
    paint: { 'fill-color': ACCENT, 'fill-opacity': 0.12 },
  },
  {
    id: 'drawn-casing',
    type: 'line',
    source: DRAWN_SOURCE,
    filter: ['in', ['get', 'kind'], ['literal', ['area', 'operation', 'draft']]],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': '#ffffff', 'line-width': 5, 'line-opacity': 0.9 },
  },
  {
    id: 'drawn-operation',
    type: 'line',
    source: DRAWN_SOURCE,
    filter: isKind('operation'),
    paint: { 'line-color': OPERATION, 'line-width': 2, 'line-dasharray': [3, 2] },
  },
  {
    id: 'drawn-area',
    type: 'line',
    source: DRAWN_SOURCE,
    filter: isKind('area'),
    layout: { 'line-join': 'round' },
    paint: { 'line-color': ACCENT, 'line-width': 2.5 },
  },
  {
    id: 'drawn-draft',
    type: 'line',
    source: DRAWN_SOURCE,
    filter: isKind('draft'),
    layout: { 'line-join': 'round' },
    paint: { 'line-color': GROUND.selection, 'line-width': 2.5 },
  },
  {
    id: 'drawn-corners',
    type: 'circle',
    source: DRAWN_SOURCE,
    filter: isKind('corner'),
    paint: {
      'circle-radius': ['case', ['get', 'first'], 6, 4.5],
      'circle-color': '#ffffff',
      'circle-stroke-color': GROUND.selection,
      'circle-stroke-width': 2,
    },
  },
  {
    id: 'drawn-labels',
    type: 'symbol',
    source: DRAWN_SOURCE,
    filter: isKind('label'),
    layout: {
      'text-field': ['get', 'name'],
      'text-size': 12,
      'text-anchor': 'bottom',
      'text-offset': [0, -0.4],
      'text-max-width': 14,
      'text-line-height': 1.15,
      'text-allow-overlap': false,
    },
    paint: { 'text-color': OPERATION, 'text-halo-color': GROUND.labelHalo, 'text-halo-width': 2 },
  },
];

/** Adds the layers of drawn outlines on top of a map that has none of them. */
export function addDrawnLayers(map: MapLibreMap): void {
  map.addSource(DRAWN_SOURCE, {
    type: 'geojson',
    data: { type: 'FeatureCollection', features: [] },
    tolerance: 0.2,
  });
  // Under the names of wards, so that both can be read.
  for (const layer of LAYERS) map.addLayer(layer, layer.type === 'symbol' ? undefined : 'labels');
}
