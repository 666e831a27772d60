import Type, { type Static } from 'typebox';
import { DisclosureUsed } from './disclosure.ts';
import { ResultFrame, StudyAreaUsed, WhichCells } from './result-frame.ts';
import { Chosen, Month, NotComputableState, PeriodUsed, TimesParameters, TimesUsed } from './shared.ts';

/** GET /api/coincidence: where two layers are hot together. The mental health map is ambulance against crime. */
export const CoincidenceQuery = Type.Object(
  {
    first: Type.Optional(Type.String({ description: 'First layer; default ambulance.' })),
    firstCategories: Type.Optional(
      Type.String({ description: 'Its category slugs, comma separated; default all.' }),
    ),
    second: Type.Optional(Type.String({ description: 'Second layer; default crime.' })),
    secondCategories: Type.Optional(
      Type.String({ description: 'Its category slugs, comma separated; default all.' }),
    ),
    from: Type.Optional(Month),
    to: Type.Optional(Month),
    ...TimesParameters,
    ...WhichCells,
  },
  { additionalProperties: false },
);
export type CoincidenceQuery = Static<typeof CoincidenceQuery>;

/** In the order of the codes in `cells.jointClass`. */
export const JOINT_CLASS_CODES = ['neither', 'first-only', 'second-only', 'both', 'not-shown'] as const;

const withGaps = Type.Array(Type.Union([Type.Number(), Type.Null()]));
const Side = Type.Object({
  layer: Type.String(),
  title: Type.String(),
  what: Type.String({ description: 'What is counted, in words: "ambulance pick-ups: mental health".' }),
  categories: Type.Array(Type.String()),
  events: Type.Integer(),
  hotCells: Type.Integer({ description: 'Cells hot at 95 % or more.' }),
  eventsInBoth: Type.Integer({ description: 'Events shown in cells hot in both layers.' }),
  disclosure: Type.Optional(DisclosureUsed),
});
export type CoincidenceSide = Static<typeof Side>;

export const CoincidenceResult = Type.Object({
  parameters: Type.Object({
    first: Type.String(),
    firstCategories: Type.Array(Type.String()),
    second: Type.String(),
    secondCategories: Type.Array(Type.String()),
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
  studyArea: Type.Object({ ...StudyAreaUsed.properties, areaKm2: Type.Number() }),
  period: PeriodUsed,
  first: Side,
  second: Side,
  summary: Type.Object({
    sentence: Type.String(),
    cells: Type.Integer(),
    both: Type.Integer(),
    firstOnly: Type.Integer(),
    secondOnly: Type.Integer(),
    neither: Type.Integer(),
    notShown: Type.Integer({ description: 'Cells where hidden counts could change the class.' }),
    expectedBoth: Type.Number({
      description: 'Cells hot in both if the two had nothing to do with each other: first × second / cells.',
    }),
  }),
  notComputable: Type.Union([NotComputableState, Type.Null()]),
  moran: Type.Object({
    permutations: Type.Integer(),
    seed: Type.Integer(),
    note: Type.String({
      description: 'What the bivariate local Moran compares, and what stood for hidden counts.',
    }),
  }),
  cells: Type.Object({
    length: Type.Integer(),
    column: Type.Array(Type.Integer()),
    row: Type.Array(Type.Integer()),
    areaShare: Type.Array(Type.Number()),
    firstEvents: withGaps,
    secondEvents: withGaps,
    firstZ: withGaps,
    secondZ: withGaps,
    firstPAdjusted: withGaps,
    secondPAdjusted: withGaps,
    jointClass: Type.Array(Type.Integer(), {
      description: '0 neither, 1 first only, 2 second only, 3 both, 4 not shown.',
    }),
    moranI: withGaps,
    moranPAdjusted: withGaps,
  }),
  ...ResultFrame,
});
export type CoincidenceResult = Static<typeof CoincidenceResult>;
