import Type, { type Static } from 'typebox';
import { ResultFrame, StudyAreaUsed, WhichCells, WhichEvents } from './result-frame.ts';
import { Chosen, NotComputableState, PeriodUsed, TimesUsed } from './shared.ts';

/** GET /api/emerging: the history of each cell's hot spots, month by month, as one of 16 classes or none. */
export const EmergingQuery = Type.Object(
  {
    ...WhichEvents,
    ...WhichCells,
  },
  { additionalProperties: false },
);
export type EmergingQuery = Static<typeof EmergingQuery>;

export const EmergingClassCount = Type.Object({
  emergingClass: Type.String({ description: 'new hot, consecutive hot, ..., historical cold, none.' }),
  meaning: Type.String(),
  cells: Type.Integer(),
});
export type EmergingClassCount = Static<typeof EmergingClassCount>;

export const EmergingResult = Type.Object({
  parameters: Type.Object({
    layer: Type.String(),
    categories: Type.Array(Type.String()),
    from: Type.String(),
    to: Type.String(),
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
  months: Type.Array(Type.String(), { description: 'The steps of the cube, oldest first.' }),
  summary: Type.Object({ sentence: Type.String(), events: Type.Integer() }),
  notComputable: Type.Union([NotComputableState, Type.Null()]),
  classes: Type.Array(EmergingClassCount, { description: 'Every class, in the order of their codes.' }),
  cells: Type.Object({
    length: Type.Integer(),
    column: Type.Array(Type.Integer()),
    row: Type.Array(Type.Integer()),
    areaShare: Type.Array(Type.Number()),
    events: Type.Array(Type.Integer()),
    emergingClass: Type.Array(Type.Integer(), { description: 'Index into classes.' }),
    secondaryClass: Type.Array(Type.Integer(), { description: 'Index into classes; 0 where none.' }),
    hotMonths: Type.Array(Type.Integer()),
    trendP: Type.Array(Type.Union([Type.Number(), Type.Null()])),
  }),
  ...ResultFrame,
});
export type EmergingResult = Static<typeof EmergingResult>;
