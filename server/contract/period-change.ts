import Type, { type Static } from 'typebox';
import { ResultFrame, StudyAreaUsed, WhichCells, WhichEvents } from './result-frame.ts';
import { Chosen, Month, PeriodUsed, TimesUsed } from './shared.ts';

/** GET /api/change: what changed between two periods, cell by cell and ward by ward. */
export const PeriodChangeQuery = Type.Object(
  {
    ...WhichEvents,
    beforeFrom: Type.Optional(Month),
    beforeTo: Type.Optional(Month),
    ...WhichCells,
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
  studyArea: StudyAreaUsed,
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
  ...ResultFrame,
});
export type PeriodChangeResult = Static<typeof PeriodChangeResult>;
