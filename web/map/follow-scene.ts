import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { MapClass } from '../charts/map-classes.ts';
import { ratesShown } from '../state/places-on-top.ts';
import type { Scene, ShownWards } from '../state/scene.ts';
import { mayAnimate, screen } from '../state/screen.ts';
import {
  camera,
  compare,
  contextAreas,
  district,
  selection,
  shownCells,
  studyArea,
  wardAreas,
} from '../state/store.ts';
import { wardsStudied } from '../state/studied-area.ts';
import { paintCells } from './cell-paint.ts';
import type { BBox, DistrictMap } from './district-map.ts';
import { cellIndex, cellRing } from './lattice.ts';
import { toLonLat } from './national-grid.ts';
import { type Position, polygonsOf } from './outline.ts';

/** Width that the card takes with its margins and the tools beside it, as in map.css. */
const CARD_PX = 380;

/** The half of the map that the selection is in; the card lies on the other. */
export const cardPlace = signal({ isLeft: false, isTop: false });

/**
 * Lets a map follow a scene, and says on its surface (data-drawn) whether what is wanted is on screen.
 * Only the first of two maps makes room for the card. Returns what stops it.
 */
export function followScene(
  map: DistrictMap,
  surface: HTMLElement,
  scene: Scene,
  wards: ReadonlySignal<ShownWards | null>,
  isFirst: boolean,
): () => void {
  let begun = false;
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
  // Apart from the states they are part of: while the next answer is on its way the map has nothing to do.
  const land = computed(() => wardAreas.state.value.data);
  const surroundings = computed(() => contextAreas.state.value.data);
  const rows = computed(() => scene.wardLayer.state.value.data?.wards ?? null);
  const stops = [
    follow(() => {
      const area = studyArea.value;
      const busiest = rows.value?.map((ward) => ward.code) ?? [];
      if (land.value && area) void map.setWards(land.value, wardsStudied(area), busiest);
    }),
    follow(() => {
      const context = surroundings.value;
      const inside = district.value;
      if (context && inside)
        void map.setContext({ ...context, features: context.features.filter((f) => f.id !== inside.code) });
    }),
    follow(() => {
      const shown = wards.value || ratesShown.value ? null : scene.cells.value;
      map.setCells(shown && paintCells(shown.lattice, shown.classes));
    }),
    follow(() => {
      const shown = wards.value;
      const fills = new Map<string, MapClass>();
      shown?.codes.forEach((code, i) => {
        fills.set(code, shown.classes.classes[shown.classes.classOf[i]!]!);
      });
      void map.setWardFills(shown ? fills : null);
    }),
    follow(() => {
      const area = studyArea.value;
      const wanted = camera.value;
      if (!area) return;
      if (wanted === null) map.fit(area.bbox as unknown as BBox);
      else if (!begun || !sameCamera(wanted, map.camera())) map.setCamera(wanted);
      begun = true;
    }),
    follow(() => {
      const rings = selectionRings();
      void map.setSelection(rings);
      if (rings.length === 0 || !isFirst) return;
      const [lon, lat] = middleOf(rings[0]!);
      const cardPx = screen.value === 'phone' || compare.value === 'side' ? 0 : CARD_PX;
      cardPlace.value = map.reveal(lon, lat, cardPx, mayAnimate());
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
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
    const ring = cellRing(shown.cellSizeM, selected.column, selected.row);
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
