import type { MonthNo } from '../../contract/month-no.ts';
import { numberShown } from '../../disclosure/disclosed.ts';
import { RequestError } from '../../errors.ts';
import type { Holdings, LayerHolding } from '../holdings.ts';
import { isRegister } from '../registers.ts';
import type { Releases } from '../releases.ts';
import type { MonthCounts } from './recording-breaks.ts';

/**
 * Months of a restricted layer, all its suppliers together, as its release plan gives them: nothing that is computed of these can
 * tell more than they do. A month that was not supplied soundly is left out; a category of which any other month is hidden is
 * left out whole, since a hidden figure is no zero. Empty for open layers, for registers, and where a layer mixes open and
 * restricted data.
 */
export async function releasedMonths(
  releases: Releases,
  holdings: Holdings,
  layer: LayerHolding,
): Promise<MonthCounts[]> {
  if (isRegister(layer)) return [];
  const plan = await releases.plan(holdings, layer).catch((error: unknown) => {
    if (error instanceof RequestError && error.code === 'selection-not-released') return null;
    throw error;
  });
  if (!plan) return [];
  const months = soundMonths(layer);
  const byCategory = layer.categories.flatMap(({ categoryId, slug }) => {
    const counts = months.map((monthNo) =>
      numberShown(
        plan.answer({ categoryId, period: { kind: 'month', monthNo }, place: { kind: 'everywhere' } }),
      ),
    );
    return counts.includes(null) ? [] : [{ slug, counts: counts as number[] }];
  });
  return months.map((monthNo, i) => ({
    monthNo,
    counts: Object.fromEntries(byCategory.map(({ slug, counts }) => [slug, counts[i]])),
  }));
}

/** Months that every supplier who sent them sent soundly, in order. */
function soundMonths({ supply }: LayerHolding): MonthNo[] {
  const unsound = new Set(supply.filter(({ status }) => status !== 'supplied').map(({ monthNo }) => monthNo));
  const months = new Set(supply.map(({ monthNo }) => monthNo).filter((monthNo) => !unsound.has(monthNo)));
  return [...months].sort((a, b) => a - b);
}
