import type { AuditSubject } from '../access/audit-log.ts';
import { monthOf } from '../contract/month-no.ts';
import type { SensitivityClass } from '../db/tables.ts';
import type { Holdings } from './holdings.ts';
import { markingOf } from './marking.ts';
import type { Selection } from './selection.ts';

/** What a request for figures looks at, for the audit. `filters` adds what is particular to the kind of figure. */
export function useOfSelection(
  { dataVersion }: Holdings,
  { layer, categories, categoryIds, fromMonthNo, toMonthNo, studyArea, times }: Selection,
  filters: Readonly<Record<string, unknown>> = {},
): AuditSubject {
  return {
    datasets: layer.datasets.map(({ slug }) => slug),
    dataVersion,
    area: studyArea.code,
    period: `${monthOf(fromMonthNo)}/${monthOf(toMonthNo)}`,
    filters: {
      layer: layer.layer,
      categories: categoryIds === null ? 'all' : categories,
      ...(times ? { times: times.words } : {}),
      ...filters,
    },
    marking: markingOf(layer.datasets),
  };
}

/** A look at everything that the asker may see: the catalogue. */
export function useOfEverything({ dataVersion, layers }: Holdings): AuditSubject {
  const datasets = layers.flatMap((layer) => layer.datasets);
  return {
    datasets: datasets.map(({ slug }) => slug),
    dataVersion,
    area: null,
    period: null,
    filters: {},
    marking: markingOf(datasets),
  };
}

/** The same look, made with these datasets too: registers of places, figures of areas. The highest marking counts. */
export function alsoUsing(
  about: AuditSubject,
  others: readonly { readonly dataset: string; readonly sensitivityClass: SensitivityClass }[],
): AuditSubject {
  return {
    ...about,
    datasets: [...new Set([...about.datasets, ...others.map(({ dataset }) => dataset)])],
    marking: markingOf(others) === 'OFFICIAL' ? about.marking : markingOf(others),
  };
}
