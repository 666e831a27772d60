import Type, { type Static } from 'typebox';
import { DisclosureUsed } from './disclosure.ts';
import { Marking, MonthStatus, Source } from './shared.ts';

export const CatalogueMonth = Type.Object({
  month: Type.String(),
  status: MonthStatus,
  events: Type.Union([Type.Integer(), Type.Null()], { description: 'null where not supplied.' }),
  reason: Type.String(),
  hidden: Type.Optional(Type.Boolean({ description: 'True where events is null because it is hidden.' })),
});
export type CatalogueMonth = Static<typeof CatalogueMonth>;

export const CatalogueCategory = Type.Object({
  slug: Type.String(),
  label: Type.String(),
  events: Type.Integer(),
  hidden: Type.Optional(
    Type.Boolean({
      description: 'True where events is hidden; the number then is only the largest hidden count.',
    }),
  ),
});
export type CatalogueCategory = Static<typeof CatalogueCategory>;

export const CatalogueLayer = Type.Object({
  layer: Type.String({ description: 'crime, ambulance, ...' }),
  title: Type.String(),
  categories: Type.Array(CatalogueCategory),
  months: Type.Array(CatalogueMonth, {
    description: 'Every month from the first to the last, gaps included.',
  }),
  eventsNotMapped: Type.Integer(),
  eventsNotMappedHidden: Type.Optional(Type.Boolean()),
  locationPrecision: Type.String(),
  timePrecision: Type.String(),
  sensitivityClass: Type.String(),
  minimumCellSizeM: Type.Integer(),
  minimumCellSizeBecause: Type.String(),
  sources: Type.Array(Source),
  disclosure: Type.Optional(DisclosureUsed),
  hasHarmWeights: Type.Optional(
    Type.Boolean({
      description: 'True where a weight table exists for the layer, so that statistic=harm can be asked for.',
    }),
  ),
  isAggregate: Type.Optional(
    Type.Boolean({
      description:
        'True for counts that a partner added up by area: by ward only, for the months given together, without categories.',
    }),
  ),
  isRegister: Type.Optional(
    Type.Boolean({
      description:
        'True for a register of places: `events` are places, `months` holds the month it was taken in, and it has no history.',
    }),
  ),
});
export type CatalogueLayer = Static<typeof CatalogueLayer>;

export const CatalogueStudyArea = Type.Object({
  code: Type.String(),
  name: Type.String(),
  level: Type.Union([Type.Literal('district'), Type.Literal('ward')]),
  districtCode: Type.Union([Type.String(), Type.Null()]),
  family: Type.String({ description: 'Family of the ward set counted with: wd, cmwd.' }),
  boundaryYear: Type.Integer(),
  wards: Type.Integer(),
  areaKm2: Type.Number(),
  events: Type.Integer({ description: 'Mapped events of every open layer and month.' }),
  bbox: Type.Array(Type.Number(), {
    minItems: 4,
    maxItems: 4,
    description: 'west, south, east, north in degrees.',
  }),
});
export type CatalogueStudyArea = Static<typeof CatalogueStudyArea>;

export const CatalogueAreaSet = Type.Object({
  family: Type.String(),
  level: Type.String(),
  boundaryYear: Type.Integer(),
  label: Type.String({ description: 'Wards, December 2025; census merged wards, 2011; ...' }),
  areas: Type.Integer(),
  withGeometry: Type.Integer(),
  simplified: Type.Union([Type.Boolean(), Type.Null()]),
  countsEvents: Type.Boolean({ description: 'True for a set that events are counted with.' }),
});
export type CatalogueAreaSet = Static<typeof CatalogueAreaSet>;

/** GET /api/catalogue: what there is to ask for. */
export const Catalogue = Type.Object({
  product: Type.Object({ name: Type.String(), version: Type.String() }),
  dataVersion: Type.Integer(),
  synthetic: Type.Boolean({
    description: 'True when any dataset is synthetic: marked on every screen and export.',
  }),
  marking: Marking,
  layers: Type.Array(CatalogueLayer),
  studyAreas: Type.Array(CatalogueStudyArea, {
    description: 'Districts first, by events; then their wards by name.',
  }),
  areaSets: Type.Array(CatalogueAreaSet),
  cellSizesM: Type.Array(Type.Integer()),
  bandwidthsM: Type.Array(Type.Integer()),
});
export type Catalogue = Static<typeof Catalogue>;
