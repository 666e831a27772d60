import type { MeasuredArea, MeasuresInputs } from '../../../server/analyses/ward-risk/measures-inputs.ts';
import { cchi2026Derived } from '../../../server/weights/cchi-2026-derived.ts';

/** An area with events of one category; everything else as little as there can be. */
export function areaOf(
  code: string,
  events: number,
  people: number | null,
  more: Partial<MeasuredArea> = {},
): MeasuredArea {
  return {
    code,
    name: `Ward ${code}`,
    counts: [events],
    countsPrevious: null,
    countsLastYear: null,
    people,
    residents: people,
    workday: null,
    statedVisitors: false,
    allEvents: events,
    visitorEvents: 0,
    ...more,
  };
}

const nothing = { reason: 'too-few-periods', detail: 'Not supplied.' };

/** Inputs of one category, robbery, over 365 days. */
export function inputsOf(areas: readonly MeasuredArea[], more: Partial<MeasuresInputs> = {}): MeasuresInputs {
  return {
    parameters: {
      layer: 'crime',
      categories: ['robbery'],
      from: '2025-01',
      to: '2025-12',
      area: 'D',
      level: 'ward',
      denominator: 'resident',
      weights: 'cchi-2026-derived@1',
      victimReportedOnly: false,
    },
    chosen: [],
    studyArea: { code: 'D', name: 'Ravensand', family: 'wd', boundaryYear: 2025 },
    period: { from: '2025-01', to: '2025-12', monthsSupplied: 12, days: 365, notSupplied: [], flagged: [] },
    whatIsCounted: 'robbery',
    population: { kind: 'resident', referenceYear: 2025, method: 'm', source: 's' },
    comparisons: {
      previous: { from: '2024-01', to: '2024-12', days: 365, notComputable: nothing, flagged: [] },
      lastYear: { from: '2024-01', to: '2024-12', days: 365, notComputable: nothing, flagged: [] },
    },
    weightSet: cchi2026Derived,
    harmNotComputable: null,
    neighbours: null,
    seed: 1,
    areas,
    sources: [],
    figureDatasets: [],
    synthetic: false,
    marking: 'OFFICIAL',
    dataVersion: 1,
    ...more,
  };
}
