import Type, { type Static } from 'typebox';
import { Chosen, Marking, Month, PeriodUsed, Source, TimesParameters, TimesUsed } from './shared.ts';

/** GET /api/change: what changed between two periods, cell by cell and ward by ward. */
export const PeriodChangeQuery = Type.Object(
  {
    layer: Type.Optional(Type.String()),
    categories: Type.Optional(
      Type.String({ description: 'Category slugs, comma separated; default every category.' }),
    ),
    from: Type.Optional(Month),
    to: Type.Optional(Month),
    beforeFrom: Type.Optional(Month),
    beforeTo: Type.Optional(Month),
    ...TimesParameters,
    area: Type.Optional(Type.String({ description: 'Code of a district or ward.' })),
    cellSizeM: Type.Optional(
      Type.Integer({ minimum: 100, maximum: 5000, multipleOf: 50, description: 'Side of a cell, metres.' }),
    ),
  },
  { additionalProperties: false },
);
export type PeriodChangeQuery = Static<typeof PeriodChangeQuery>;

/** 1 more than before, -1 fewer, 0 no evidence of a change, null nothing seen in either period. */
const Direction = Type.Union([Type.Literal(1), Type.Literal(-1), Type.Literal(0), Type.Null()]);
const withGaps = Type.Array(Type.Union([Type.Number(), Type.Null()]));

export const ChangeCells = Type.Object({
  length: Type.Integer(),
  column: Type.Array(Type.Integer()),
  row: Type.Array(Type.Integer()),
  areaShare: Type.Array(Type.Number()),
  before: Type.Array(Type.Integer()),
  after: Type.Array(Type.Integer()),
  ratio: withGaps,
  p: withGaps,
  pAdjusted: withGaps,
  direction: Type.Array(Direction),
});
export type ChangeCells = Static<typeof ChangeCells>;

export const WardChange = Type.Object({
  code: Type.String(),
  name: Type.String(),
  before: Type.Integer(),
  after: Type.Integer(),
  ratio: Type.Union([Type.Number(), Type.Null()], {
    description: 'Events per day after over before; null where nothing was seen before.',
  }),
  pAdjusted: Type.Union([Type.Number(), Type.Null()]),
  direction: Direction,
});
export type WardChange = Static<typeof WardChange>;

export const PeriodChangeResult = Type.Object({
  parameters: Type.Object({
    layer: Type.String(),
    categories: Type.Array(Type.String()),
    from: Type.String(),
    to: Type.String(),
    beforeFrom: Type.String(),
    beforeTo: Type.String(),
    area: Type.String(),
    cellSizeM: Type.Integer(),
    times: TimesUsed,
  }),
  chosen: Type.Array(Chosen),
  definition: Type.String(),
  definitionVersion: Type.String(),
  methodPages: Type.Array(Type.String()),
  studyArea: Type.Object({
    code: Type.String(),
    name: Type.String(),
    level: Type.String(),
    boundaryYear: Type.Integer(),
    family: Type.String(),
  }),
  period: PeriodUsed,
  periodBefore: PeriodUsed,
  summary: Type.Object({
    sentence: Type.String(),
    before: Type.Integer(),
    after: Type.Integer(),
    ratio: Type.Union([Type.Number(), Type.Null()]),
    p: Type.Union([Type.Number(), Type.Null()]),
    cellsMore: Type.Integer(),
    cellsFewer: Type.Integer(),
    cellsTested: Type.Integer(),
  }),
  cells: ChangeCells,
  wards: Type.Array(WardChange),
  sources: Type.Array(Source),
  synthetic: Type.Boolean(),
  marking: Marking,
  dataVersion: Type.Integer(),
});
export type PeriodChangeResult = Static<typeof PeriodChangeResult>;
