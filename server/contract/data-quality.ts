import Type, { type Static } from 'typebox';
import { MonthStatus } from './shared.ts';

/** What GET /api/data-quality may name. */
export const DataQualityQuery = Type.Object(
  { layer: Type.Optional(Type.String({ description: 'Default: every layer that the asker may see.' })) },
  { additionalProperties: false },
);
export type DataQualityQuery = Static<typeof DataQualityQuery>;

const Count = Type.Union([Type.Integer(), Type.Null()], {
  description: 'null for restricted data, whose counts are released by the figures only.',
});

/** A month of one supplier. */
export const SuppliedMonth = Type.Object({
  month: Type.String(),
  status: MonthStatus,
  events: Count,
  reason: Type.String(),
});

/** A point that holds more records than a street would. */
export const PileUp = Type.Object({
  lon: Type.Number(),
  lat: Type.Number(),
  name: Type.Union([Type.String(), Type.Null()], { description: 'As published, never an address.' }),
  events: Type.Integer(),
  share: Type.Number({ description: 'Of the placed events of the dataset, 0 to 1.' }),
  note: Type.Union([Type.String(), Type.Null()], {
    description: 'Why, where a note, a service nearby or the name of the point says it.',
  }),
});
export type PileUp = Static<typeof PileUp>;

/** A month from which one category is counted differently while the others go on. */
export const RecordingBreak = Type.Object({
  supplier: Type.String(),
  category: Type.String(),
  month: Type.String({ description: 'First month of the new level.' }),
  ratio: Type.Number({ description: 'Twelve months from here over the twelve before.' }),
  othersRatio: Type.Number({ description: 'The same for all other categories.' }),
  explained: Type.Boolean({ description: 'A recording note covers the month.' }),
});
export type RecordingBreak = Static<typeof RecordingBreak>;

/** How complete and how well placed one dataset is. */
export const DatasetQuality = Type.Object({
  dataset: Type.String(),
  title: Type.String(),
  layer: Type.String(),
  owner: Type.String(),
  sensitivityClass: Type.String(),
  synthetic: Type.Boolean(),
  locationPrecision: Type.String(),
  timePrecision: Type.String(),
  suppliers: Type.Array(
    Type.Object({
      supplier: Type.String(),
      months: Type.Array(SuppliedMonth, {
        description: 'First to last, months that were not sent included.',
      }),
      rowsRead: Count,
      rowsRejected: Count,
      rowsDuplicate: Count,
    }),
  ),
  disclosure: Type.Optional(
    Type.String({ description: 'Restricted data only: what is not given here, in a sentence.' }),
  ),
  notPlacedShare: Type.Union([Type.Number(), Type.Null()], {
    description: 'In no area and no cell, 0 to 1; whole hundredths for restricted data.',
  }),
  noPointShare: Type.Union([Type.Number(), Type.Null()], {
    description: 'In no cell, 0 to 1: not placed, or placed by an area code only.',
  }),
  placedBy: Type.Array(Type.Object({ way: Type.String(), share: Type.Number() })),
  pileUps: Type.Array(PileUp, { description: 'Open data only.' }),
  breaks: Type.Array(RecordingBreak, {
    description: 'Of restricted data found in the released months of the layer, to two digits.',
  }),
  notes: Type.Array(
    Type.Object({
      supplier: Type.Union([Type.String(), Type.Null()]),
      category: Type.Union([Type.String(), Type.Null()]),
      from: Type.String(),
      to: Type.String(),
      note: Type.String(),
    }),
    { description: 'Known changes of recording.' },
  ),
});
export type DatasetQuality = Static<typeof DatasetQuality>;

/** GET /api/data-quality: what was supplied, how well it is placed, what is known to be odd. */
export const DataQuality = Type.Object({
  dataVersion: Type.Integer(),
  datasets: Type.Array(DatasetQuality),
});
export type DataQuality = Static<typeof DataQuality>;
