import type { AreasResult } from '../../server/contract/areas.ts';
import type { MeasuresResult } from '../../server/contract/measures.ts';
import { sayRateIntervals, shownRatesOf } from '../places/rate-classes.ts';
import type { FigureFacts } from '../state/figure-facts.ts';
import type { ResolvedView } from '../state/resolve-view.ts';
import type { ShownWards } from '../state/scene.ts';

/** Rates by LSOA as a drawing has them, in place of the figures of the map. */
export interface DrawnRates {
  result: MeasuresResult;
  /** LSOA boundaries of the district. */
  areas: AreasResult;
  fills: ShownWards;
}

/** null until both are there. */
export function drawnRatesOf(
  result: MeasuresResult | null,
  areas: AreasResult | null,
  view: ResolvedView | null,
): DrawnRates | null {
  return result && areas && { result, areas, fills: shownRatesOf(result, view) };
}

/** As much of what figures say of themselves as a slide, a sheet or a picture prints. */
type Said = Pick<FigureFacts, 'sentence' | 'sources' | 'synthetic'> & {
  /** What must be read with the legend; '' where there is nothing. */
  note: string;
};

/** What a map says: its figures, or the rates that are drawn in their place. */
export function saidOf(facts: FigureFacts | null, rates: DrawnRates | null): Said | null {
  if (rates) {
    const { sentence, sources, synthetic } = rates.result;
    return { sentence, sources, synthetic, note: sayRateIntervals(rates.result) };
  }
  return facts && { sentence: facts.sentence, sources: facts.sources, synthetic: facts.synthetic, note: '' };
}
