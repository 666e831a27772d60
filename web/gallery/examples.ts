import type { CatalogueMonth } from '../../server/contract/catalogue.ts';
import type { CoincidenceResult } from '../../server/contract/coincidence.ts';
import type { EmergingResult } from '../../server/contract/emerging.ts';
import type { WardLayerResult, WardRow } from '../../server/contract/ward-layer.ts';
import type { ChangeColumns } from '../charts/change-classes.ts';
import type { OperationBar } from '../charts/operation-bars.tsx';

/** Small made-up results that hold every state a chart can be in: for the gallery, and for the goldens of the charts. */

const PERIOD = {
  from: '2025-01',
  to: '2025-12',
  monthsSupplied: 11,
  days: 334,
  notSupplied: ['2025-06'],
  flagged: [],
};
const AREA = {
  code: 'E07000001',
  name: 'Seaborough',
  level: 'district',
  boundaryYear: 2025,
  family: 'wd',
  areaKm2: 100,
};
const COMMON = {
  chosen: [],
  definition: 'An example.',
  definitionVersion: '1',
  methodPages: ['local-g'],
  studyArea: AREA,
  period: PERIOD,
  notComputable: null,
  sources: [],
  synthetic: true,
  marking: 'OFFICIAL' as const,
  dataVersion: 1,
};

/** Fourteen months: one not supplied, one hidden, one flagged as too low, one as too high, one of zero. */
export function exampleMonths(): CatalogueMonth[] {
  const events = [120, 132, 0, 141, 60, null, 150, 149, null, 280, 160, 155, 158, 162];
  return events.map((count, i) => ({
    month: i < 12 ? `2024-${String(i + 1).padStart(2, '0')}` : `2025-0${i - 11}`,
    status: i === 5 ? 'not-supplied' : i === 4 ? 'under-supplied' : i === 9 ? 'over-supplied' : 'supplied',
    events: count,
    reason: i === 4 ? 'Half of its neighbours.' : i === 9 ? 'Twice its neighbours.' : '',
    ...(i === 8 ? { hidden: true } : {}),
  }));
}

/** Twelve cells: every pair of steps of evidence, and three that hidden counts keep from being shown. */
export function exampleCoincidence(): CoincidenceResult {
  const steps = [0, 1, 2].flatMap((second) => [0, 1, 2].map((first) => ({ first, second })));
  const p = [0.4, 0.03, 0.002];
  const columns = [...steps.map(({ first, second }) => ({ first, second, shown: true }))];
  for (let i = 0; i < 3; i++) columns.push({ first: 0, second: 0, shown: false });
  const jointOf = ({ first, second, shown }: (typeof columns)[number]) =>
    shown ? (first > 0 ? 1 : 0) + (second > 0 ? 2 : 0) : 4;
  const joint = columns.map(jointOf);
  const cellsOf = (code: number) => joint.filter((j) => j === code).length;
  const side = (what: string) => ({
    layer: 'example',
    title: what,
    what,
    categories: [],
    events: 400,
    hotCells: 6,
    eventsInBoth: 180,
  });
  const same = <T>(value: T) => columns.map(() => value);
  return {
    ...COMMON,
    parameters: {
      first: 'ambulance',
      firstCategories: [],
      second: 'crime',
      secondCategories: [],
      from: PERIOD.from,
      to: PERIOD.to,
      area: AREA.code,
      cellSizeM: 500,
    },
    first: side('ambulance pick-ups'),
    second: side('crime and anti-social behaviour'),
    summary: {
      sentence: 'An example.',
      cells: columns.length,
      both: cellsOf(3),
      firstOnly: cellsOf(1),
      secondOnly: cellsOf(2),
      neither: cellsOf(0),
      notShown: cellsOf(4),
      expectedBoth: 3,
    },
    moran: { permutations: 999, seed: 1, note: '' },
    cells: {
      length: columns.length,
      column: columns.map((_, i) => i % 3),
      row: columns.map((_, i) => Math.floor(i / 3)),
      areaShare: same(1),
      firstEvents: columns.map((c) => (c.shown ? c.first * 10 : null)),
      secondEvents: columns.map((c) => c.second * 20),
      firstZ: columns.map((c) => (c.shown ? c.first * 2 : null)),
      secondZ: columns.map((c) => c.second * 2),
      firstPAdjusted: columns.map((c) => (c.shown ? p[c.first]! : null)),
      secondPAdjusted: columns.map((c) => p[c.second]!),
      jointClass: joint,
      moranI: same(0.4),
      moranPAdjusted: same(0.03),
    },
  };
}

/** One cell in each class of a change. */
export function exampleChange(): ChangeColumns {
  return {
    before: [4, 9, 8, 20, 40, 0],
    after: [30, 22, 9, 8, 6, 0],
    pAdjusted: [0.001, 0.03, 0.8, 0.04, 0.0001, null],
    direction: [1, 1, 0, -1, -1, null],
  };
}

const KINDS = [
  'new',
  'consecutive',
  'intensifying',
  'persistent',
  'diminishing',
  'sporadic',
  'oscillating',
  'historical',
];

/** Two cells without a pattern, then one in each of the sixteen classes. */
export function exampleEmerging(): EmergingResult {
  const names = ['none', ...KINDS.map((kind) => `${kind} hot`), ...KINDS.map((kind) => `${kind} cold`)];
  const classOf = [0, 0, ...names.slice(1).map((_, i) => i + 1)];
  const each = <T>(value: T) => classOf.map(() => value);
  return {
    ...COMMON,
    parameters: {
      layer: 'crime',
      categories: [],
      from: PERIOD.from,
      to: PERIOD.to,
      area: AREA.code,
      cellSizeM: 500,
    },
    months: exampleMonths().map((m) => m.month),
    summary: { sentence: 'An example.', events: 180 },
    classes: names.map((emergingClass, k) => ({
      emergingClass,
      meaning: `What ${emergingClass} means.`,
      cells: classOf.filter((c) => c === k).length,
    })),
    cells: {
      length: classOf.length,
      column: classOf.map((_, i) => i),
      row: each(0),
      areaShare: each(1),
      events: each(10),
      emergingClass: classOf,
      secondaryClass: each(0),
      hotMonths: classOf.map((k) => (k > 0 && k < 9 ? k : 0)),
      trendP: each(0.2),
    },
  };
}

/** Four wards: clearly high, unclear, too few events to say, population not supplied; one with a very long name. */
export function exampleWards(): WardLayerResult {
  const ward = (name: string, events: number, rate: number | null, part: Partial<WardRow> = {}): WardRow => ({
    code: `E05${name.length}${events}`,
    name,
    events,
    rankByEvents: 1,
    share: events / 1000,
    shareInterval: { lower: events / 1100, upper: events / 900 },
    population: rate === null ? null : 5000,
    ratePer1000Year: rate,
    rateInterval: rate === null ? null : { lower: rate * 0.85, upper: rate * 1.18 },
    againstDistrict: rate === null ? null : 'similar',
    ...part,
  });
  return {
    ...COMMON,
    parameters: { layer: 'crime', categories: [], from: PERIOD.from, to: PERIOD.to, area: AREA.code },
    population: null,
    district: {
      events: 1000,
      population: 20_000,
      ratePer1000Year: 50,
      rateInterval: { lower: 48, upper: 52 },
    },
    wards: [
      ward('Harbour', 520, 104, { againstDistrict: 'much-higher' }),
      ward('Newbiggin-by-the-Sea with Lower Westmoreland', 310, 62),
      ward('Hill', 158, null),
      ward('Marsh', 12, 2.4, { againstDistrict: 'much-lower' }),
    ],
    sentence: 'An example.',
  };
}

/** One operation over two months, and one of a day. */
export function exampleOperations(): OperationBar[] {
  return [
    { id: 1, name: 'Street Week', days: '3 Mar – 20 Apr 2024', from: '2024-03-03', to: '2024-04-20' },
    { id: 2, name: 'Day of action', days: '5 Oct 2024', from: '2024-10-05', to: '2024-10-05' },
  ];
}
