import type { Catalogue, CatalogueLayer, CatalogueStudyArea } from '../../server/contract/catalogue.ts';
import { cellSizeChoices, defaultCellSizeM } from './cell-sizes.ts';
import { periodPresets } from './periods.ts';
import type { View } from './view.ts';

/** A view with every choice made: what is asked of the service. */
export interface ResolvedView extends View {
  area: string;
  layer: string;
  from: string;
  to: string;
  cellSizeM: number;
  bandwidthM: number;
}

/**
 * Fills what a view leaves open from the catalogue (last 12 months, the district with most events, 250 m) and
 * replaces what the data does not have: an unknown area or category, a month outside the supply, a cell finer
 * than the locations. Returns null where there is nothing to show yet: no layer with a supplied month, or no area.
 */
export function resolveView(view: View, catalogue: Catalogue): ResolvedView | null {
  const layer = catalogue.layers.find((l) => l.layer === view.layer) ?? catalogue.layers[0];
  const area = catalogue.studyAreas.find((a) => a.code === view.area) ?? catalogue.studyAreas[0];
  const reach = layer && suppliedReach(layer);
  if (!layer || !area || !reach) return null;

  const lastYear = periodPresets(reach.from, reach.to, reach)[0]!.period!;
  const inReach = (month: string | null) =>
    month !== null && layer.months.some((m) => m.month === month) ? month : null;
  const from = inReach(view.from);
  const to = inReach(view.to);
  const period = from !== null && to !== null ? { from, to } : lastYear;

  const known = new Set(layer.categories.map((c) => c.slug));
  const categories = view.categories.filter((slug) => known.has(slug));
  const sizes = cellSizeChoices(catalogue, layer).filter((choice) => choice.supported);
  return {
    ...view,
    layer: layer.layer,
    area: area.code,
    from: period.from,
    to: period.to,
    categories: categories.length === known.size ? [] : categories,
    cellSizeM: sizes.some((s) => s.cellSizeM === view.cellSizeM)
      ? view.cellSizeM!
      : defaultCellSizeM(catalogue, layer),
    bandwidthM: catalogue.bandwidthsM.includes(view.bandwidthM ?? 0)
      ? view.bandwidthM!
      : (catalogue.bandwidthsM.find((b) => b >= 400) ?? catalogue.bandwidthsM.at(-1) ?? 400),
  };
}

/** First and last month that somebody supplied, or null. */
export function suppliedReach(layer: CatalogueLayer): { from: string; to: string } | null {
  const supplied = layer.months.filter((m) => m.status !== 'not-supplied');
  return supplied.length > 0 ? { from: supplied[0]!.month, to: supplied.at(-1)!.month } : null;
}

/** The district that a study area lies in: itself, or the one its ward belongs to. */
export function districtOf(area: CatalogueStudyArea, catalogue: Catalogue): CatalogueStudyArea {
  if (area.level === 'district') return area;
  return catalogue.studyAreas.find((a) => a.code === area.districtCode) ?? area;
}
