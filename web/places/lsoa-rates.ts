import { computed, effect } from '@preact/signals';
import type { AreaMeasures, MeasuresResult } from '../../server/contract/measures.ts';
import { fetchMeasures } from '../api/client.ts';
import { toServiceError } from '../api/service-error.ts';
import { LSOA_RATES, ratesShown } from '../state/places-on-top.ts';
import { createResource } from '../state/resource.ts';
import type { ShownWards } from '../state/scene.ts';
import { district, resolved, view } from '../state/store.ts';
import { formatEvents, formatInterval, formatMeasure } from '../words/format.ts';
import { ratesPathOf, shownRatesOf } from './rate-classes.ts';

/** Rates by LSOA of what the map shows: the same layer, categories and months. */
export const lsoaRates = createResource<MeasuresResult>(toServiceError);
export const wantsRates = computed(() => view.value.places.includes(LSOA_RATES));

/** The classes of the LSOAs, in the order of `codes`: those with a figure, then the hidden ones. null before anything arrived. */
export const rateClasses = computed((): ShownWards | null => {
  const { data: result, error } = lsoaRates.state.value;
  // What answers another layer is not shown in the name of this one.
  if (!wantsRates.value || !result || error || result.parameters.layer !== resolved.value?.layer) return null;
  return shownRatesOf(result, resolved.value);
});

/** One LSOA in a line: "Ravensand 004B · 120 events · 75.4 (62.5–90.2) per 1,000 residents a year". */
export function sayLsoa(code: string): string | null {
  const result = lsoaRates.state.peek().data;
  const hidden = result?.hiddenAreas?.find((area) => area.code === code);
  if (hidden) return `${hidden.name} · ${hidden.reason}`;
  const area = result?.areas.find((one) => one.code === code);
  return area ? `${area.name} · ${formatEvents(area.events)} · ${sayRate(area)}` : null;
}

export function sayRate({ ratePer1000Year, rateInterval }: AreaMeasures): string {
  if (ratePer1000Year === null || !rateInterval) return 'population not supplied';
  return `${formatMeasure(ratePer1000Year)} (${formatInterval(rateInterval.lower, rateInterval.upper)}) per 1,000 residents a year`;
}

effect(() => {
  const at = district.value;
  const wanted = resolved.value;
  if (!at || !wanted || !wantsRates.value) return;
  const path = ratesPathOf(wanted, at.code);
  void lsoaRates.want(path, (signal) => fetchMeasures(path, signal));
});

effect(() => {
  ratesShown.value = rateClasses.value !== null;
});
