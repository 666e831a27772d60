import { monthOf } from '../../contract/month-no.ts';
import type { Database } from '../../db/database.ts';
import { combineFigures } from '../../disclosure/derived-figures.ts';
import { type Disclosed, hidden, numberShown } from '../../disclosure/disclosed.ts';
import { RequestError } from '../../errors.ts';
import { openFigures, releasedFigures } from '../event-figures.ts';
import type { Holdings, LayerHolding } from '../holdings.ts';
import { releasedSelection } from '../released-selection.ts';
import type { Releases } from '../releases.ts';
import { resolveSelection, type Selection, whatIsCounted } from '../selection.ts';

/** Events of a layer by ward, as they may be shown. */
export interface WardFigures {
  readonly layer: LayerHolding;
  /** The selection answered: for restricted layers the next period that is released. */
  readonly selection: Selection;
  readonly whatIsCounted: string;
  readonly from: string;
  readonly to: string;
  readonly byWard: ReadonlyMap<number, Disclosed>;
  /** null: hidden. */
  readonly total: number | null;
}

/**
 * Events of a layer by ward of a district: as counted where it is open, as released where it is restricted. The one way
 * that ward pages and provision look at another layer, so that nothing hidden is computed with.
 *
 * @returns null where the layer has no month in the period, may not be answered in it, or has no event with a place: a count
 * of 0 would be wrong
 */
export async function wardFigures(
  database: Database,
  holdings: Holdings,
  releases: Releases,
  query: {
    readonly layer: string;
    readonly categories?: string;
    readonly from: string;
    readonly to: string;
    readonly area: string;
  },
): Promise<WardFigures | null> {
  try {
    const asked = resolveSelection(holdings, query, { restricted: 'released' });
    const { selection, period } = releasedSelection(asked, releases.policy(asked.layer), query, {
      cells: false,
    });
    const plan = await releases.plan(holdings, selection.layer);
    const figures =
      plan && period ? releasedFigures(database, plan, selection, period) : openFigures(database, selection);
    const total = numberShown(await figures.total());
    if (total === 0 && (await figures.notMapped()).state !== 'zero') return null;
    return {
      layer: selection.layer,
      selection,
      whatIsCounted: whatIsCounted(selection),
      from: monthOf(selection.fromMonthNo),
      to: monthOf(selection.toMonthNo),
      byWard: await figures.byWard(),
      total,
    };
  } catch (error) {
    if (
      error instanceof RequestError &&
      ['period-not-supplied', 'selection-not-released'].includes(error.code)
    )
      return null;
    throw error;
  }
}

/**
 * Several categories of a restricted layer added up, each as it is released by itself: a ward is hidden where any of them is.
 * It gives nothing away that they do not.
 */
export function addWardFigures([first, ...rest]: readonly [WardFigures, ...WardFigures[]]): WardFigures {
  const all = [first, ...rest];
  const categories = all.flatMap(({ selection }) => selection.categories);
  const selection = {
    ...first.selection,
    categories,
    categoryIds: all.flatMap(({ selection: { categoryIds } }) => categoryIds ?? []),
  };
  const addUp = (figures: readonly Disclosed[]): Disclosed =>
    combineFigures(figures, (...numbers) => numbers.reduce((sum, n) => sum + n, 0));
  const totals = all.map(({ total }) => total);
  return {
    ...first,
    selection,
    whatIsCounted: whatIsCounted(selection),
    byWard: new Map(
      [...first.byWard.keys()].map((wardId) => [
        wardId,
        addUp(all.map(({ byWard }) => byWard.get(wardId) ?? hidden('small-number'))),
      ]),
    ),
    total: totals.includes(null) ? null : totals.reduce<number>((sum, n) => sum + (n ?? 0), 0),
  };
}

/** Layers of events other than one, with anything supplied. */
export function otherLayersOf({ layers }: Holdings, layer: string): LayerHolding[] {
  return layers.filter((held) => held.layer !== layer && held.supply.length > 0);
}

/** Wards by events shown, most first; hidden ones are left out. */
export function rankedWards({ byWard }: WardFigures): { wardId: number; events: number }[] {
  return [...byWard]
    .flatMap(([wardId, figure]) => {
      const events = numberShown(figure);
      return events === null ? [] : [{ wardId, events }];
    })
    .sort((a, b) => b.events - a.events || a.wardId - b.wardId);
}
