import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Catalogue, CatalogueLayer } from '../../server/contract/catalogue.ts';
import type { CoincidenceResult } from '../../server/contract/coincidence.ts';
import type { EmergingResult } from '../../server/contract/emerging.ts';
import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { PeriodChangeResult } from '../../server/contract/period-change.ts';
import type { WardLayerResult, WardRow } from '../../server/contract/ward-layer.ts';
import {
  changePath,
  coincidencePath,
  emergingPath,
  fetchChange,
  fetchCoincidence,
  fetchEmerging,
  fetchHotSpots,
  fetchWards,
  hotSpotsPath,
  wardsPath,
} from '../api/client.ts';
import { ServiceError, toServiceError } from '../api/service-error.ts';
import { changeClasses } from '../charts/change-classes.ts';
import type { MapClasses } from '../charts/map-classes.ts';
import { wardClasses } from '../charts/ward-classes.ts';
import { countedIn } from '../words/counted.ts';
import { sayHidden } from '../words/hidden.ts';
import { afterFrame } from './after-frame.ts';
import { keptArea, wantKeptArea } from './kept-areas.ts';
import { districtOf, type ResolvedView, resolveView } from './resolve-view.ts';
import { createResource, type Resource, type ResourceState, wasStopped } from './resource.ts';
import { type CellResult, type ShownCells, showCells } from './shown-cells.ts';
import { isKeptAreaCode, type StudiedArea, studiedKeptArea, wardsTouched } from './studied-area.ts';
import type { Mode, View } from './view.ts';

/** Wards as the map fills them: codes in the order of `classes.classOf`. */
export interface ShownWards {
  codes: readonly string[];
  classes: MapClasses;
}

/**
 * Everything that one map needs: what is asked for, what has arrived, and what follows from both. The page has one, and
 * a second one while two maps are compared.
 */
export interface Scene {
  /** The view with every choice made; null while the catalogue loads, where there is no data, or where nothing is wanted. */
  resolved: ReadonlySignal<ResolvedView | null>;
  mode: ReadonlySignal<Mode>;
  studyArea: ReadonlySignal<StudiedArea | null>;
  district: ReadonlySignal<StudiedArea | null>;
  layer: ReadonlySignal<CatalogueLayer | null>;
  hotSpots: Resource<HotSpotResult>;
  coincidence: Resource<CoincidenceResult>;
  periodChange: Resource<PeriodChangeResult>;
  emerging: Resource<EmergingResult>;
  wardLayer: Resource<WardLayerResult>;
  /** The state of what the mode shows; its data may still answer the question before. */
  figures: ReadonlySignal<ResourceState<AnyFigures>>;
  /** The cells of the mode; null in the ward mode and before anything arrived. */
  cells: ReadonlySignal<ShownCells | null>;
  /** True while something asked for has not arrived; the old map stays. */
  isLoading: ReadonlySignal<boolean>;
  /** Starts asking for whatever the view needs. Returns what stops it. */
  start(): () => void;
  /** Asks again for what failed. */
  retry(): void;
}

export type AnyFigures =
  | HotSpotResult
  | CoincidenceResult
  | PeriodChangeResult
  | EmergingResult
  | WardLayerResult;

/**
 * @param wanted the view; null asks for nothing
 * @param catalogue what there is to ask for
 */
export function createScene(
  wanted: ReadonlySignal<View | null>,
  catalogue: ReadonlySignal<Catalogue | null>,
): Scene {
  const hotSpots = createResource<HotSpotResult>(toServiceError);
  const coincidence = createResource<CoincidenceResult>(toServiceError);
  const periodChange = createResource<PeriodChangeResult>(toServiceError);
  const emerging = createResource<EmergingResult>(toServiceError);
  const wardLayer = createResource<WardLayerResult>(toServiceError);
  const byMode: Record<Mode, Resource<AnyFigures>> = {
    'hot-spots': hotSpots as Resource<AnyFigures>,
    wards: wardLayer as Resource<AnyFigures>,
    coincidence: coincidence as Resource<AnyFigures>,
    change: periodChange as Resource<AnyFigures>,
    emerging: emerging as Resource<AnyFigures>,
  };

  /** null: none is asked for, or it cannot be had. */
  const kept = computed((): StudiedArea | 'on its way' | null => {
    const code = wanted.value?.area ?? null;
    if (!isKeptAreaCode(code) || !catalogue.value) return null;
    const found = keptArea(code);
    if (found === 'on its way') return found;
    return found instanceof ServiceError ? null : studiedKeptArea(found, catalogue.value.studyAreas);
  });
  const resolved = computed(() => {
    if (!wanted.value || !catalogue.value || kept.value === 'on its way') return null;
    return resolveView(wanted.value, catalogue.value, kept.value);
  });
  const mode = computed(() => wanted.value?.mode ?? 'hot-spots');
  const studyArea = computed(() => {
    const code = resolved.value?.area;
    if (kept.value && kept.value !== 'on its way') return kept.value;
    return catalogue.value?.studyAreas.find((area) => area.code === code) ?? null;
  });
  const district = computed(() =>
    catalogue.value && studyArea.value ? districtOf(studyArea.value, catalogue.value) : null,
  );
  const layer = computed(() => {
    const slug = resolved.value?.layer;
    return catalogue.value?.layers.find((l) => l.layer === slug) ?? null;
  });
  const figures = computed(() => byMode[mode.value].state.value);

  // Apart from the state it is part of: what follows from a result is not worked out again while the next one loads.
  const shown = computed(() => figures.value.data);
  const cells = computed((): ShownCells | null => {
    const result = shown.value;
    if (!result || mode.value === 'wards') return null;
    return showCells({ mode: mode.value, result } as CellResult);
  });

  const figuresPath = computed(() => resolved.value && pathOfFigures(resolved.value));
  // Rates and shares by ward are beside every map of one layer; two layers and histories are about cells alone.
  const wardPath = computed(() => {
    const view = resolved.value;
    if (!view || !district.value || view.mode === 'coincidence' || view.mode === 'emerging') return null;
    return wardsPathOf(view, wardsAreaOf(studyArea.value, district.value, layer.value));
  });

  /** What was asked of the wards last; they wait until the map has its new cells. The first figures come together. */
  const wardsAsked = signal<string | null>(null);
  const wardsWait = computed(() => {
    const { loading, data } = figures.value;
    return mode.value !== 'wards' && ((loading && data !== null) || wasStopped(figures.value));
  });
  const wardsAreToCome = computed(
    () => wardPath.value !== null && wardPath.value !== wardsAsked.value && !wasStopped(figures.value),
  );
  const isLoading = computed(
    () =>
      kept.value === 'on its way' ||
      figures.value.loading ||
      wardLayer.state.value.loading ||
      wardsAreToCome.value,
  );

  const ask = (what: Mode, path: string) => {
    if (what === 'hot-spots') void hotSpots.want(path, (signal) => fetchHotSpots(path, signal));
    if (what === 'coincidence') void coincidence.want(path, (signal) => fetchCoincidence(path, signal));
    if (what === 'change') void periodChange.want(path, (signal) => fetchChange(path, signal));
    if (what === 'emerging') void emerging.want(path, (signal) => fetchEmerging(path, signal));
    if (what === 'wards') void wardLayer.want(path, (signal) => fetchWards(path, signal));
  };
  const askArea = () => {
    const code = wanted.value?.area ?? null;
    if (isKeptAreaCode(code)) void wantKeptArea(code);
  };
  const askFigures = () => {
    if (figuresPath.value && mode.value !== 'wards') ask(mode.value, figuresPath.value);
  };
  const askWards = () => {
    const path = wardPath.value;
    if (path === null) return;
    wardsAsked.value = path;
    ask('wards', path);
  };
  const askWardsInTurn = () => {
    const path = wardPath.value;
    // Both at once, the map would wait for the figures beside it: they share the service's and the page's processors.
    if (path !== wardsAsked.peek()) {
      wardLayer.leave();
      wardsAsked.value = null;
    }
    if (path === null || wardsWait.value) return undefined;
    if (mode.value !== 'wards') return afterFrame(askWards);
    askWards();
    return undefined;
  };

  return {
    resolved,
    mode,
    studyArea,
    district,
    layer,
    hotSpots,
    coincidence,
    periodChange,
    emerging,
    wardLayer,
    figures,
    cells,
    isLoading,
    start: () => {
      const stops = [effect(askArea), effect(askFigures), effect(askWardsInTurn)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    retry: () => {
      askArea();
      askFigures();
      if (!wardsWait.peek()) askWards();
    },
  };
}

/** What is asked of the service for a view; null for the ward mode, which has its own question. */
export function pathOfFigures(view: ResolvedView): string | null {
  const { area, cellSizeM } = view;
  const common = { ...selectionOf(view), ...timesOf(view), area, cellSizeM };
  switch (view.mode) {
    case 'hot-spots':
      return hotSpotsPath({
        ...common,
        statistic: view.statistic,
        ...(view.statistic === 'density' ? { bandwidthM: view.bandwidthM } : {}),
      });
    case 'coincidence':
      return coincidencePath({
        first: view.layer,
        ...(view.categories.length > 0 ? { firstCategories: view.categories.join(',') } : {}),
        ...(view.secondLayer ? { second: view.secondLayer } : {}),
        ...(view.secondCategories.length > 0 ? { secondCategories: view.secondCategories.join(',') } : {}),
        from: view.from,
        to: view.to,
        ...timesOf(view),
        area,
        cellSizeM,
      });
    case 'change':
      return changePath({
        ...common,
        ...(view.beforeFrom && view.beforeTo ? { beforeFrom: view.beforeFrom, beforeTo: view.beforeTo } : {}),
      });
    case 'emerging':
      return emergingPath(common);
    case 'wards':
      return null;
  }
}

/**
 * What the wards are asked for: a district, or a drawn area whose events are counted inside it as well. Of restricted data,
 * registers and counts by area the service answers for districts alone.
 */
export function wardsAreaOf(
  area: StudiedArea | null,
  district: StudiedArea,
  layer: CatalogueLayer | null,
): string {
  const isCountedInside = layer && !layer.disclosure && !layer.isRegister && !layer.isAggregate;
  return area?.level === 'drawn' && isCountedInside ? area.code : district.code;
}

/** What is asked of the service for the wards of a district or around a drawn area. */
export function wardsPathOf(view: ResolvedView, area: string): string {
  return wardsPath({ ...selectionOf(view), ...timesOf(view), area });
}

function timesOf({ hours, weekdays }: ResolvedView) {
  return { ...(hours === null ? {} : { hours }), ...(weekdays === null ? {} : { weekdays }) };
}

function selectionOf({ layer, categories, from, to }: ResolvedView) {
  return { layer, ...(categories.length > 0 ? { categories: categories.join(',') } : {}), from, to };
}

/** The wards that a scene lists: those that a drawn area touches, else all of the district whose count is shown. */
export function wardsShownOf({
  wardLayer,
  studyArea,
}: Pick<Scene, 'wardLayer' | 'studyArea'>): readonly WardRow[] {
  const wards = wardLayer.state.value.data?.wards ?? [];
  const touched = wardsTouched(studyArea.value);
  return touched ? wards.filter(({ code }) => touched.has(code)) : wards;
}

/** The wards of a scene as they are filled; null where the mode fills none. */
export function shownWardsOf(scene: Scene): ShownWards | null {
  const view = scene.resolved.value;
  if (!view) return null;
  if (scene.mode.value === 'change' && view.changeOf === 'wards') {
    const result = scene.periodChange.state.value.data;
    if (!result) return null;
    const columns = {
      before: result.wards.map((w) => w.before),
      after: result.wards.map((w) => w.after),
      pAdjusted: result.wards.map((w) => w.pAdjusted),
      direction: result.wards.map((w) => w.direction),
    };
    return {
      codes: result.wards.map((w) => w.code),
      classes: changeClasses(columns, 'wards'),
    };
  }
  if (scene.mode.value !== 'wards') return null;
  const result = scene.wardLayer.state.value.data;
  if (!result) return null;
  const hidden = { wards: result.hiddenWards?.length ?? 0, label: sayHidden(result.disclosure) };
  const all = {
    codes: [...result.wards, ...(result.hiddenWards ?? [])].map((w) => w.code),
    classes: wardClasses(result.wards, view.wardMeasure, hidden, countedIn(result)),
  };
  const touched = wardsTouched(scene.studyArea.value);
  return touched ? onlyOf(all, touched) : all;
}

/** Some of the wards in the classes of all, so that a colour means the same in a drawn area and in its district. */
function onlyOf({ codes, classes }: ShownWards, touched: ReadonlySet<string>): ShownWards {
  const kept = codes.flatMap((code, i) => (touched.has(code) ? [i] : []));
  const classOf = Int8Array.from(kept, (i) => classes.classOf[i]!);
  const counts = classes.classes.map((_, k) => classOf.filter((of) => of === k).length);
  return {
    codes: kept.map((i) => codes[i]!),
    classes: { ...classes, classes: classes.classes.map((of, k) => ({ ...of, count: counts[k]! })), classOf },
  };
}
