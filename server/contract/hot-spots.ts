import Type, { type Static } from 'typebox';
import { DisclosureUsed } from './disclosure.ts';
import { ResultFrame, StudyAreaUsed, WhichCells, WhichEvents } from './result-frame.ts';
import { Chosen, NotComputableState, PeriodUsed, RegisterUsed, TimesUsed } from './shared.ts';

export const Statistic = Type.Union([
  Type.Literal('count'),
  Type.Literal('density'),
  Type.Literal('gi-star'),
  Type.Literal('harm'),
]);
export type Statistic = Static<typeof Statistic>;

/** GET /api/hot-spots. Every parameter left out is chosen by the service, and `chosen` says so. */
export const HotSpotQuery = Type.Object(
  {
    ...WhichEvents,
    ...WhichCells,
    statistic: Type.Optional(Statistic),
    weights: Type.Optional(
      Type.String({
        description: 'Weight table for harm, slug or slug@version; default the newest of the default one.',
      }),
    ),
    bandwidthM: Type.Optional(
      Type.Integer({
        minimum: 50,
        maximum: 5000,
        description: 'Kernel bandwidth, metres, for density; default 400.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type HotSpotQuery = Static<typeof HotSpotQuery>;

const numbersWithGaps = Type.Array(Type.Union([Type.Number(), Type.Null()]));
const numbersOrNull = Type.Union([numbersWithGaps, Type.Null()]);

/**
 * Cells as columns, one entry a cell, ordered by row then column. A cell covers
 * [column * cellSizeM, (column + 1) * cellSizeM) of EPSG:27700 eastings, and rows likewise of northings.
 */
export const Cells = Type.Object({
  length: Type.Integer(),
  column: Type.Array(Type.Integer()),
  row: Type.Array(Type.Integer()),
  areaShare: Type.Array(Type.Number(), { description: 'Share of the cell inside the study area, 0 to 1.' }),
  events: Type.Array(Type.Integer()),
  densityPerKm2Year: numbersWithGaps,
  harm: Type.Optional(
    Type.Array(Type.Number(), { description: 'For statistic=harm: sum of the weights of the events.' }),
  ),
  z: numbersOrNull,
  p: numbersOrNull,
  pAdjusted: numbersOrNull,
  band: Type.Union([Type.Array(Type.Integer()), Type.Null()], {
    description:
      '3, 2, 1: more than expected, 99, 95, 90 % sure after adjustment; negative: fewer; 0: no evidence.',
  }),
  bandWithheld: Type.Optional(
    Type.Array(Type.Boolean(), {
      description:
        'Restricted data only. True where z, p and band are withheld because hidden neighbours could change them; band is then 0 and means nothing.',
    }),
  ),
});
export type Cells = Static<typeof Cells>;

/** The weights of a harm map, and what they come to. */
export const HarmUsed = Type.Object({
  weights: Type.String({ description: 'slug@version.' }),
  title: Type.String(),
  unit: Type.String({ description: 'days, pounds, events.' }),
  method: Type.String({ description: 'What the weights measure and where they stop.' }),
  significantDigits: Type.Integer({ description: 'Digits that a total deserves.' }),
  total: Type.Number(),
  interval: Type.Union([Type.Object({ lower: Type.Number(), upper: Type.Number() }), Type.Null()], {
    description: '95 %, for chance in the counts; null where no weighted event was recorded.',
  }),
  weightRange: Type.Object(
    { low: Type.Number(), high: Type.Number() },
    { description: 'The total under the lowest and the highest weight that the source supports.' },
  ),
  eventsWeighted: Type.Integer(),
  eventsWithoutWeight: Type.Integer({ description: 'Left out, since the table has no weight for them.' }),
  cellsWithHalf: Type.Integer({ description: 'Fewest cells that hold half of the total.' }),
});
export type HarmUsed = Static<typeof HarmUsed>;

/** Cells of restricted data whose count is hidden: in the study area, yet not in `cells`. Not zero, and not low. */
export const HiddenCells = Type.Object({
  length: Type.Integer(),
  column: Type.Array(Type.Integer()),
  row: Type.Array(Type.Integer()),
  areaShare: Type.Array(Type.Number()),
  reason: Type.String({ description: 'Why, in a sentence for tooltip and table.' }),
});
export type HiddenCells = Static<typeof HiddenCells>;

export const HotSpotSummary = Type.Object({
  sentence: Type.String({ description: 'The finding, ready to be read aloud.' }),
  events: Type.Integer({
    description: 'Events placed in the study area in the period, those in no cell among them.',
  }),
  eventsInNoCell: Type.Integer({
    description:
      'Events of the study area that are known by the code of an LSOA or a ward only: counted in wards and totals, in no cell. Restricted data: of the whole layer in the district, over the whole supply.',
  }),
  eventsInNoCellHidden: Type.Optional(
    Type.Boolean({
      description: 'True where eventsInNoCell is hidden; the number then is only the largest hidden count.',
    }),
  ),
  eventsNotMapped: Type.Integer({
    description:
      'Events of the same categories and months that could be placed nowhere, not even in a ward. Restricted data: of the whole layer, over the whole supply.',
  }),
  eventsNotMappedHidden: Type.Optional(
    Type.Boolean({
      description: 'True where eventsNotMapped is hidden; the number then is only the largest hidden count.',
    }),
  ),
  cells: Type.Integer(),
  cellsWithEvents: Type.Integer(),
  hot90: Type.Integer({ description: 'Cells hot at 90 % or more; includes hot95 and hot99.' }),
  hot95: Type.Integer(),
  hot99: Type.Integer(),
  cold90: Type.Integer(),
  eventsInHotCells: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Events in cells hot at 95 % or more.',
  }),
  maximumEvents: Type.Integer(),
  maximumDensityPerKm2Year: Type.Number(),
});
export type HotSpotSummary = Static<typeof HotSpotSummary>;

export const HotSpotResult = Type.Object({
  parameters: Type.Object({
    layer: Type.String(),
    categories: Type.Array(Type.String()),
    from: Type.String(),
    to: Type.String(),
    area: Type.String(),
    cellSizeM: Type.Integer(),
    statistic: Statistic,
    bandwidthM: Type.Union([Type.Integer(), Type.Null()]),
    times: TimesUsed,
  }),
  chosen: Type.Array(Chosen),
  method: Type.Object({
    title: Type.String(),
    definitionVersion: Type.String(),
    definition: Type.String({ description: 'One paragraph an analyst can read aloud.' }),
    densityMethod: Type.Union([Type.Literal('cell'), Type.Literal('quartic-kernel')]),
    methodPages: Type.Array(Type.String(), { description: 'Paths under /methods.' }),
  }),
  studyArea: Type.Object({ ...StudyAreaUsed.properties, areaKm2: Type.Number() }),
  period: PeriodUsed,
  summary: HotSpotSummary,
  notComputable: Type.Union([NotComputableState, Type.Null()], {
    description: 'Why z, p and bands are absent, where they are.',
  }),
  cells: Cells,
  hiddenCells: Type.Optional(HiddenCells),
  disclosure: Type.Optional(DisclosureUsed),
  register: Type.Optional(RegisterUsed),
  harm: Type.Optional(HarmUsed),
  suggestedCellSizeM: Type.Union([Type.Integer(), Type.Null()], {
    description: 'What a nearest-neighbour rule would choose for these points; shown beside the choice made.',
  }),
  ...ResultFrame,
});
export type HotSpotResult = Static<typeof HotSpotResult>;
