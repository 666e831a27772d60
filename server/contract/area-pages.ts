import Type, { type Static } from 'typebox';
import { DisclosureUsed } from './disclosure.ts';
import { AreaMeasures, Interval, MeasuresResult, VictimReportedOnly, WeightTableName } from './measures.ts';
import { ResultFrame } from './result-frame.ts';
import { Chosen, Month, MonthStatus, NotComputableState, PeriodUsed } from './shared.ts';

const orNull = <T extends Type.TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

/** GET /api/ward/:code and /api/district/:code. */
export const AreaPageQuery = Type.Object(
  {
    layer: Type.Optional(Type.String({ description: 'Layer slug; default crime.' })),
    categories: Type.Optional(Type.String({ description: 'Category slugs, comma separated; default all.' })),
    from: Type.Optional(Month),
    to: Type.Optional(Month),
    weights: WeightTableName,
    victimReportedOnly: VictimReportedOnly,
  },
  { additionalProperties: false },
);
export type AreaPageQuery = Static<typeof AreaPageQuery>;

export const AreaCodeParams = Type.Object(
  { code: Type.String({ minLength: 2, maxLength: 20 }) },
  { additionalProperties: false },
);

/** Something known about the recording that a reader of a chart must see on it. */
export const Annotation = Type.Object({
  from: Type.String({ description: 'Month, YYYY-MM.' }),
  to: Type.String({ description: 'Month, YYYY-MM, inclusive.' }),
  kind: Type.Union([
    Type.Literal('under-supplied'),
    Type.Literal('over-supplied'),
    Type.Literal('not-supplied'),
    Type.Literal('recording'),
  ]),
  text: Type.String(),
});
export type Annotation = Static<typeof Annotation>;

export const TrendMonth = Type.Object({
  month: Type.String(),
  status: MonthStatus,
  to: Type.Optional(Type.String({ description: 'Last month, where it is a quarter or a year.' })),
  events: orNull(Type.Integer(), 'null where not supplied, or hidden.'),
  hidden: Type.Optional(Type.Boolean({ description: 'Restricted data: supplied, and the count is hidden.' })),
  perDay: orNull(Type.Number(), 'Events per day of the month.'),
  usedForLimits: Type.Boolean({ description: 'False for months that look faulty or were not supplied.' }),
  rule: orNull(
    Type.Union([
      Type.Literal('outside-limits'),
      Type.Literal('trend'),
      Type.Literal('two-of-three'),
      Type.Literal('one-side'),
    ]),
    'Why the month is more than the usual variation.',
  ),
  direction: orNull(Type.Union([Type.Literal('high'), Type.Literal('low')])),
});
export type TrendMonth = Static<typeof TrendMonth>;

/** An XmR chart of events per day, with its reading. */
export const Trend = Type.Object({
  unit: Type.Optional(
    Type.Union([Type.Literal('month'), Type.Literal('quarter'), Type.Literal('year')], {
      description:
        'Restricted data: the shortest period of which every count is shown; left out, and for open data, months.',
    }),
  ),
  because: Type.Optional(Type.String({ description: 'Why that unit.' })),
  months: Type.Array(TrendMonth, { description: 'Whole supply up to the end of the period.' }),
  limits: orNull(
    Type.Object({
      mean: Type.Number(),
      lower: Type.Number({ description: 'Never under 0.' }),
      upper: Type.Number(),
    }),
    'Usual range of a month, events per day.',
  ),
  notComputable: orNull(NotComputableState),
  tendency: orNull(
    Type.Object({
      direction: Type.Union([Type.Literal('rising'), Type.Literal('falling'), Type.Literal('no-evidence')]),
      pValue: Type.Number(),
      perYear: orNull(Type.Number(), "Sen's slope: change of the daily rate over a year."),
      perYearInterval: orNull(Interval),
      method: Type.String(),
    }),
  ),
  reading: Type.Array(Type.String(), { description: 'The chart in plain English, most important first.' }),
});
export type Trend = Static<typeof Trend>;

export const Seasonality = Type.Object({
  index: orNull(
    Type.Array(
      Type.Object({
        month: Type.Integer({ description: '1 January to 12 December.' }),
        index: Type.Number(),
      }),
    ),
    '1 is the average of the year around.',
  ),
  notComputable: orNull(NotComputableState),
  reading: Type.String(),
});
export type Seasonality = Static<typeof Seasonality>;

/** Restricted data: a ward's week in blocks of hours, over the whole supply and all categories together. */
export const WeekBlocks = Type.Object({
  from: Type.String(),
  to: Type.String(),
  hoursInBlock: Type.Integer(),
  rows: Type.Array(
    Type.Object({
      days: Type.String({ description: 'Monday to Friday.' }),
      daysInWeek: Type.Integer(),
      events: Type.Array(orNull(Type.Integer()), { description: 'By block from midnight; null: hidden.' }),
      perDay: Type.Array(orNull(Type.Number()), {
        description: 'Events per such day, so that kinds of day compare.',
      }),
    }),
  ),
  hidden: Type.Integer({ description: 'Cells hidden.' }),
});
export type WeekBlocks = Static<typeof WeekBlocks>;

export const HourOfWeek = Type.Object({
  blocks: Type.Optional(WeekBlocks),
  byHourOfWeek: orNull(Type.Array(Type.Number()), '168 counts, Monday 00:00 first: weekday x 24 + hour.'),
  byHour: orNull(Type.Array(Type.Number())),
  byWeekday: orNull(Type.Array(Type.Number())),
  notComputable: orNull(NotComputableState),
  reading: Type.String(),
});
export type HourOfWeek = Static<typeof HourOfWeek>;

export const CategoryMix = Type.Object({
  slug: Type.String(),
  label: Type.String(),
  events: orNull(Type.Integer(), 'null: hidden, in restricted data.'),
  share: orNull(Type.Number()),
  shareInterval: orNull(Interval),
  districtShare: orNull(Type.Number()),
  against: Type.Union(
    [Type.Literal('more'), Type.Literal('less'), Type.Literal('similar'), Type.Literal('hidden')],
    {
      description: 'Share against the district, from the interval; hidden where a count it needs is.',
    },
  ),
});
export type CategoryMix = Static<typeof CategoryMix>;

export const HotCell = Type.Object({
  column: Type.Integer(),
  row: Type.Integer(),
  x: Type.Number({ description: 'Centre, easting, metres of EPSG:27700.' }),
  y: Type.Number(),
  events: Type.Integer({ description: 'Events of the whole cell, also across the ward border.' }),
  band: orNull(
    Type.Integer(),
    '3, 2, 1: more than expected in the district, 99, 95, 90 % sure; 0: no evidence.',
  ),
  z: orNull(Type.Number()),
});
export type HotCell = Static<typeof HotCell>;

export const Concentration = Type.Object({
  unit: Type.String({ description: 'What the places are: wards, cells of 250 m.' }),
  places: Type.Integer(),
  placeShare: Type.Array(Type.Number(), { description: 'Lorenz curve, quietest first; at most 201 points.' }),
  eventShare: Type.Array(Type.Number()),
  gini: orNull(Type.Number(), 'Unbiased for few events; 0 even, 1 all in one place.'),
  toReach: Type.Array(
    Type.Object({ percent: Type.Number(), places: Type.Integer(), placeShare: Type.Number() }),
  ),
  notComputable: orNull(NotComputableState),
  hidden: Type.Optional(
    Type.Integer({
      description:
        'Restricted data: places whose count is hidden, taken as even. Shares of places are then the most they can be, Gini the least.',
    }),
  ),
  reading: Type.String(),
});
export type Concentration = Static<typeof Concentration>;

/** Another layer in the same place: ambulance beside crime. */
export const OtherLayer = Type.Object({
  layer: Type.String(),
  from: Type.String(),
  to: Type.String(),
  events: orNull(Type.Integer(), 'null: hidden.'),
  rounded: Type.Boolean(),
  share: orNull(Type.Number(), 'Of the district.'),
  rank: orNull(Type.Integer(), 'Among the wards shown; 1 is most.'),
  wards: Type.Integer({ description: 'Wards shown.' }),
  sentence: Type.String(),
});
export type OtherLayer = Static<typeof OtherLayer>;

const page = {
  definitionVersion: Type.String(),
  parameters: Type.Object({
    layer: Type.String(),
    categories: Type.Array(Type.String()),
    from: Type.String(),
    to: Type.String(),
    area: Type.String(),
  }),
  chosen: Type.Array(Chosen),
  period: PeriodUsed,
  sentence: Type.String(),
  trend: Trend,
  seasonality: Seasonality,
  hourOfWeek: HourOfWeek,
  annotations: Type.Array(Annotation),
  notKnown: Type.Array(Type.String(), { description: 'What these figures cannot say.' }),
  disclosure: Type.Optional(DisclosureUsed),
  ...ResultFrame,
};

/** GET /api/ward/:code: everything known about one ward. */
export const WardPage = Type.Object({
  ...page,
  ward: Type.Object({
    code: Type.String(),
    name: Type.String(),
    districtCode: Type.String(),
    districtName: Type.String(),
    family: Type.String(),
    boundaryYear: Type.Integer(),
    areaKm2: Type.Number(),
    bbox: Type.Array(Type.Number()),
  }),
  measures: orNull(AreaMeasures, 'null: the count of the ward is hidden, in restricted data.'),
  hiddenReason: Type.Optional(Type.String({ description: 'Why it is hidden, where it is.' })),
  district: MeasuresResult.properties.district,
  comparisons: MeasuresResult.properties.comparisons,
  population: MeasuresResult.properties.population,
  weights: MeasuresResult.properties.weights,
  cautions: Type.Array(Type.String()),
  mix: Type.Array(CategoryMix, { description: 'Most events first.' }),
  hottestCells: Type.Object({
    cellSizeM: Type.Integer(),
    cells: Type.Array(HotCell, { description: 'Up to ten, most events first.' }),
    from: Type.Optional(
      Type.String({ description: 'Restricted data: the months that cells are released for.' }),
    ),
    to: Type.Optional(Type.String()),
    hidden: Type.Optional(
      Type.Integer({ description: 'Cells that the ward touches whose count is hidden.' }),
    ),
    reading: Type.String(),
  }),
  streets: Type.Object({
    names: Type.Array(Type.Object({ name: Type.String(), events: Type.Integer() })),
    note: Type.String({ description: 'What the names are; show it with them.' }),
  }),
  concentration: Concentration,
  otherLayers: Type.Array(OtherLayer),
  pointNotes: Type.Array(Type.Object({ x: Type.Integer(), y: Type.Integer(), note: Type.String() }), {
    description: 'Points where records pile up for a reason that is not the street.',
  }),
});
export type WardPage = Static<typeof WardPage>;

/** GET /api/district/:code: its wards ranked, and how concentrated it is. */
export const DistrictPage = Type.Object({
  ...page,
  topTwo: orNull(
    Type.Object({
      wards: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), events: Type.Integer() })),
      share: Type.Number(),
      interval: Interval,
      sentence: Type.String(),
    }),
  ),
  ranking: MeasuresResult,
  concentration: Type.Object({ byWard: Concentration, byCell: Concentration }),
  otherLayers: Type.Array(
    Type.Object({
      layer: Type.String(),
      from: Type.String(),
      to: Type.String(),
      sentence: Type.String({ description: 'Which wards hold most of it.' }),
      alsoTopInThisLayer: Type.Array(Type.String(), {
        description: 'Codes of wards among the three with most events in both layers.',
      }),
    }),
  ),
});
export type DistrictPage = Static<typeof DistrictPage>;
