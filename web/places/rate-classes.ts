import type { MeasuresResult } from '../../server/contract/measures.ts';
import { measuresPath } from '../api/client.ts';
import { TOO_FEW_EVENTS, wardClasses } from '../charts/ward-classes.ts';
import type { ResolvedView } from '../state/resolve-view.ts';
import type { ShownWards } from '../state/scene.ts';
import { formatInterval, formatMeasure } from '../words/format.ts';
import { sayHidden } from '../words/hidden.ts';

/** What is asked of the service for the rates by LSOA of what a map shows: the same layer, categories and months. */
export function ratesPathOf({ layer, categories, from, to }: ResolvedView, district: string): string {
  return measuresPath({
    layer,
    ...(categories.length > 0 ? { categories: categories.join(',') } : {}),
    from,
    to,
    area: district,
    level: 'lsoa',
  });
}

/**
 * LSOAs as a map fills them: those with a figure, then the hidden ones. Rates are of every hour: where the map's other figures
 * are kept to some, the legend says so.
 */
export function shownRatesOf(
  result: MeasuresResult,
  view: Pick<ResolvedView, 'hours' | 'weekdays'> | null,
): ShownWards {
  const hidden = result.hiddenAreas ?? [];
  const classes = wardClasses(result.areas, 'rate', {
    wards: hidden.length,
    label: sayHidden(result.disclosure),
  });
  return {
    codes: [...result.areas, ...hidden].map(({ code }) => code),
    classes: {
      ...classes,
      title: view?.hours || view?.weekdays ? 'Rate by LSOA, every hour of every day' : 'Rate by LSOA',
      of: 'LSOAs',
    },
  };
}

/** How sure the rates are, for a map that cannot be asked: the district and the highest LSOA with their intervals. '' without rates. */
export function sayRateIntervals({ areas, district }: MeasuresResult): string {
  const rated = areas.filter(
    ({ events, ratePer1000Year }) => ratePer1000Year !== null && events >= TOO_FEW_EVENTS,
  );
  const highest = rated.reduce<(typeof rated)[number] | null>(
    (most, area) => ((most?.ratePer1000Year ?? -1) < area.ratePer1000Year! ? area : most),
    null,
  );
  const said = [
    { name: 'the district', ...district },
    ...(highest ? [{ ...highest, name: `the highest, ${highest.name},` }] : []),
  ].flatMap(({ name, ratePer1000Year, rateInterval }) =>
    ratePer1000Year === null || rateInterval === null
      ? []
      : `${name} ${formatMeasure(ratePer1000Year)} (${formatInterval(rateInterval.lower, rateInterval.upper)})`,
  );
  return said.length === 0 ? '' : `95 % intervals: ${said.join('; ')}.`;
}
