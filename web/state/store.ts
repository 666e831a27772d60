import { batch, computed, effect, signal } from '@preact/signals';
import type { AreasResult } from '../../server/contract/areas.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import { reloadToSignIn } from '../access/session-ended.ts';
import { apiPath, areasPath, fetchAreas, fetchCatalogue } from '../api/client.ts';
import { ServiceError, toServiceError } from '../api/service-error.ts';
import { createPlaceFinder } from '../map/place-names.ts';
import { type CellPlace, cellPlace } from './cell-facts.ts';
import { keptArea } from './kept-areas.ts';
import { createResource } from './resource.ts';
import { createScene, type Scene, shownWardsOf } from './scene.ts';
import type { ShownCells } from './shown-cells.ts';
import { isKeptAreaCode } from './studied-area.ts';
import { formatAgainst, parseView, type Selection, type View } from './view.ts';

/** The state of the page: what is wanted (`view`), what has arrived, and what follows from both. */
export const view = signal<View>(parseView(window.location.search));

export const catalogue = createResource<Catalogue>(toServiceError);
export const wardAreas = createResource<AreasResult>(toServiceError);
export const contextAreas = createResource<AreasResult>(toServiceError);

const known = computed(() => catalogue.state.value.data);

/** The map of the page. */
export const main: Scene = createScene(view, known);

/** The view on the other map of a comparison: its own question about the same area; null while there is one map. */
export const otherView = computed((): View | null => {
  const { compare, against, area } = view.value;
  return compare === null ? null : { ...parseView(against ?? ''), area };
});

/** The other map of a comparison. */
export const other: Scene = createScene(otherView, known);

export const { hotSpots, coincidence, periodChange, emerging, wardLayer, resolved, mode } = main;
export const { studyArea, district, layer, figures } = main;
export const shownCells = main.cells;
export const shownWards = computed(() => shownWardsOf(main));
export const otherWards = computed(() => shownWardsOf(other));

/** Parts of the view on their own: what follows them is not redone when another part changes. */
export const camera = computed(() => view.value.camera);
export const selection = computed(() => view.value.selection);
export const compare = computed(() => view.value.compare);
/** Whether the map is coloured by ward; a click then selects a ward. */
export const isOfWards = computed(
  () => mode.value === 'wards' || (mode.value === 'change' && view.value.changeOf === 'wards'),
);

/** Which map of a comparison the choices on the left are for. */
const chosenSide = signal<'first' | 'second'>('first');
export const editedSide = computed(() => (compare.value === null ? 'first' : chosenSide.value));
export const edited = computed(() => (editedSide.value === 'second' ? other : main));
export const editedView = computed(() => (editedSide.value === 'second' ? otherView.value! : view.value));

export function editSide(side: 'first' | 'second'): void {
  chosenSide.value = side;
}

export const places = computed(() => {
  const areas = wardAreas.state.value.data;
  return areas && createPlaceFinder(areas);
});

/** Where a cell of some shown result is. Worked out on demand and kept: finding a place takes time. */
export const placeOfCell = computed(() => {
  const finder = places.value;
  const kept = new Map<string, CellPlace>();
  return ({ cellSizeM, column, row }: ShownCells, index: number): CellPlace => {
    const key = `${cellSizeM} ${column[index]} ${row[index]}`;
    const found = kept.get(key) ?? cellPlace(cellSizeM, column[index]!, row[index]!, finder);
    kept.set(key, found);
    return found;
  };
});

/** Why the kept area of the address is not the one shown; null where it is, or where none is named. */
export const areaTrouble = computed((): ServiceError | null => {
  const { area } = view.value;
  const found = isKeptAreaCode(area) ? keptArea(area) : null;
  return found instanceof ServiceError ? found : null;
});

/** True while something asked for has not arrived; the old map stays. */
export const isLoading = computed(
  () =>
    main.isLoading.value ||
    other.isLoading.value ||
    catalogue.state.value.loading ||
    // Cells are named by the wards they lie in.
    wardAreas.state.value.loading,
);

/** Changes the view. Everything that follows (requests, address) follows from it. */
export function change(part: Partial<View>): void {
  batch(() => {
    const next = { ...view.peek(), ...part };
    const cellsMove = 'cellSizeM' in part || 'area' in part;
    if (cellsMove && next.selection?.kind === 'cell') next.selection = null;
    if ('area' in part) next.camera = null;
    view.value = next;
  });
}

/** Changes the question of the map that the choices are for. What both maps share changes for both. */
export function choose(part: Partial<View>): void {
  if (editedSide.peek() === 'first' || 'area' in part) change(part);
  else change({ against: formatAgainst({ ...otherView.peek()!, ...part }) });
}

export function select(selected: Selection | null): void {
  view.value = { ...view.peek(), selection: selected };
}

function loadCatalogue(): void {
  void catalogue.want(apiPath('catalogue'), fetchCatalogue);
}

const wardAreasRequest = computed(() => {
  const at = district.value;
  return at && areasPath({ family: at.family, boundaryYear: at.boundaryYear, district: at.code });
});

/** Other districts drawn around this one, where boundaries of such a set are loaded. */
const contextRequest = computed(() => {
  const sets = known.value?.areaSets ?? [];
  const set = sets
    .filter((s) => s.level === 'district' && s.withGeometry > 1)
    .sort((a, b) => b.boundaryYear - a.boundaryYear)[0];
  return set ? areasPath({ family: set.family, boundaryYear: set.boundaryYear }) : null;
});

/** Starts asking for whatever the view needs. Call once. */
export function startRequests(): void {
  loadCatalogue();
  main.start();
  other.start();
  // A session that has ended: the sign-in comes back at the same address, and nothing that was seen stays in memory.
  effect(() => {
    const states = [catalogue.state.value, main.figures.value, wardLayer.state.value, other.figures.value];
    if (states.some(({ error }) => error?.code === 'sign-in-required')) reloadToSignIn();
  });
  effect(() => {
    const path = wardAreasRequest.value;
    if (path) void wardAreas.want(path, (signal) => fetchAreas(path, signal));
  });
  effect(() => {
    const path = contextRequest.value;
    if (path) void contextAreas.want(path, (signal) => fetchAreas(path, signal));
  });
}

/** Asks again for what failed. */
export function retry(): void {
  if (catalogue.state.peek().data === null) loadCatalogue();
  main.retry();
  other.retry();
  const areasNow = wardAreasRequest.peek();
  if (areasNow) void wardAreas.want(areasNow, (signal) => fetchAreas(areasNow, signal));
}
