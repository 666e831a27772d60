import { effect, signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { MapClass } from '../charts/map-classes.ts';
import { mayAnimate, screen } from '../state/screen.ts';
import {
  camera,
  cellAt,
  change,
  contextAreas,
  district,
  page,
  places,
  select,
  selection,
  shownCells,
  shownWards,
  studyArea,
  wardAreas,
} from '../state/store.ts';
import { sayBand } from '../words/bands.ts';
import { formatEvents, formatMeasure } from '../words/format.ts';
import { paintCells } from './cell-paint.ts';
import { type BBox, DistrictMap, type MapPoint } from './district-map.ts';
import { cellIndex, cellIndexAt, cellRing } from './lattice.ts';
import { MapTools } from './map-tools.tsx';
import { toGrid, toLonLat } from './national-grid.ts';
import { type Position, polygonsOf } from './outline.ts';
import { SelectionCard } from './selection-card.tsx';
import { step } from './step.ts';

/** Why the map cannot be drawn, if it cannot; the tables stay usable. */
const failure = signal<string | null>(null);

/** Width that the card takes with its margins and the tools beside it, as in map.css. */
const CARD_PX = 380;

/** The half of the map that the selection is in; the card lies on the other. */
const cardPlace = signal({ isLeft: false, isTop: false });

/** The map with what floats on it: tools, the hover line and the pinned card. */
export function MapView() {
  const container = useRef<HTMLDivElement>(null);
  const map = useRef<DistrictMap | null>(null);
  const hover = useSignal<{ point: MapPoint; text: string } | null>(null);

  useEffect(() => {
    let made: DistrictMap;
    try {
      made = new DistrictMap(container.current!, {
        onHover: (point) => {
          const text = point && describe(point);
          hover.value = point && text ? { point, text } : null;
        },
        onClick: pick,
        onMoved: (moved) => change({ camera: moved }),
        onFailure: (message) => {
          failure.value = message;
        },
      });
    } catch (cause) {
      failure.value = cause instanceof Error ? cause.message : String(cause);
      return;
    }
    map.current = made;
    made.canvas.setAttribute('aria-label', 'Map');
    made.canvas.setAttribute('aria-describedby', 'map-keys');
    made.canvas.addEventListener('keydown', onMapKey);
    const stops = connect(made, container.current!);
    return () => {
      for (const stop of stops) stop();
      made.destroy();
    };
  }, []);

  return (
    <div class="map">
      <div ref={container} class="map-surface" />
      <p id="map-keys" class="map-keys">
        Arrow keys move the map, + and − zoom. N and P step through the hottest first, Shift with an arrow
        goes to the cell beside, Escape closes.
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
        onZoom={(levels) => map.current?.zoomBy(levels)}
        onWhole={() => {
          const bbox = studyArea.value?.bbox;
          if (bbox) map.current?.fit(bbox as unknown as BBox);
          change({ camera: null });
        }}
      />
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

/**
 * Lets the map follow the state, and says on its surface (data-drawn) whether what is wanted is on screen.
 * Returns what stops it.
 */
function connect(map: DistrictMap, surface: HTMLElement): (() => void)[] {
  let first = true;
  let turn = 0;
  const settle = async (): Promise<void> => {
    const mine = ++turn;
    surface.dataset.drawn = 'false';
    await map.drawn();
    if (mine === turn) surface.dataset.drawn = 'true';
  };
  const follow = (draw: () => void) =>
    effect(() => {
      draw();
      void settle();
    });
  return [
    follow(() => {
      const wards = wardAreas.state.value.data;
      const area = studyArea.value;
      const busiest = shownWards.value?.result.wards.map((ward) => ward.code) ?? [];
      if (wards && area)
        void map.setWards(wards, area.level === 'ward' ? new Set([area.code]) : null, busiest);
    }),
    follow(() => {
      const context = contextAreas.state.value.data;
      const inside = district.value;
      if (context && inside)
        void map.setContext({ ...context, features: context.features.filter((f) => f.id !== inside.code) });
    }),
    follow(() => {
      const shown = page.value === 'hot-spots' ? shownCells.value : null;
      map.setCells(shown && paintCells(shown.lattice, shown.classes));
    }),
    follow(() => {
      const shown = page.value === 'wards' ? shownWards.value : null;
      const fills = new Map<string, MapClass>();
      [...(shown?.result.wards ?? []), ...(shown?.result.hiddenWards ?? [])].forEach((ward, i) => {
        if (!shown) return;
        fills.set(ward.code, shown.classes.classes[shown.classes.classOf[i]!]!);
      });
      void map.setWardFills(shown ? fills : null);
    }),
    follow(() => {
      const area = studyArea.value;
      const wanted = camera.value;
      if (!area) return;
      if (wanted === null) map.fit(area.bbox as unknown as BBox);
      else if (first || !sameCamera(wanted, map.camera())) map.setCamera(wanted);
      first = false;
    }),
    follow(() => {
      const rings = selectionRings();
      void map.setSelection(rings);
      if (rings.length === 0) return;
      const [lon, lat] = middleOf(rings[0]!);
      cardPlace.value = map.reveal(lon, lat, screen.value === 'phone' ? 0 : CARD_PX, mayAnimate());
    }),
  ];
}

function sameCamera(a: { lon: number; lat: number; zoom: number }, b: typeof a): boolean {
  return Math.abs(a.lon - b.lon) < 2e-5 && Math.abs(a.lat - b.lat) < 2e-5 && Math.abs(a.zoom - b.zoom) < 0.01;
}

/** The outline of what is selected, degrees. */
function selectionRings(): Position[][] {
  const selected = selection.value;
  if (selected?.kind === 'cell') {
    const shown = shownCells.value;
    if (!shown || cellIndex(shown.lattice, selected.column, selected.row) < 0) return [];
    const ring = cellRing(shown.lattice.cellSizeM, selected.column, selected.row);
    return [ring.map(([x, y]) => toLonLat(x, y))];
  }
  const ward = wardAreas.state.value.data?.features.find((f) => f.id === selected?.code);
  return ward ? polygonsOf(ward.geometry).flat() : [];
}

function middleOf(ring: Position[]): Position {
  const lons = ring.map((p) => p[0]);
  const lats = ring.map((p) => p[1]);
  return [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
}

/** One line about what is under a point. */
function describe({ lon, lat }: MapPoint): string | null {
  if (page.value === 'wards') {
    const code = places.value?.areaAt(lon, lat)?.id;
    const ward = shownWards.value?.result.wards.find((w) => w.code === code);
    const hiddenWard = shownWards.value?.result.hiddenWards?.find((w) => w.code === code);
    if (hiddenWard) return `${hiddenWard.name} · ${hiddenWard.reason}`;
    if (!ward) return null;
    const rate =
      ward.ratePer1000Year === null
        ? 'population not supplied'
        : `${formatMeasure(ward.ratePer1000Year)} per 1,000 residents a year`;
    return `${ward.name} · ${formatEvents(ward.events)} · ${rate}`;
  }
  const shown = shownCells.value;
  const index = shown ? cellIndexAt(shown.lattice, ...toGrid(lon, lat)) : -1;
  const hidden = shown?.result.hiddenCells;
  if (shown && hidden && index >= shown.result.cells.length) return hidden.reason;
  const cell = index < 0 ? null : cellAt.value(index);
  if (!shown || !cell) return null;
  const what =
    cell.band !== null
      ? sayBand(cell.band).toLowerCase()
      : shown.result.parameters.statistic === 'density'
        ? cell.densityPerKm2Year === null
          ? 'density not computable'
          : `${formatMeasure(cell.densityPerKm2Year)} per km² a year`
        : null;
  return [`${cell.place}, ${cell.gridReference}`, formatEvents(cell.events), what]
    .filter(Boolean)
    .join(' · ');
}

/** Selects what is under a point; nothing under it clears the selection. */
function pick({ lon, lat }: { lon: number; lat: number }): void {
  if (page.value === 'wards') {
    const ward = places.value?.areaAt(lon, lat);
    select(ward ? { kind: 'ward', code: ward.id } : null);
    return;
  }
  const shown = shownCells.value;
  const index = shown ? cellIndexAt(shown.lattice, ...toGrid(lon, lat)) : -1;
  const cells = shown?.result.cells;
  select(
    cells && index >= 0 && index < cells.length
      ? { kind: 'cell', column: cells.column[index]!, row: cells.row[index]! }
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
