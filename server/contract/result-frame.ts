import Type from 'typebox';
import { Marking, Month, Source, TimesParameters } from './shared.ts';

/** Parameters of every question about one layer's events, to be spread into a query. */
export const WhichEvents = {
  layer: Type.Optional(Type.String({ description: 'Layer slug; default crime.' })),
  categories: Type.Optional(
    Type.String({ description: 'Category slugs, comma separated; default every category of the layer.' }),
  ),
  from: Type.Optional(Month),
  to: Type.Optional(Month),
  ...TimesParameters,
};

/** Parameters of every question answered in cells, to be spread into a query. */
export const WhichCells = {
  area: Type.Optional(
    Type.String({ description: 'Code of a district or ward; default the district with most events.' }),
  ),
  cellSizeM: Type.Optional(
    Type.Integer({
      minimum: 100,
      maximum: 5000,
      multipleOf: 50,
      description: 'Side of a cell, metres; default 250, or the finest that the data allows.',
    }),
  ),
};

/** A district, ward, or area drawn by hand, in a result. */
export const StudyAreaUsed = Type.Object({
  code: Type.String(),
  name: Type.String(),
  level: Type.String(),
  boundaryYear: Type.Integer(),
  family: Type.String(),
});

/** Where a result comes from and how it is marked: every result ends with these, spread in. */
export const ResultFrame = {
  sources: Type.Array(Source),
  synthetic: Type.Boolean(),
  marking: Marking,
  dataVersion: Type.Integer(),
};
