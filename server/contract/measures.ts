import Type, { type Static } from 'typebox';
import { DisclosureUsed } from './disclosure.ts';
import { ResultFrame } from './result-frame.ts';
import { Chosen, Month, NotComputableState, PeriodUsed } from './shared.ts';

export const AreaLevel = Type.Union([Type.Literal('ward'), Type.Literal('lsoa')]);
export type AreaLevel = Static<typeof AreaLevel>;

export const Denominator = Type.Union([Type.Literal('resident'), Type.Literal('workday')]);
export type Denominator = Static<typeof Denominator>;

export const WeightTableName = Type.Optional(
  Type.String({
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*(@[1-9][0-9]*)?$',
    description:
      'Weight table, slug or slug@version; default cchi-2026-derived for crime. A slug alone means its newest version.',
  }),
);

export const VictimReportedOnly = Type.Optional(
  Type.Boolean({
    description:
      'Leave out of the harm-weighted total what is found by police activity (drugs, weapons, shop theft). Default false.',
  }),
);

/** GET /api/measures: every measure of one layer for each area of a district, with its uncertainty. */
export const MeasuresQuery = Type.Object(
  {
    layer: Type.Optional(Type.String({ description: 'Layer slug; default crime.' })),
    categories: Type.Optional(
      Type.String({ description: 'Category slugs, comma separated; default every category of the layer.' }),
    ),
    from: Type.Optional(Month),
    to: Type.Optional(Month),
    area: Type.Optional(
      Type.String({ description: 'Code of a district; default the district with most events.' }),
    ),
    level: Type.Optional(AreaLevel),
    denominator: Type.Optional(Denominator),
    weights: WeightTableName,
    victimReportedOnly: VictimReportedOnly,
  },
  { additionalProperties: false },
);
export type MeasuresQuery = Static<typeof MeasuresQuery>;

export const Interval = Type.Object({ lower: Type.Number(), upper: Type.Number() });
export type Interval = Static<typeof Interval>;

const orNull = <T extends Type.TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

export const AreaBand = Type.Union([
  Type.Literal('much-lower'),
  Type.Literal('lower'),
  Type.Literal('similar'),
  Type.Literal('higher'),
  Type.Literal('much-higher'),
]);
export type AreaBand = Static<typeof AreaBand>;

export const HarmFigure = Type.Object({
  total: Type.Number({ description: 'Sum of weight x events, in the unit of the weight table.' }),
  interval: orNull(Interval, '95 %, for chance in the counts; the weights are taken as exact.'),
  per1000Year: orNull(Type.Number(), 'Per 1,000 people per year.'),
  per1000YearInterval: orNull(Interval),
  share: orNull(Type.Number(), 'Of the district total, 0 to 1.'),
  weightRange: Type.Object(
    { low: Type.Number(), high: Type.Number() },
    { description: 'The total under the lowest and the highest weights that the source supports.' },
  ),
  eventsWeighted: Type.Integer(),
  eventsWithoutWeight: Type.Integer({ description: 'Events of categories the table has no weight for.' }),
});
export type HarmFigure = Static<typeof HarmFigure>;

export const ChangeFigure = Type.Object({
  events: Type.Integer({ description: 'Events in the earlier period.' }),
  perDayBefore: Type.Number(),
  perDayAfter: Type.Number(),
  ratio: orNull(Type.Number(), 'After / before, per day; null where nothing was seen before.'),
  pValue: orNull(Type.Number(), 'E-test, two-sided.'),
  pAdjusted: orNull(Type.Number(), 'Benjamini-Hochberg over all areas.'),
  direction: Type.Union([
    Type.Literal('rise'),
    Type.Literal('fall'),
    Type.Literal('no-evidence'),
    Type.Literal('not-computable'),
  ]),
});
export type ChangeFigure = Static<typeof ChangeFigure>;

export const FunnelClass = Type.Union([
  Type.Literal('high-99.8'),
  Type.Literal('high-95'),
  Type.Literal('inside'),
  Type.Literal('low-95'),
  Type.Literal('low-99.8'),
]);

/** All figures of one area. Every null has its reason in the result or means "nobody lives here". */
export const AreaMeasures = Type.Object({
  code: Type.String(),
  name: Type.String(),
  events: Type.Integer(),
  byCategory: Type.Array(orNull(Type.Integer()), {
    description:
      'In the order of parameters.categories. null: hidden, in restricted data, whose categories are also rounded each by itself.',
  }),
  people: orNull(Type.Number(), 'The denominator chosen; null where not supplied.'),
  ratePer1000: orNull(Type.Number(), 'Events per 1,000 people over the period.'),
  ratePer1000Year: orNull(Type.Number()),
  rateInterval: orNull(Interval, '95 %, per 1,000 people per year: exact under 10 events, Byar from 10.'),
  rateMethod: orNull(Type.Union([Type.Literal('exact'), Type.Literal('byar')])),
  share: Type.Number({ description: 'Of the district events in these areas, 0 to 1.' }),
  shareInterval: orNull(Interval, '95 %, Wilson.'),
  empiricalBayes: orNull(
    Type.Object({
      per1000: Type.Number({ description: 'Shrunken rate over the period.' }),
      per1000Year: Type.Number(),
      ownWeight: Type.Number({
        description: 'Share of the estimate that is the area itself; the rest is the district mean.',
      }),
    }),
  ),
  expected: orNull(Type.Number(), 'Events the area would have at the district rate.'),
  funnel: orNull(
    Type.Object({
      ratio: Type.Number({ description: 'Observed / expected.' }),
      class: FunnelClass,
      lower95: Type.Number(),
      upper95: Type.Number(),
      lower998: Type.Number(),
      upper998: Type.Number(),
    }),
  ),
  rank: orNull(
    Type.Object({
      rank: Type.Integer({ description: '1 is the highest shrunken rate.' }),
      lower: Type.Integer(),
      upper: Type.Integer(),
      probabilityInTop: Type.Number({ description: 'Among the three highest true rates.' }),
    }),
  ),
  band: orNull(AreaBand, 'Against the district, from the interval; null where too few or no people figure.'),
  tooFewToSay: Type.Boolean({
    description: 'So few events expected that not even none would be unusual. Draw faint, never as similar.',
  }),
  lowReliability: Type.Boolean({ description: 'Fewer than 20 events: the interval is wide.' }),
  changePrevious: orNull(
    ChangeFigure,
    'null where the period cannot be compared, or the earlier count is hidden.',
  ),
  changeLastYear: orNull(ChangeFigure),
  harm: orNull(HarmFigure),
  giStar: orNull(
    Type.Object({
      z: Type.Number(),
      p: Type.Number(),
      pAdjusted: Type.Number(),
      band: Type.Integer({
        description:
          '3, 2, 1: more than expected, 99, 95, 90 % sure after adjustment; negative: fewer; 0: no evidence.',
      }),
    }),
  ),
  localMoran: orNull(
    Type.Object({
      i: Type.Number(),
      z: orNull(Type.Number()),
      p: orNull(Type.Number()),
      pAdjusted: orNull(Type.Number()),
      quadrant: Type.String({
        description: 'high-high, low-low, high-low, low-high or none; read it only where pAdjusted is small.',
      }),
    }),
  ),
  visitors: orNull(
    Type.String({
      description: 'Why a rate per resident misleads here (town centre, seafront), where it does.',
    }),
  ),
  sentence: Type.String({ description: '"29 robberies, 2.4 times the district rate (1.6–3.5)."' }),
});
export type AreaMeasures = Static<typeof AreaMeasures>;

/** An area whose count is hidden. */
export const HiddenArea = Type.Object({
  code: Type.String(),
  name: Type.String(),
  people: orNull(Type.Number()),
  reason: Type.String(),
});
export type HiddenArea = Static<typeof HiddenArea>;

/** A comparison period, or why there is none. */
export const Comparison = Type.Object({
  from: Type.String(),
  to: Type.String(),
  days: Type.Integer(),
  notComputable: orNull(NotComputableState),
  flagged: Type.Array(Type.String(), {
    description: 'Months in it, or in the period itself, that look under- or over-supplied.',
  }),
  district: orNull(ChangeFigure),
});
export type Comparison = Static<typeof Comparison>;

export const WeightsUsed = Type.Object({
  name: Type.String({ description: 'slug@version: print it under every total.' }),
  title: Type.String(),
  unit: Type.String(),
  significantDigits: Type.Integer({ description: 'Digits a total deserves on a page.' }),
  victimReportedOnly: Type.Boolean(),
  leftOut: Type.Array(Type.String(), { description: 'Categories the victim-reported switch leaves out.' }),
  withoutWeight: Type.Array(Type.String(), { description: 'Categories the table has no weight for.' }),
  crude: Type.Array(Type.String(), { description: 'Categories whose weight is a middle of a range.' }),
});
export type WeightsUsed = Static<typeof WeightsUsed>;

export const MeasuresResult = Type.Object({
  definitionVersion: Type.String(),
  parameters: Type.Object({
    layer: Type.String(),
    categories: Type.Array(Type.String()),
    from: Type.String(),
    to: Type.String(),
    area: Type.String(),
    level: AreaLevel,
    denominator: Denominator,
    weights: orNull(Type.String()),
    victimReportedOnly: Type.Boolean(),
  }),
  chosen: Type.Array(Chosen),
  studyArea: Type.Object({
    code: Type.String(),
    name: Type.String(),
    family: Type.String({ description: 'Family of the areas listed: wd, cmwd, lsoa.' }),
    boundaryYear: Type.Integer(),
  }),
  period: PeriodUsed,
  sentence: Type.String(),
  cautions: Type.Array(Type.String(), { description: 'What to say before the figures are used.' }),
  population: orNull(
    Type.Object({
      kind: Denominator,
      referenceYear: Type.Integer(),
      method: Type.String(),
      source: Type.String(),
      areasWithout: Type.Integer(),
    }),
  ),
  district: Type.Object({
    events: Type.Integer(),
    people: orNull(Type.Number()),
    ratePer1000: orNull(Type.Number()),
    ratePer1000Year: orNull(Type.Number()),
    rateInterval: orNull(Interval),
    harm: orNull(HarmFigure),
  }),
  comparisons: Type.Object({ previous: Comparison, lastYear: Comparison }),
  weights: orNull(WeightsUsed),
  harmNotComputable: orNull(NotComputableState, 'Why there is no harm-weighted total, where there is none.'),
  spread: Type.Object(
    {
      phi: orNull(Type.Number(), 'Over-dispersion of the funnel; 1 is chance alone.'),
      tau2: orNull(Type.Number()),
      ranksDistinguishable: orNull(
        Type.Boolean(),
        'False: the counts vary no more than chance, so no order can be told.',
      ),
      rankDraws: orNull(Type.Integer()),
      seed: Type.Integer(),
    },
    { description: 'How much areas differ beyond chance.' },
  ),
  spatial: orNull(
    Type.Object({
      weights: Type.String({ description: 'Who neighbours whom, in words.' }),
      areas: Type.Integer(),
      withoutNeighbours: Type.Array(Type.String()),
      notComputable: orNull(NotComputableState),
    }),
    'LSOA level only.',
  ),
  areas: Type.Array(AreaMeasures, { description: 'Most events first.' }),
  hiddenAreas: Type.Optional(
    Type.Array(HiddenArea, {
      description:
        'Areas of restricted data whose count is hidden, by name: not in `areas`, not zero, not low, and not ranked.',
    }),
  ),
  disclosure: Type.Optional(DisclosureUsed),
  ...ResultFrame,
});
export type MeasuresResult = Static<typeof MeasuresResult>;
