import { effect } from '@preact/signals';
import type { Feature } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import type { DrawnShape } from '../../server/contract/workspace.ts';
import { crosshair, draft, draftShape } from '../areas/desk-state.ts';
import { ringOfShape } from '../areas/draft-shape.ts';
import { deskRequest } from '../state/drawing.ts';
import { areaCode, operations, showOperations } from '../state/saved-places.ts';
import type { Scene } from '../state/scene.ts';
import { wardAreas } from '../state/store.ts';
import { formatDays } from '../words/format.ts';
import type { DistrictMap } from './district-map.ts';
import { addDrawnLayers, DRAWN_SOURCE } from './drawn-layers.ts';
import { toLonLat } from './national-grid.ts';
import { outlineOf, type Position } from './outline.ts';

/** The drawn study area, the operations, and what is being drawn, as outlines on a map. Returns what stops it. */
export function drawShapes(district: DistrictMap, scene: Scene): () => void {
  const stops: (() => void)[] = [];
  let stopped = false;
  void district.lend((map) => {
    if (stopped) return;
    addDrawnLayers(map);
    const source = map.getSource(DRAWN_SOURCE) as GeoJSONSource;
    stops.push(
      effect(() => {
        source.setData({ type: 'FeatureCollection', features: featuresOf(scene) });
      }),
      effect(() => {
        const drawing = deskRequest.value !== null;
        map.getCanvas().style.cursor = drawing ? 'crosshair' : '';
        map.doubleClickZoom[drawing ? 'disable' : 'enable']();
      }),
      followCrosshair(map),
    );
  });
  return () => {
    stopped = true;
    for (const stop of stops) stop();
  };
}

function featuresOf(scene: Scene): Feature[] {
  const area = scene.studyArea.value;
  const drawing = deskRequest.value !== null;
  const features: Feature[] = [];
  if (showOperations.value)
    for (const item of operations.value)
      if (!(drawing && deskRequest.value?.from?.id === item.id))
        features.push(
          ...outline(item.body.area, {
            kind: areaCode(item) === area?.code ? 'area' : 'operation',
            name: `${item.name}\n${formatDays(item.body.from, item.body.to)}`,
          }),
        );
  if (area?.drawn && !drawing && !features.some((f) => f.properties?.kind === 'area'))
    features.push(...outline(area.drawn.shape, { kind: 'area' }));
  if (drawing) features.push(...draftFeatures());
  return features;
}

/** The closed draft once it has an area, and before that what has been placed of it. */
function draftFeatures(): Feature[] {
  const { tool, corners, centre } = draft.value;
  const placed = tool === 'polygon' ? corners : tool === 'circle' && centre ? [centre] : [];
  const points = placed.map((corner) => toLonLat(corner[0], corner[1]));
  const shape = draftShape.value;
  const open = points.length > 1 ? [{ type: 'LineString' as const, coordinates: points }] : [];
  return [
    ...(shape
      ? outline(shape, { kind: 'draft' })
      : open.map((geometry): Feature => ({ type: 'Feature', properties: { kind: 'draft' }, geometry }))),
    ...points.map(
      (coordinates, i): Feature => ({
        type: 'Feature',
        properties: { kind: 'corner', first: i === 0 },
        geometry: { type: 'Point', coordinates },
      }),
    ),
  ];
}

function outline(shape: DrawnShape, properties: Record<string, string>): Feature[] {
  const ring = ringOfShape(shape);
  const rings = ring ? [ring] : shape.shape === 'wards' ? wardRings(shape.codes) : [];
  if (rings.length === 0) return [];
  const top = rings.flat().reduce((a, b) => (b[1] > a[1] ? b : a));
  return [
    ring
      ? { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } }
      : { type: 'Feature', properties, geometry: { type: 'MultiLineString', coordinates: rings } },
    ...(properties.name === undefined
      ? []
      : [
          {
            type: 'Feature' as const,
            properties: { kind: 'label', name: properties.name },
            geometry: { type: 'Point' as const, coordinates: top },
          },
        ]),
  ];
}

function wardRings(codes: readonly string[]): Position[][] {
  return outlineOf(wardAreas.state.value.data?.features.filter((ward) => codes.includes(ward.id)) ?? []);
}

/** A crosshair over the map where the keyboard would place a point; the map follows where it leaves the window. */
function followCrosshair(map: MapLibreMap): () => void {
  const mark = document.createElement('span');
  mark.className = 'crosshair';
  mark.setAttribute('aria-hidden', 'true');
  map.getCanvasContainer().append(mark);
  const place = () => {
    const at = crosshair.peek();
    mark.hidden = at === null;
    if (at === null) return;
    const { x, y } = map.project(toLonLat(at[0], at[1]));
    mark.style.transform = `translate(${x}px, ${y}px)`;
  };
  const stop = effect(() => {
    const at = crosshair.value;
    if (at !== null) {
      const { x, y } = map.project(toLonLat(at[0], at[1]));
      const { clientWidth, clientHeight } = map.getContainer();
      const isSeen = x > 24 && y > 24 && x < clientWidth - 24 && y < clientHeight - 24;
      if (!isSeen) map.jumpTo({ center: toLonLat(at[0], at[1]) });
    }
    place();
  });
  map.on('move', place);
  return () => {
    stop();
    map.off('move', place);
    mark.remove();
  };
}
