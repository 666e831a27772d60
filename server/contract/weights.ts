import Type, { type Static } from 'typebox';

const Slug = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', minLength: 2, maxLength: 60 });

export const WeightQuality = Type.Union([
  Type.Literal('published'),
  Type.Literal('derived'),
  Type.Literal('crude'),
  Type.Literal('local'),
]);

export const WeightRowBody = Type.Object({
  category: Type.String(),
  weight: Type.Union([Type.Number(), Type.Null()], {
    description: 'Of one recorded event; null: the source has none, such events are left out and counted.',
  }),
  low: Type.Union([Type.Number(), Type.Null()]),
  high: Type.Union([Type.Number(), Type.Null()]),
  quality: WeightQuality,
  victimReported: Type.Boolean(),
  source: Type.String(),
  sourceYear: Type.Integer(),
  note: Type.String(),
});
export type WeightRowBody = Static<typeof WeightRowBody>;

/** One version of a weight table. A version never changes. */
export const WeightTable = Type.Object({
  name: Type.String({ description: 'slug@version.' }),
  slug: Type.String(),
  version: Type.Integer(),
  newest: Type.Boolean({ description: 'Whether a request for the slug alone means this version.' }),
  isDefault: Type.Boolean(),
  title: Type.String(),
  unit: Type.String(),
  layer: Type.String({ description: 'The layer it may be applied to.' }),
  method: Type.String(),
  source: Type.String(),
  sourceYear: Type.Integer(),
  significantDigits: Type.Integer(),
  createdBy: Type.Union([Type.String(), Type.Null()], { description: 'null: ships with the product.' }),
  createdAt: Type.Union([Type.String(), Type.Null()]),
  rows: Type.Array(WeightRowBody),
});
export type WeightTable = Static<typeof WeightTable>;

/** GET /api/weights: every version of every table, the default first. */
export const WeightTables = Type.Object({ tables: Type.Array(WeightTable) });
export type WeightTables = Static<typeof WeightTables>;

/** POST /api/weights/:slug: a new version (or, under a new slug, the first). What is left out is taken from the version before. */
export const NewWeightTable = Type.Object(
  {
    title: Type.Optional(Type.String({ minLength: 3, maxLength: 200 })),
    unit: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    method: Type.Optional(Type.String({ minLength: 10, maxLength: 2000 })),
    source: Type.Optional(Type.String({ minLength: 3, maxLength: 400 })),
    sourceYear: Type.Optional(Type.Integer({ minimum: 1900, maximum: 2100 })),
    significantDigits: Type.Optional(Type.Integer({ minimum: 1, maximum: 6 })),
    rows: Type.Array(
      Type.Object(
        {
          category: Type.String(),
          weight: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
          low: Type.Optional(Type.Number({ minimum: 0 })),
          high: Type.Optional(Type.Number({ minimum: 0 })),
          victimReported: Type.Optional(Type.Boolean()),
          source: Type.String({ minLength: 3, maxLength: 400, description: 'Where the figure comes from.' }),
          sourceYear: Type.Integer({ minimum: 1900, maximum: 2100 }),
          note: Type.String({ minLength: 3, maxLength: 1000, description: 'Why it was set so.' }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 200, description: 'Only the rows that change; the others are taken over.' },
    ),
  },
  { additionalProperties: false },
);
export type NewWeightTable = Static<typeof NewWeightTable>;

export const WeightSlugParams = Type.Object({ slug: Slug }, { additionalProperties: false });
