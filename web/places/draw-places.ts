import { effect, signal } from '@preact/signals';
import type { Feature } from 'geojson';
import type { GeoJSONSource, LayerSpecification, MapLayerMouseEvent, Map as MapLibreMap } from 'maplibre-gl';
import type { ServicePlace } from '../../server/contract/services.ts';
import type { DistrictMap } from '../map/district-map.ts';
import { mayAnimate } from '../state/screen.ts';
import { drawRates, type PlacedLine } from './draw-rates.ts';
import { followKeys } from './place-keys.ts';
import { symbolImage } from './place-symbols.tsx';
import { lsoaBoundaries, pointedOut, sayPlace, shownPlaces, wantsLsoas } from './services-store.ts';

const SYMBOLS: LayerSpecification = {
  id: 'places',
  type: 'symbol',
  source: 'places',
  layout: {
    'icon-image': ['get', 'image'],
    'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.6, 12, 0.85, 15, 1],
    // A place left out for want of room would be a gap that is not there.
    'icon-allow-overlap': true,
    'icon-ignore-placement': true,
  },
};
/** Dark in a casing of white, as the outline of a selected cell: seen on every ground. */
const RINGS: LayerSpecification[] = [
  ring('place-ring-casing', '#ffffff', 16, 6),
  ring('place-ring', '#0b0c0c', 17, 3),
];
/** Dashes, and a casing of white: told from ward lines in grey, and seen on dark cells. */
const LSOAS: LayerSpecification[] = [
  {
    id: 'lsoa-casing',
    type: 'line',
    source: 'lsoas',
    paint: { 'line-color': '#ffffff', 'line-width': 2.4, 'line-opacity': 0.6 },
  },
  {
    id: 'lsoa-line',
    type: 'line',
    source: 'lsoas',
    paint: { 'line-color': '#3d4752', 'line-width': 0.9, 'line-dasharray': [4, 3] },
  },
];

/** Services as symbols with a line for the one under the pointer or pointed out, and LSOA lines. Returns what stops it. */
export function drawPlaces(district: DistrictMap, surface: HTMLElement): () => void {
  const stops: (() => void)[] = [];
  let stopped = false;
  void district.lend((map) => {
    if (stopped) return;
    addLayers(map);
    const hovered = signal<ServicePlace | null>(null);
    const hoveredLsoa = signal<PlacedLine | null>(null);
    stops.push(
      effect(() => {
        const places = shownPlaces.value;
        for (const { kind } of places)
          if (!map.hasImage(kind)) map.addImage(kind, symbolImage(kind), { pixelRatio: 2 });
        setData(
          map,
          'places',
          places.map(({ kind, lon, lat }, at) => point(lon, lat, { image: kind, at })),
        );
      }),
      effect(() => {
        const at = pointedOut.value;
        setData(map, 'place-pointed-out', at ? [point(at.lon, at.lat, {})] : []);
        if (at && isOutOfSight(map, surface, at))
          map.easeTo({ center: [at.lon, at.lat], duration: mayAnimate() ? 180 : 0 }, { together: true });
      }),
      effect(() => {
        const areas = wantsLsoas.value ? lsoaBoundaries.state.value.data : null;
        setData(map, 'lsoas', (areas?.features ?? []) as unknown as Feature[]);
      }),
      followPointer(map, hovered),
      followKeys(map.getCanvas()),
      drawRates(map, setData, hoveredLsoa),
      drawLine(map, surface, () => {
        const place = hovered.value ?? pointedOut.value;
        return place ? { lon: place.lon, lat: place.lat, words: sayPlace(place) } : hoveredLsoa.value;
      }),
    );
  });
  return () => {
    stopped = true;
    for (const stop of stops) stop();
  };
}

/** Outside the map, or where the legend lies on it: bottom left. */
function isOutOfSight(
  map: MapLibreMap,
  { clientWidth, clientHeight }: HTMLElement,
  at: ServicePlace,
): boolean {
  const { x, y } = map.project([at.lon, at.lat]);
  const isOutside = x < 0 || y < 0 || x > clientWidth || y > clientHeight;
  return isOutside || (x < clientWidth * 0.6 && y > clientHeight * 0.5);
}

function ring(id: string, colour: string, radiusPx: number, widthPx: number): LayerSpecification {
  return {
    id,
    type: 'circle',
    source: 'place-pointed-out',
    paint: {
      'circle-radius': radiusPx,
      'circle-opacity': 0,
      'circle-stroke-color': colour,
      'circle-stroke-width': widthPx,
    },
  };
}

function addLayers(map: MapLibreMap): void {
  for (const source of ['places', 'place-pointed-out', 'lsoas'])
    map.addSource(source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  for (const layer of LSOAS) map.addLayer(layer, 'ward-line');
  for (const layer of RINGS) map.addLayer(layer);
  map.addLayer(SYMBOLS);
}

function followPointer(map: MapLibreMap, hovered: { value: ServicePlace | null }): () => void {
  const placeUnder = (event: MapLayerMouseEvent): ServicePlace | null =>
    shownPlaces.peek()[Number(event.features?.[0]?.properties.at)] ?? null;
  const onMove = (event: MapLayerMouseEvent) => {
    hovered.value = placeUnder(event);
    map.getCanvas().style.cursor = 'pointer';
  };
  const onLeave = () => {
    hovered.value = null;
    map.getCanvas().style.cursor = '';
  };
  const onClick = (event: MapLayerMouseEvent) => {
    pointedOut.value = placeUnder(event);
  };
  map.on('mousemove', 'places', onMove);
  map.on('mouseleave', 'places', onLeave);
  map.on('click', 'places', onClick);
  return () => {
    map.off('mousemove', 'places', onMove);
    map.off('mouseleave', 'places', onLeave);
    map.off('click', 'places', onClick);
  };
}

/** The line beside a place. Assistive tools have the table, which says the same. */
function drawLine(map: MapLibreMap, surface: HTMLElement, which: () => PlacedLine | null): () => void {
  const line = document.createElement('p');
  line.className = 'hover-line place-line';
  line.setAttribute('aria-hidden', 'true');
  const words = line.appendChild(document.createElement('span'));
  surface.parentElement?.append(line);
  const place = () => {
    const at = which();
    line.hidden = at === null;
    if (!at) return;
    const { x, y } = map.project([at.lon, at.lat]);
    line.hidden = x < 0 || y < 0 || x > surface.clientWidth || y > surface.clientHeight;
    line.style.transform = `translate(${x}px, ${y}px)`;
    line.dataset.flip = String(x > surface.clientWidth * 0.4);
    words.textContent = at.words;
  };
  const stop = effect(place);
  map.on('move', place);
  return () => {
    stop();
    map.off('move', place);
    line.remove();
  };
}

function point(lon: number, lat: number, properties: Record<string, string | number>): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lon, lat] } };
}

function setData(map: MapLibreMap, source: string, features: Feature[]): void {
  (map.getSource(source) as GeoJSONSource).setData({ type: 'FeatureCollection', features });
}
