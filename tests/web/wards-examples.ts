import type { CategoryMix, Concentration, Trend } from '../../server/contract/area-pages.ts';
import type { CompositeArea } from '../../server/contract/composites.ts';
import type { AreaMeasures } from '../../server/contract/measures.ts';
import type { NeedResult } from '../../server/contract/need-provision.ts';
import type { FactorTerm, RiskFactorsResult } from '../../server/contract/risk-factors.ts';

/** Small figures made up for drawing, round enough to be checked by eye. None is a result of this product. */

export function measuresOf(
  name: string,
  expected: number,
  ratio: number,
  own: Partial<AreaMeasures> = {},
): AreaMeasures {
  const where = ratio > 2 ? 'high-99.8' : ratio < 0.5 ? 'low-95' : 'inside';
  return {
    code: `E0500000${name.length}`,
    name,
    events: Math.round(expected * ratio),
    byCategory: [],
    people: 10_000,
    ratePer1000: 10 * ratio,
    ratePer1000Year: 10 * ratio,
    rateInterval: { lower: 9 * ratio, upper: 11 * ratio },
    rateMethod: 'byar',
    share: 0.25,
    shareInterval: { lower: 0.2, upper: 0.3 },
    empiricalBayes: null,
    expected,
    funnel: { ratio, class: where, lower95: 0.6, upper95: 1.4, lower998: 0.4, upper998: 1.8 },
    rank: { rank: 2, lower: 1, upper: 3, probabilityInTop: 0.9 },
    band: 'similar',
    tooFewToSay: false,
    lowReliability: false,
    changePrevious: null,
    changeLastYear: null,
    harm: null,
    giStar: null,
    localMoran: null,
    visitors: null,
    sentence: '',
    ...own,
  };
}

export const fourAreas: AreaMeasures[] = [
  measuresOf('Quay', 100, 2.5),
  measuresOf('Old Town', 120, 1),
  measuresOf('Heath', 150, 0.4),
  measuresOf('Marsh End', 110, 0.9, { tooFewToSay: true }),
];

/** Four places with 1, 1, 2 and 4 events. */
export const concentration: Concentration = {
  unit: 'wards',
  places: 4,
  placeShare: [0, 0.25, 0.5, 0.75, 1],
  eventShare: [0, 0.125, 0.25, 0.5, 1],
  gini: 0.3125,
  toReach: [
    { percent: 25, places: 1, placeShare: 0.25 },
    { percent: 50, places: 1, placeShare: 0.25 },
    { percent: 80, places: 3, placeShare: 0.75 },
  ],
  notComputable: null,
  reading: 'Half of all events fell in 1 of 4 wards.',
};

const month = (name: string, perDay: number | null, own: Partial<Trend['months'][number]> = {}) => ({
  month: name,
  status: perDay === null ? ('not-supplied' as const) : ('supplied' as const),
  events: perDay === null ? null : Math.round(perDay * 30),
  perDay,
  usedForLimits: perDay !== null,
  rule: null,
  direction: null,
  ...own,
});

export const trend: Trend = {
  months: [
    month('2025-11', 4),
    month('2025-12', 5),
    month('2026-01', null),
    month('2026-02', 4.5),
    month('2026-03', 9, { rule: 'outside-limits', direction: 'high' }),
    month('2026-04', 1, { usedForLimits: false, status: 'under-supplied' }),
    month('2026-05', 2, { rule: 'outside-limits', direction: 'low' }),
  ],
  limits: { mean: 4.5, lower: 2.5, upper: 6.5 },
  notComputable: null,
  tendency: null,
  reading: ['Mar 2026 was above the usual range.'],
};

export const mix: CategoryMix[] = [
  {
    slug: 'burglary',
    label: 'Burglary',
    events: 50,
    share: 0.5,
    shareInterval: { lower: 0.4, upper: 0.6 },
    districtShare: 0.3,
    against: 'more',
  },
  {
    slug: 'robbery',
    label: 'Robbery',
    events: 30,
    share: 0.3,
    shareInterval: { lower: 0.22, upper: 0.4 },
    districtShare: 0.35,
    against: 'similar',
  },
  {
    slug: 'vehicle-crime',
    label: 'Vehicle crime',
    events: 20,
    share: 0.2,
    shareInterval: { lower: 0.13, upper: 0.29 },
    districtShare: 0.35,
    against: 'less',
  },
];

export const compositeAreas: CompositeArea[] = [
  {
    code: 'A',
    name: 'Quay',
    total: 1.5,
    rank: 1,
    parts: [
      { value: 30, scaled: 2, contribution: 1 },
      { value: 12, scaled: 1, contribution: 0.5 },
    ],
    rankOneWeight: { from: 1, to: 1 },
    rankAllWeights: { lower: 1, upper: 1 },
    rankLeaveOneOut: { from: 1, to: 1 },
    rankWithout: [1, 1],
  },
  {
    code: 'B',
    name: 'Old Town',
    total: -0.5,
    rank: 2,
    parts: [
      { value: 10, scaled: -2, contribution: -1 },
      { value: 11, scaled: 1, contribution: 0.5 },
    ],
    rankOneWeight: { from: 2, to: 3 },
    rankAllWeights: { lower: 2, upper: 3 },
    rankLeaveOneOut: { from: 1, to: 3 },
    rankWithout: [1, 3],
  },
  {
    code: 'C',
    name: 'Heath',
    total: -1,
    rank: 3,
    parts: [
      { value: 20, scaled: 0, contribution: 0 },
      { value: 5, scaled: -2, contribution: -1 },
    ],
    rankOneWeight: { from: 2, to: 3 },
    rankAllWeights: { lower: 2, upper: 3 },
    rankLeaveOneOut: { from: 2, to: 3 },
    rankWithout: [3, 2],
  },
];

const term = (label: string, relativeRisk: number, lower: number, upper: number): FactorTerm => ({
  factor: label,
  label,
  relativeRisk,
  interval: { lower, upper },
  pValue: 0.04,
  cells: 40,
  events: 300,
  sentence: `${label}: ${relativeRisk} times.`,
});

export const terms: FactorTerm[] = [
  term('premises licence 0–250 m', 2, 1.5, 2.7),
  term('youth service 0–250 m', 0.5, 0.4, 0.65),
  term('school or college 0–250 m', 1.1, 0.8, 1.5),
];

export const accuracy: NonNullable<RiskFactorsResult['accuracy']> = {
  model: [
    { areaShare: 0.05, pai: 4, pei: 0.5, hitRate: 0.2 },
    { areaShare: 0.2, pai: 2, pei: 0.5, hitRate: 0.4 },
  ],
  earlierCounts: [
    { areaShare: 0.05, pai: 6, pei: 0.75, hitRate: 0.3 },
    { areaShare: 0.2, pai: 3, pei: 0.75, hitRate: 0.6 },
  ],
};

const needWard = (
  name: string,
  distanceM: number,
  rate: number,
  standsOut = false,
): NeedResult['wards'][number] => ({
  code: name,
  name,
  events: rate * 10,
  residents: 10_000,
  ratePer1000Year: rate,
  rateInterval: { lower: rate * 0.8, upper: rate * 1.2 },
  band: standsOut ? 'higher' : 'similar',
  distanceM,
  furthestM: distanceM * 2,
  nearest: { name: 'The Wellbeing Centre', kind: 'mental health service', capacity: null },
  standsOut,
  sentence: '',
});

export const need: NeedResult = {
  definitionVersion: '1',
  parameters: { layer: 'ambulance', categories: [], from: '2026-01', to: '2026-12', area: 'D', services: [] },
  chosen: [],
  studyArea: { code: 'D', name: 'Example' },
  demand: 'ambulance pick-ups: mental health',
  sentence: 'Heath is furthest.',
  cautions: [],
  distanceMethod: 'Straight line.',
  district: {
    events: 900,
    ratePer1000Year: 10,
    rateInterval: { lower: 9.4, upper: 10.7 },
    distanceM: 1500,
    services: 1,
    capacity: null,
  },
  wards: [
    needWard('Heath', 4000, 20, true),
    needWard('Quay', 500, 30),
    needWard('Marsh End', 2000, 5),
    needWard('Old Town', 1000, 8),
    {
      ...needWard('Hidden Ward', 3000, 1),
      events: null,
      ratePer1000Year: null,
      rateInterval: null,
      band: null,
    },
  ],
  sources: [],
  synthetic: true,
  marking: 'OFFICIAL',
  dataVersion: 1,
};
