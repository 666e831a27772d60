import { batch, computed, signal } from '@preact/signals';
import { gridReference, toGrid, toLonLat } from '../map/national-grid.ts';
import { type DeskRequest, deskRequest, mapTool } from '../state/drawing.ts';
import { screen, setPanel } from '../state/screen.ts';
import { main, places, select, studyArea } from '../state/store.ts';
import {
  type Draft,
  draftOfShape,
  EMPTY_DRAFT,
  type GridPoint,
  shapeOfDraft,
  snapped,
  withoutLast,
  withPoint,
  withWard,
} from './draft-shape.ts';

/** What is on the desk. */
export const draft = signal<Draft>(EMPTY_DRAFT);
export const draftShape = computed(() => shapeOfDraft(draft.value));
/** Where the keyboard would place a point; null until the desk is open. */
export const crosshair = signal<GridPoint | null>(null);
export const snapsToLattice = signal(true);
/** What assistive tools are told of the last step. */
export const said = signal('');

const FREE_STEP_M = 10;
const FAR = 5;

/** Side of the lattice that points snap to, metres: the map's cells, or 10 m. */
export const stepM = computed(() =>
  snapsToLattice.value ? (main.resolved.value?.cellSizeM ?? 250) : FREE_STEP_M,
);

/** Opens the desk beside the map. */
export function openDesk(request: DeskRequest): void {
  const body = request.from?.body;
  const bbox = studyArea.peek()?.bbox;
  batch(() => {
    select(null);
    draft.value = body && 'area' in body ? draftOfShape(body.area) : EMPTY_DRAFT;
    crosshair.value = bbox
      ? snapped(toGrid((bbox[0]! + bbox[2]!) / 2, (bbox[1]! + bbox[3]!) / 2), stepM.peek())
      : null;
    said.value = '';
    deskRequest.value = request;
    mapTool.value = { click: clickAt, key: onKey };
    // Between a phone and a wide screen there is room for the desk and the map, not for the figures too.
    if (screen.peek() === 'medium') setPanel('reading', false);
    if (screen.peek() !== 'wide') setPanel('choices', true);
  });
}

/** Puts the choices back, with the focus where the desk was opened from. What is on the desk is gone. */
export function closeDesk(): void {
  requestAnimationFrame(() => document.getElementById('study-area')?.focus());
  batch(() => {
    deskRequest.value = null;
    mapTool.value = null;
    draft.value = EMPTY_DRAFT;
    crosshair.value = null;
    if (screen.peek() === 'medium') setPanel('reading', true);
  });
}

/** Places what the tool in hand places at a point: a corner, the centre, or the ward around it. */
export function placeAt(point: GridPoint): void {
  const now = draft.peek();
  if (now.tool === 'wards') {
    const ward = places.peek()?.areaAt(...toLonLat(point[0], point[1]));
    if (ward) toggleWard(ward.id, ward.properties.name);
    else said.value = 'There is no ward at this point.';
    return;
  }
  const at = snapped(point, stepM.peek());
  const next = withPoint(now, at);
  batch(() => {
    crosshair.value = at;
    draft.value = next;
    said.value =
      next === now
        ? 'There is a corner here already.'
        : now.tool === 'circle'
          ? `The centre is at ${sayPoint(at)}.`
          : `Corner ${next.corners.length} at ${sayPoint(at)}.`;
  });
}

export function toggleWard(code: string, name: string): void {
  const next = withWard(draft.peek(), code);
  draft.value = next;
  said.value = `${name} ${next.wards.includes(code) ? 'added' : 'taken out'}. ${next.wards.length} chosen.`;
}

export function undo(): void {
  const now = draft.peek();
  draft.value = withoutLast(now);
  said.value =
    now.tool === 'polygon' ? `${draft.peek().corners.length} corners.` : 'The last step is taken back.';
}

/** 'TR 352 702, in Harbour' */
export function sayPoint([x, y]: GridPoint): string {
  const place = places.peek()?.nameAt(...toLonLat(x, y));
  return `${gridReference(x, y)}${place ? `, ${place.startsWith('near') ? '' : 'in '}${place}` : ''}`;
}

function clickAt(lon: number, lat: number): void {
  placeAt(toGrid(lon, lat));
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function onKey(event: KeyboardEvent): boolean {
  const at = crosshair.peek();
  const move = MOVES[event.key];
  if (at && move) {
    // Wards and circles are larger than a cell: ten metres would be a long way on foot.
    const step =
      Math.max(stepM.peek(), draft.peek().tool === 'polygon' ? 0 : 100) * (event.shiftKey ? FAR : 1);
    const to = snapped([at[0] + move[0] * step, at[1] + move[1] * step], stepM.peek());
    crosshair.value = to;
    said.value = sayPoint(to);
    return true;
  }
  if (event.key === 'Enter' || event.key === ' ') {
    if (at) placeAt(at);
    return true;
  }
  if (event.key === 'Backspace' || event.key === 'Delete') {
    undo();
    return true;
  }
  if (event.key === 'Escape') {
    document.getElementById('desk-title')?.focus();
    return true;
  }
  return false;
}
