import Type, { type Static } from 'typebox';

/** GET /api/areas: boundaries of one set as GeoJSON, EPSG:4326. */
export const AreasQuery = Type.Object(
  {
    family: Type.String({ description: 'wd, cmwd, lsoa, msoa, lad.' }),
    boundaryYear: Type.Integer({ minimum: 1970, maximum: 2100 }),
    district: Type.Optional(Type.String({ description: 'Only areas of this district code.' })),
  },
  { additionalProperties: false },
);
export type AreasQuery = Static<typeof AreasQuery>;

export const AreaFeature = Type.Object({
  type: Type.Literal('Feature'),
  id: Type.String(),
  properties: Type.Object({
    code: Type.String(),
    name: Type.String(),
    districtCode: Type.Union([Type.String(), Type.Null()]),
    areaKm2: Type.Number(),
    labelPoint: Type.Array(Type.Number(), { description: '[lon, lat] inside the area.' }),
  }),
  geometry: Type.Object({ type: Type.String(), coordinates: Type.Unknown() }),
});
export type AreaFeature = Static<typeof AreaFeature>;

export const AreasResult = Type.Object({
  type: Type.Literal('FeatureCollection'),
  features: Type.Array(AreaFeature),
});
export type AreasResult = Static<typeof AreasResult>;
