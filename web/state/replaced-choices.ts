import type { Catalogue } from '../../server/contract/catalogue.ts';
import { formatDistance, formatPeriod } from '../words/format.ts';
import { fitsMode, type ResolvedView } from './resolve-view.ts';
import { isKeptAreaCode } from './studied-area.ts';
import type { View } from './view.ts';

/** A choice that a view names and that could not be had. */
export interface ReplacedChoice {
  /** Whether the figures are about something else than was asked for: another layer, area or choice of categories. */
  readonly isAnother: boolean;
  /** Why it could not be had: the beginning of a sentence. */
  readonly why: string;
  /** What is shown instead, as that sentence ends. */
  readonly instead: string;
}

/**
 * What a view asked for and did not get: a layer or area that is not held or not for the reader, categories that are
 * gone, months that are not supplied, cells finer than the data. A link or a kept view would otherwise show one thing
 * under the name of another. What the view left open is no loss and is not listed.
 */
export function replacedChoices(view: View, used: ResolvedView, catalogue: Catalogue): ReplacedChoice[] {
  const replaced: ReplacedChoice[] = [];
  const another = (why: string, instead: string) => replaced.push({ isAnother: true, why, instead });
  const titleOf = (slug: string | null) => catalogue.layers.find(({ layer }) => layer === slug)?.title;
  const layers: [asked: string | null, shown: string | null][] = [[view.layer, used.layer]];
  if (view.mode === 'coincidence') layers.push([view.secondLayer, used.secondLayer]);
  for (const [asked, shown] of layers) {
    if (asked === null || shown === null || asked === shown) continue;
    const held = catalogue.layers.find(({ layer }) => layer === asked);
    const why = !held
      ? `The layer “${asked}” is not held here, or not for your role`
      : fitsMode(held, view.mode)
        ? `${held.title} cannot be shown here`
        : `${held.title} cannot be shown this way`;
    another(why, `${titleOf(shown)} is shown instead`);
  }
  // A kept area may be asked for without its version.
  const isKept = isKeptAreaCode(view.area) && isKeptAreaCode(used.area);
  if (view.area !== null && view.area !== used.area && !isKept) {
    const shown = catalogue.studyAreas.find(({ code }) => code === used.area)?.name ?? used.area;
    another(
      isKeptAreaCode(view.area)
        ? 'The area kept by hand is no longer here, or not for you'
        : `The area ${view.area} is not held here`,
      `${shown} is shown instead`,
    );
  }
  if (view.layer === null || view.layer === used.layer) {
    const known = catalogue.layers.find(({ layer }) => layer === used.layer)?.categories;
    const gone = view.categories.filter((slug) => !known?.some((category) => category.slug === slug));
    if (gone.length > 0)
      another(
        `${titleOf(used.layer)} has no ${gone.length === 1 ? 'category' : 'categories'} “${gone.join('”, “')}”`,
        used.categories.length > 0 ? 'the others chosen are shown' : 'every category is shown instead',
      );
  }
  if (view.from !== null && view.to !== null && (view.from !== used.from || view.to !== used.to))
    replaced.push({
      isAnother: false,
      why: `${formatPeriod(view.from, view.to)} is not supplied`,
      instead: `${formatPeriod(used.from, used.to)} is shown instead`,
    });
  if (view.mode !== 'wards' && view.cellSizeM !== null && view.cellSizeM !== used.cellSizeM)
    replaced.push({
      isAnother: false,
      why: `Cells of ${formatDistance(view.cellSizeM)} cannot be had of this data`,
      instead: `cells of ${formatDistance(used.cellSizeM)} are shown instead`,
    });
  return replaced;
}
