import { batch, computed, effect, signal } from '@preact/signals';
import type { AreasResult } from '../../server/contract/areas.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { Cells, HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import {
  areasPath,
  fetchAreas,
  fetchCatalogue,
  fetchHotSpots,
  fetchWards,
  hotSpotsPath,
  wardsPath,
} from '../api/client.ts';
import { toServiceError } from '../api/service-error.ts';
import { cellClasses } from '../charts/cell-classes.ts';
import { wardClasses } from '../charts/ward-classes.ts';
import { createLattice } from '../map/lattice.ts';
import { createPlaceFinder } from '../map/place-names.ts';
import { sayHidden } from '../words/hidden.ts';
import { type CellFacts, cellFacts, hottestCells } from './cell-facts.ts';
import { districtOf, resolveView } from './resolve-view.ts';
import { createResource } from './resource.ts';
import { parseView, type Selection, type View } from './view.ts';

/** The state of the page: what is wanted (`view`), what has arrived, and what follows from both. */
export const view = signal<View>(parseView(window.location.search));

export const catalogue = createResource<Catalogue>(toServiceError);
export const hotSpots = createResource<HotSpotResult>(toServiceError);
export const wardLayer = createResource<WardLayerResult>(toServiceError);
export const wardAreas = createResource<AreasResult>(toServiceError);
export const contextAreas = createResource<AreasResult>(toServiceError);

/** Parts of the view on their own: what follows them is not redone when another part changes. */
export const page = computed(() => view.value.page);
export const camera = computed(() => view.value.camera);
export const selection = computed(() => view.value.selection);
const wardMeasure = computed(() => view.value.wardMeasure);

/** The view with every choice made; null while the catalogue loads or where there is no data at all. */
export const resolved = computed(() => {
  const known = catalogue.state.value.data;
  return known && resolveView(view.value, known);
});

export const studyArea = computed(() => {
  const code = resolved.value?.area;
  return catalogue.state.value.data?.studyAreas.find((area) => area.code === code) ?? null;
});

export const district = computed(() => {
  const known = catalogue.state.value.data;
  return known && studyArea.value && districtOf(studyArea.value, known);
});

export const layer = computed(() => {
  const slug = resolved.value?.layer;
  return catalogue.state.value.data?.layers.find((l) => l.layer === slug) ?? null;
});

/** What follows from the hot-spot result that is shown. */
export const shownCells = computed(() => {
  const result = hotSpots.state.value.data;
  if (!result) return null;
  return {
    result,
    lattice: createLattice(withHidden(result), result.parameters.cellSizeM),
    classes: cellClasses(result),
  };
});

/** Where every cell is: those with figures, then those whose figures are hidden. */
function withHidden({ cells, hiddenCells }: HotSpotResult): Pick<Cells, 'length' | 'column' | 'row'> {
  if (!hiddenCells) return cells;
  return {
    length: cells.length + hiddenCells.length,
    column: [...cells.column, ...hiddenCells.column],
    row: [...cells.row, ...hiddenCells.row],
  };
}

/** Indexes of the cells listed, hottest first. */
export const hottest = computed(() => (shownCells.value ? hottestCells(shownCells.value.result) : []));

/** What a cell of the shown result is called and holds. Worked out on demand and kept: finding a place takes time. */
export const cellAt = computed(() => {
  const result = hotSpots.state.value.data;
  const finder = places.value;
  const known = new Map<number, CellFacts>();
  return (index: number): CellFacts | null => {
    if (!result || index >= result.cells.length) return null;
    const facts = known.get(index) ?? cellFacts(result, index, finder);
    known.set(index, facts);
    return facts;
  };
});

export const shownWards = computed(() => {
  const result = wardLayer.state.value.data;
  if (!result) return null;
  const hidden = { wards: result.hiddenWards?.length ?? 0, label: sayHidden(result.disclosure) };
  return { result, classes: wardClasses(result.wards, wardMeasure.value, hidden) };
});

export const places = computed(() => {
  const areas = wardAreas.state.value.data;
  return areas && createPlaceFinder(areas);
});

/** True while something asked for has not arrived; the old map stays. */
export const isLoading = computed(
  () => hotSpots.state.value.loading || wardLayer.state.value.loading || catalogue.state.value.loading,
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

export function select(selected: Selection | null): void {
  view.value = { ...view.peek(), selection: selected };
}

export function loadCatalogue(): void {
  void catalogue.want('catalogue', fetchCatalogue);
}

const hotSpotRequest = computed(() => {
  const wanted = resolved.value;
  if (!wanted) return null;
  return hotSpotsPath({
    layer: wanted.layer,
    ...(wanted.categories.length > 0 ? { categories: wanted.categories.join(',') } : {}),
    from: wanted.from,
    to: wanted.to,
    area: wanted.area,
    cellSizeM: wanted.cellSizeM,
    statistic: wanted.statistic,
    ...(wanted.statistic === 'density' ? { bandwidthM: wanted.bandwidthM } : {}),
  });
});

const wardRequest = computed(() => {
  const wanted = resolved.value;
  if (!wanted || !district.value) return null;
  return wardsPath({
    layer: wanted.layer,
    ...(wanted.categories.length > 0 ? { categories: wanted.categories.join(',') } : {}),
    from: wanted.from,
    to: wanted.to,
    area: district.value.code,
  });
});

const wardAreasRequest = computed(() => {
  const at = district.value;
  return at && areasPath({ family: at.family, boundaryYear: at.boundaryYear, district: at.code });
});

/** Other districts drawn around this one, where boundaries of such a set are loaded. */
const contextRequest = computed(() => {
  const sets = catalogue.state.value.data?.areaSets ?? [];
  const set = sets
    .filter((s) => s.level === 'district' && s.withGeometry > 1)
    .sort((a, b) => b.boundaryYear - a.boundaryYear)[0];
  return set ? areasPath({ family: set.family, boundaryYear: set.boundaryYear }) : null;
});

/** Starts asking for whatever the view needs. Call once. */
export function startRequests(): void {
  loadCatalogue();
  effect(() => {
    const path = hotSpotRequest.value;
    if (path) void hotSpots.want(path, (signal) => fetchHotSpots(path, signal));
  });
  effect(() => {
    const path = wardRequest.value;
    if (path) void wardLayer.want(path, (signal) => fetchWards(path, signal));
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
  const hotSpotsNow = hotSpotRequest.peek();
  if (hotSpotsNow) void hotSpots.want(hotSpotsNow, (signal) => fetchHotSpots(hotSpotsNow, signal));
  const wardsNow = wardRequest.peek();
  if (wardsNow) void wardLayer.want(wardsNow, (signal) => fetchWards(wardsNow, signal));
  const areasNow = wardAreasRequest.peek();
  if (areasNow) void wardAreas.want(areasNow, (signal) => fetchAreas(areasNow, signal));
}
