import Type, { type Static } from 'typebox';
import { DrawnShape, SavedItem } from './workspace.ts';

/** What one layer says of a drawn area. */
export const AreaRule = Type.Object({
  layer: Type.String(),
  title: Type.String(),
  sensitivityClass: Type.String(),
  released: Type.Boolean({ description: 'Whether figures of the layer are given over drawn areas at all.' }),
  minimumKm2: Type.Union([Type.Number(), Type.Null()], { description: 'null where none are given.' }),
  because: Type.String(),
});
export type AreaRule = Static<typeof AreaRule>;

/** Where a drawn shape lies, cut to the wards that events are counted with. */
export const AreaPlace = Type.Object({
  districtCode: Type.String(),
  districtName: Type.String(),
  areaKm2: Type.Number({ description: 'Land only.' }),
  wards: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  bbox: Type.Array(Type.Number(), {
    minItems: 4,
    maxItems: 4,
    description: 'west, south, east, north in degrees.',
  }),
  rules: Type.Array(AreaRule, { description: 'One for each layer that the asker may see.' }),
});
export type AreaPlace = Static<typeof AreaPlace>;

/** POST /api/study-areas/check: would this do as a study area? Nothing is kept. */
export const AreaCheck = Type.Object({ area: DrawnShape }, { additionalProperties: false });
export type AreaCheck = Static<typeof AreaCheck>;

/** GET /api/study-areas/:id: a kept study area or operation with the place it covers. */
export const KeptArea = Type.Object({
  code: Type.String({ description: 'study-area:12:3, as the parameter area takes it.' }),
  name: Type.String({ description: 'With its version, as every result names it.' }),
  item: SavedItem,
  place: AreaPlace,
});
export type KeptArea = Static<typeof KeptArea>;
