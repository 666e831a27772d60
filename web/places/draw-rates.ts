import { effect } from '@preact/signals';
import type { Feature } from 'geojson';
import type { LayerSpecification, MapLayerMouseEvent, Map as MapLibreMap } from 'maplibre-gl';
import { patternImage } from '../map/pattern-image.ts';
import { rateClasses, sayLsoa } from './lsoa-rates.ts';
import { lsoaBoundaries } from './services-store.ts';

/** A line of words at a point of the map. */
export interface PlacedLine {
  lon: number;
  lat: number;
  words: string;
}

const SOURCE = 'lsoa-rates';
const LAYERS: LayerSpecification[] = [
  {
    id: 'lsoa-ground',
    type: 'fill',
    source: SOURCE,
    // The cells below show through nowhere: two figures in one place cannot be read.
    paint: { 'fill-color': '#f8f6f1' },
  },
  {
    id: 'lsoa-fill',
    type: 'fill',
    source: SOURCE,
    filter: ['has', 'fill'],
    paint: { 'fill-color': ['get', 'fill'], 'fill-opacity': 0.88 },
  },
  {
    id: 'lsoa-pattern',
    type: 'fill',
    source: SOURCE,
    filter: ['has', 'pattern'],
    paint: { 'fill-pattern': ['get', 'pattern'] },
  },
  {
    id: 'lsoa-edge',
    type: 'line',
    source: SOURCE,
    paint: { 'line-color': '#77808b', 'line-width': 0.5 },
  },
];

/** LSOAs filled by their rate, above the cells and below the wards' lines. Returns what stops it. */
export function drawRates(
  map: MapLibreMap,
  setData: (map: MapLibreMap, source: string, features: Feature[]) => void,
  hovered: { value: PlacedLine | null },
): () => void {
  map.addSource(SOURCE, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  for (const layer of LAYERS) map.addLayer(layer, 'ward-line');
  const onMove = (event: MapLayerMouseEvent) => {
    const words = sayLsoa(String(event.features?.[0]?.properties.code));
    const { lng: lon, lat } = event.lngLat;
    hovered.value = words === null ? null : { lon, lat, words };
  };
  const onLeave = () => {
    hovered.value = null;
  };
  map.on('mousemove', 'lsoa-ground', onMove);
  map.on('mouseleave', 'lsoa-ground', onLeave);
  const stop = effect(() => {
    const shown = rateClasses.value;
    const areas = shown ? lsoaBoundaries.state.value.data : null;
    setData(
      map,
      SOURCE,
      (areas?.features ?? []).map((area): Feature => {
        const at = shown!.codes.indexOf(area.id);
        const of = at < 0 ? null : shown!.classes.classes[shown!.classes.classOf[at]!]!;
        const name = of && `${of.pattern} ${of.colour}`;
        const isPatterned = of !== null && (of.pattern === 'dots' || of.pattern === 'hatch');
        if (isPatterned && !map.hasImage(name!))
          map.addImage(name!, patternImage(of.colour, of.pattern), { pixelRatio: 2 });
        return {
          type: 'Feature',
          properties: {
            code: area.id,
            ...(of?.pattern === 'solid' ? { fill: of.colour } : {}),
            ...(isPatterned ? { pattern: name } : {}),
          },
          geometry: area.geometry as Feature['geometry'],
        };
      }),
    );
  });
  return () => {
    stop();
    map.off('mousemove', 'lsoa-ground', onMove);
    map.off('mouseleave', 'lsoa-ground', onLeave);
  };
}
