import Type, { type Static } from 'typebox';

/** GET /basemap/style.json: the map below the figures, where the installation has one. */
export const BasemapStyle = Type.Object({
  attribution: Type.String({ description: 'Who must be named beside the map; empty where there is none.' }),
  style: Type.Optional(
    Type.Object(
      {
        version: Type.Literal(8),
        sources: Type.Record(Type.String(), Type.Unknown()),
        layers: Type.Array(Type.Unknown()),
      },
      {
        description:
          'A MapLibre style. Addresses of tiles are relative to the page; it names no fonts and no pictures.',
      },
    ),
  ),
  styleUrl: Type.Optional(
    Type.String({ description: 'Path of a style at this very address, instead of `style`.' }),
  ),
});
export type BasemapStyle = Static<typeof BasemapStyle>;

export const TileParams = Type.Object(
  {
    z: Type.Integer({ minimum: 0, maximum: 26 }),
    x: Type.Integer({ minimum: 0 }),
    y: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
