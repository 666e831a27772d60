import { effect, type ReadonlySignal, signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { deskRequest, mapTool } from '../state/drawing.ts';
import { hasServices } from '../state/places-on-top.ts';
import { operations, showOperations } from '../state/saved-places.ts';
import type { Scene, ShownWards } from '../state/scene.ts';
import {
  change,
  compare,
  isOfWards,
  main,
  other,
  otherWards,
  places,
  select,
  selection,
  shownCells,
  shownWards,
  studyArea,
} from '../state/store.ts';
import { type BBox, DistrictMap, type MapPoint } from './district-map.ts';
import { followPlaces } from './follow-places.ts';
import { cardPlace, followScene } from './follow-scene.ts';
import { hoverLine } from './hover-line.ts';
import { cellIndex, cellIndexAt } from './lattice.ts';
import { MapTools } from './map-tools.tsx';
import { toGrid } from './national-grid.ts';
import { SelectionCard } from './selection-card.tsx';
import { step } from './step.ts';
import { SwipeLine } from './swipe-line.tsx';

/** Why the map cannot be drawn, if it cannot; the tables stay usable. */
const failure = signal<string | null>(null);

/** The maps on screen: one that moves takes the other along. */
const maps = new Set<DistrictMap>();

/** The map, or two of them, with what floats on it: tools, the hover line and the pinned card. */
export function MapView() {
  const arrangement = compare.value;
  return (
    <div class="map" data-compare={arrangement ?? 'none'}>
      <MapSurface scene={main} wards={shownWards} name={arrangement ? 'First map' : 'Map'} isFirst />
      {arrangement !== null && (
        <MapSurface scene={other} wards={otherWards} name="Second map" isFirst={false} />
      )}
      {arrangement === 'swipe' && <SwipeLine />}
      <p id="map-keys" class="map-keys" data-drawing={deskRequest.value !== null}>
        {deskRequest.value !== null
          ? 'Arrow keys move the crosshair, with Shift five steps. Enter places a point, Backspace takes the last one back, + and − zoom, Escape goes back to the form.'
          : 'Arrow keys move the map, + and − zoom. N and P step through the hottest first, Shift with an arrow goes to the cell beside, Escape closes.'}
        {deskRequest.value === null &&
          hasServices.value &&
          ' S goes from service to service as one reads, north to south; Shift and S back.'}
      </p>
      {failure.value !== null && (
        <div class="map-failure" role="alert">
          <p>
            <strong>The map cannot be drawn on this computer.</strong> The tables hold the same figures.
          </p>
          <p class="quiet">Seen: {failure.value}. WebGL must be switched on in the browser.</p>
        </div>
      )}
      <MapTools
        onZoom={(levels) => maps.values().next().value?.zoomBy(levels)}
        onWhole={() => {
          const bbox = studyArea.value?.bbox;
          for (const map of maps) if (bbox) map.fit(bbox as unknown as BBox);
          change({ camera: null });
        }}
      />
      <div
        class="card-place"
        data-across={cardPlace.value.isLeft ? 'right' : 'left'}
        data-down={cardPlace.value.isTop ? 'bottom' : 'top'}
      >
        <SelectionCard />
      </div>
    </div>
  );
}

interface SurfaceProps {
  scene: Scene;
  wards: ReadonlySignal<ShownWards | null>;
  name: string;
  isFirst: boolean;
}

function MapSurface({ scene, wards, name, isFirst }: SurfaceProps) {
  const container = useRef<HTMLDivElement>(null);
  const own = useRef<DistrictMap | null>(null);
  const hover = useSignal<{ point: MapPoint; text: string } | null>(null);

  useEffect(() => {
    let made: DistrictMap;
    try {
      made = new DistrictMap(container.current!, {
        onHover: (point) => {
          const isDrawing = deskRequest.peek() !== null;
          const text = point && !isDrawing && hoverLine(scene, wards.value, point.lon, point.lat);
          hover.value = point && text ? { point, text } : null;
        },
        onClick: pick,
        onMoving: (moving) => {
          for (const map of maps) if (map !== made) map.setCamera(moving);
        },
        onMoved: (moved) => change({ camera: moved }),
        onFailure: (message) => {
          failure.value = message;
        },
      });
    } catch (cause) {
      failure.value = cause instanceof Error ? cause.message : String(cause);
      return;
    }
    own.current = made;
    maps.add(made);
    made.canvas.setAttribute('aria-describedby', 'map-keys');
    made.canvas.addEventListener('keydown', onMapKey);
    const stop = followScene(made, container.current!, scene, wards, isFirst);
    const stopShapes = followShapes(made, scene);
    // Without it the product's own ground is there already.
    void import('./basemap.ts').then(({ layBasemap }) => layBasemap(made)).catch(() => undefined);
    const stopPlaces = followPlaces(made, container.current!);
    return () => {
      stop();
      stopShapes();
      stopPlaces();
      maps.delete(made);
      made.destroy();
    };
  }, []);
  useEffect(() => own.current?.canvas.setAttribute('aria-label', name), [name]);

  return (
    <div class="map-half" data-first={isFirst}>
      <div ref={container} class="map-surface" />
      {hover.value && (
        <p
          class="hover-line"
          aria-hidden="true"
          style={{ transform: `translate(${hover.value.point.x}px, ${hover.value.point.y}px)` }}
          data-flip={hover.value.point.x > (container.current?.clientWidth ?? 0) * 0.6}
        >
          <span>{hover.value.text}</span>
        </p>
      )}
    </div>
  );
}

/** Loads what draws outlines when there is the first one to draw, and lets it follow. Returns what stops it. */
function followShapes(map: DistrictMap, scene: Scene): () => void {
  let stop: (() => void) | null = null;
  let stopped = false;
  const isWanted = () =>
    deskRequest.value !== null ||
    scene.studyArea.value?.level === 'drawn' ||
    (showOperations.value && operations.value.length > 0);
  const wait = effect(() => {
    if (!isWanted() || stop !== null) return;
    stop = () => undefined;
    void import('./drawn-shapes.ts').then(({ drawShapes }) => {
      if (!stopped) stop = drawShapes(map, scene);
    });
  });
  return () => {
    stopped = true;
    wait();
    stop?.();
  };
}

/** Selects what is under a point; nothing under it clears the selection. What is being drawn takes the point first. */
function pick({ lon, lat }: { lon: number; lat: number }): void {
  if (mapTool.peek()) {
    mapTool.peek()?.click(lon, lat);
    return;
  }
  if (isOfWards.value) {
    const ward = places.value?.areaAt(lon, lat);
    select(ward ? { kind: 'ward', code: ward.id } : null);
    return;
  }
  const shown = shownCells.value;
  const index = shown ? cellIndexAt(shown.lattice, ...toGrid(lon, lat)) : -1;
  select(
    shown && index >= 0 && index < shown.length
      ? { kind: 'cell', column: shown.column[index]!, row: shown.row[index]! }
      : null,
  );
}

const BESIDE: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function onMapKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (mapTool.peek()?.key(event)) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  const beside = BESIDE[event.key];
  const selected = selection.value;
  if (event.shiftKey && beside && selected?.kind === 'cell') {
    const cell = { column: selected.column + beside[0], row: selected.row + beside[1] };
    if (shownCells.value && cellIndex(shownCells.value.lattice, cell.column, cell.row) >= 0)
      select({ kind: 'cell', ...cell });
  } else if (event.key === 'n' || event.key === 'N') step(1);
  else if (event.key === 'p' || event.key === 'P') step(-1);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
