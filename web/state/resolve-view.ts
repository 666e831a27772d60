import type { Catalogue, CatalogueLayer } from '../../server/contract/catalogue.ts';
import { cellSizeChoices, defaultCellSizeM } from './cell-sizes.ts';
import { periodPresets } from './periods.ts';
import type { StudiedArea } from './studied-area.ts';
import { whyNoTimes } from './times.ts';
import type { Mode, View } from './view.ts';

/** A view with every choice made: what is asked of the service. */
export interface ResolvedView extends View {
  area: string;
  layer: string;
  from: string;
  to: string;
  cellSizeM: number;
  bandwidthM: number;
  /** Coincidence only; else null. */
  secondLayer: string | null;
}

/**
 * Fills what a view leaves open from the catalogue (last 12 months, or all of them for a history; the district with most
 * events; 250 m; ambulance against crime) and replaces what the data does not have: an unknown area or category, a month
 * outside the supply, a cell finer than the locations. Returns null where there is nothing to show yet: no layer with a
 * supplied month, or no area.
 *
 * @param kept the kept area that the view names, where it names one that may be opened
 */
export function resolveView(
  view: View,
  catalogue: Catalogue,
  kept: StudiedArea | null = null,
): ResolvedView | null {
  const pair = view.mode === 'coincidence' ? resolvePair(view, catalogue) : null;
  const layer =
    pair?.first ??
    catalogue.layers.find((l) => l.layer === view.layer && fitsMode(l, view.mode)) ??
    usualLayer(catalogue.layers);
  const area = kept ?? catalogue.studyAreas.find((a) => a.code === view.area) ?? catalogue.studyAreas[0];
  // A register has no months of its own: beside a layer of events it is counted at the end of those.
  const timed = layer?.isRegister && pair ? pair.second : layer;
  const reach = timed && suppliedReach(timed);
  if (!layer || !area || !reach) return null;

  const usual = view.mode === 'emerging' ? reach : periodPresets(reach.from, reach.to, reach)[0]!.period!;
  const period = inReach(view.from, view.to, timed) ?? usual;
  const before = inReach(view.beforeFrom, view.beforeTo, timed);

  const sizes = cellSizeChoices(catalogue, layer, pair?.second).filter((choice) => choice.supported);
  return {
    ...view,
    layer: layer.layer,
    statistic: view.statistic === 'harm' && !layer.hasHarmWeights ? 'gi-star' : view.statistic,
    area: area.code,
    from: period.from,
    to: period.to,
    ...(whyNoTimes(layer, pair?.second) === null ? {} : { hours: null, weekdays: null }),
    beforeFrom: before?.from ?? null,
    beforeTo: before?.to ?? null,
    categories: pair?.firstCategories ?? knownCategories(view.categories, layer),
    secondLayer: pair?.second.layer ?? null,
    secondCategories: pair?.secondCategories ?? [],
    cellSizeM: sizes.some((s) => s.cellSizeM === view.cellSizeM)
      ? view.cellSizeM!
      : defaultCellSizeM(catalogue, layer, pair?.second),
    bandwidthM: catalogue.bandwidthsM.includes(view.bandwidthM ?? 0)
      ? view.bandwidthM!
      : (catalogue.bandwidthsM.find((b) => b >= 400) ?? catalogue.bandwidthsM.at(-1) ?? 400),
  };
}

/** Crime where nothing is said, whatever else is there; the first layer that has months where there is no crime. */
function usualLayer(layers: readonly CatalogueLayer[]): CatalogueLayer | undefined {
  const usable = layers.filter((l) => suppliedReach(l) !== null && !l.isRegister && !l.isAggregate);
  return usable.find((l) => l.layer === 'crime') ?? usable[0] ?? layers[0];
}

/** Whether a mode can show a layer: counts by area have no cells, a register has no history to be compared or followed. */
export function fitsMode(layer: CatalogueLayer, mode: Mode): boolean {
  if (layer.isAggregate) return mode === 'wards';
  return !layer.isRegister || (mode !== 'change' && mode !== 'emerging');
}

interface Pair {
  first: CatalogueLayer;
  second: CatalogueLayer;
  firstCategories: readonly string[];
  secondCategories: readonly string[];
}

/**
 * Two different things to set against each other: ambulance against crime where nothing is said and both are there; of
 * one layer alone its two most frequent categories, since a layer coincides with itself everywhere.
 */
function resolvePair(view: View, { layers }: Catalogue): Pair | null {
  const usable = layers.filter((l) => suppliedReach(l) !== null && fitsMode(l, 'coincidence'));
  const named = (slug: string | null) => usable.find((l) => l.layer === slug);
  const first = named(view.layer) ?? named('ambulance') ?? usualLayer(usable);
  if (!first) return null;
  const others = ['crime', 'ambulance'].filter((slug) => slug !== first.layer).map(named);
  const second = named(view.secondLayer) ?? others.find(Boolean) ?? usable.find((l) => l !== first) ?? first;
  let firstCategories = knownCategories(view.categories, first);
  let secondCategories = knownCategories(view.secondCategories, second);
  if (second === first && firstCategories.join() === secondCategories.join()) {
    const common = [...first.categories].sort((a, b) => b.events - a.events).map((c) => c.slug);
    if (firstCategories.length === 0) firstCategories = common.slice(0, 1);
    secondCategories = common.filter((slug) => !firstCategories.includes(slug)).slice(0, 1);
  }
  return { first, second, firstCategories, secondCategories };
}

/** Those of the layer; none where they are all of it. */
function knownCategories(slugs: readonly string[], layer: CatalogueLayer): readonly string[] {
  const known = new Set(layer.categories.map((c) => c.slug));
  const kept = slugs.filter((slug) => known.has(slug));
  return kept.length === known.size ? [] : kept;
}

function inReach(
  from: string | null,
  to: string | null,
  layer: CatalogueLayer,
): { from: string; to: string } | null {
  const has = (month: string | null) => month !== null && layer.months.some((m) => m.month === month);
  return has(from) && has(to) ? { from: from!, to: to! } : null;
}

/** First and last month that somebody supplied, or null. */
export function suppliedReach(layer: CatalogueLayer): { from: string; to: string } | null {
  const supplied = layer.months.filter((m) => m.status !== 'not-supplied');
  return supplied.length > 0 ? { from: supplied[0]!.month, to: supplied.at(-1)!.month } : null;
}

/** The district that a study area lies in: itself, or the one that its ward or most of its land belongs to. */
export function districtOf(area: StudiedArea, catalogue: Catalogue): StudiedArea {
  if (area.level === 'district') return area;
  return catalogue.studyAreas.find((a) => a.code === area.districtCode) ?? area;
}
