import type { StyleSpecification } from 'maplibre-gl';
import { GROUND } from './map-colours.ts';

const NO_FEATURES = { type: 'FeatureCollection' as const, features: [] };
const geojson = () => ({ type: 'geojson' as const, data: NO_FEATURES, tolerance: 0.2 });

/**
 * The product's own style: no tile, font or picture comes from anywhere. Labels are drawn with the system's font,
 * which MapLibre does where a style names no glyphs. Bottom to top; the cells' layer goes below 'ward-line'.
 */
export const MAP_STYLE: StyleSpecification = {
  version: 8,
  sources: {
    context: geojson(),
    wards: geojson(),
    outline: geojson(),
    labels: geojson(),
    selection: geojson(),
  },
  layers: [
    { id: 'sea', type: 'background', paint: { 'background-color': GROUND.sea } },
    { id: 'context-land', type: 'fill', source: 'context', paint: { 'fill-color': GROUND.contextLand } },
    {
      id: 'context-line',
      type: 'line',
      source: 'context',
      paint: { 'line-color': GROUND.contextLine, 'line-width': 1 },
    },
    {
      id: 'land',
      type: 'fill',
      source: 'wards',
      paint: { 'fill-color': ['coalesce', ['get', 'ground'], GROUND.land], 'fill-antialias': false },
    },
    {
      id: 'ward-fill',
      type: 'fill',
      source: 'wards',
      filter: ['has', 'fill'],
      paint: { 'fill-color': ['get', 'fill'], 'fill-opacity': 0.88 },
    },
    {
      id: 'ward-pattern',
      type: 'fill',
      source: 'wards',
      filter: ['has', 'pattern'],
      paint: { 'fill-pattern': ['get', 'pattern'] },
    },
    {
      id: 'ward-line',
      type: 'line',
      source: 'wards',
      paint: {
        'line-color': GROUND.wardLine,
        'line-opacity': 0.75,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.4, 12, 0.9, 15, 1.6],
      },
    },
    {
      id: 'outline',
      type: 'line',
      source: 'outline',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': GROUND.outline,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.8, 12, 1.4, 15, 2.2],
      },
    },
    {
      id: 'selection-halo',
      type: 'line',
      source: 'selection',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': '#ffffff', 'line-width': 6, 'line-opacity': 0.95 },
    },
    {
      id: 'selection',
      type: 'line',
      source: 'selection',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': GROUND.selection, 'line-width': 2.5 },
    },
    {
      id: 'labels',
      type: 'symbol',
      source: 'labels',
      layout: {
        'text-field': ['get', 'name'],
        'text-size': ['interpolate', ['linear'], ['zoom'], 9, 10, 11.5, 12, 14, 15],
        'text-max-width': 7,
        'text-line-height': 1.15,
        'text-padding': 3,
        'text-variable-anchor': ['center', 'top', 'bottom'],
        'text-radial-offset': 0.4,
        'symbol-sort-key': ['get', 'order'],
      },
      paint: {
        'text-color': GROUND.label,
        'text-halo-color': GROUND.labelHalo,
        'text-halo-width': 1.6,
        'text-halo-blur': 0.4,
      },
    },
  ],
};
