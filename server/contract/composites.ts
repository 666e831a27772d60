import Type, { type Static } from 'typebox';
import { AreaLevel, Interval } from './measures.ts';
import { ResultFrame } from './result-frame.ts';
import { Chosen, Month, NotComputableState, PeriodUsed, RowNumber } from './shared.ts';

const Slug = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', minLength: 2, maxLength: 60 });
const orNull = <T extends Type.TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

export const CompositeScale = Type.Union(
  [Type.Literal('z-score'), Type.Literal('percentile'), Type.Literal('exponential')],
  {
    description:
      'How measures are put on one scale: z (how many standard deviations from the mean), percentile, or the exponential transform of the indices of deprivation.',
  },
);
export type CompositeScale = Static<typeof CompositeScale>;

const common = {
  weight: Type.Number({
    minimum: 0,
    maximum: 1000,
    description: 'Share of the total once divided by the sum.',
  }),
  higherIsWorse: Type.Optional(
    Type.Boolean({ description: 'Default true, but false for ranks and deciles, where 1 is most deprived.' }),
  ),
  label: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
};

/** One ingredient of a composite. */
export const Ingredient = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('rate'),
      layer: Type.String(),
      categories: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 50 })),
      shrink: Type.Optional(
        Type.Boolean({ description: 'Empirical Bayes rate, default true: small areas do not jump.' }),
      ),
      ...common,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('harm'),
      weights: Type.Optional(Type.String({ description: 'Weight table, slug or slug@version.' })),
      victimReportedOnly: Type.Optional(Type.Boolean()),
      ...common,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Literal('area-measure'), measure: Type.String({ maxLength: 80 }), ...common },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('age-share'),
      ageFrom: Type.Integer({ minimum: 0, maximum: 120, description: 'Years, inclusive.' }),
      ageTo: Type.Integer({ minimum: 1, maximum: 999, description: 'Years, exclusive.' }),
      ...common,
    },
    { additionalProperties: false },
  ),
]);
export type Ingredient = Static<typeof Ingredient>;

/** What a profile is: measures, direction, weights and the common scale. */
export const CompositeRecipe = Type.Object(
  {
    level: AreaLevel,
    scale: CompositeScale,
    ingredients: Type.Array(Ingredient, { minItems: 1, maxItems: 12 }),
  },
  { additionalProperties: false },
);
export type CompositeRecipe = Static<typeof CompositeRecipe>;

/** Where and when a composite is computed. */
const place = {
  from: Type.Optional(Month),
  to: Type.Optional(Month),
  area: Type.Optional(Type.String({ description: 'Code of a district.' })),
};

/** POST /api/composites/preview. */
export const CompositePreview = Type.Object(
  { recipe: CompositeRecipe, ...place },
  { additionalProperties: false },
);
export type CompositePreview = Static<typeof CompositePreview>;

/** GET /api/composites/:slug/result. */
export const ProfileResultQuery = Type.Object(
  { version: Type.Optional(RowNumber), ...place },
  { additionalProperties: false },
);
export type ProfileResultQuery = Static<typeof ProfileResultQuery>;

/** POST /api/composites: store a profile under a name; the same name again is its next version. */
export const NewProfile = Type.Object(
  {
    slug: Slug,
    title: Type.String({ minLength: 3, maxLength: 120 }),
    note: Type.Optional(Type.String({ maxLength: 2000, description: 'Why these measures and weights.' })),
    recipe: CompositeRecipe,
  },
  { additionalProperties: false },
);
export type NewProfile = Static<typeof NewProfile>;

export const CompositeProfile = Type.Object({
  slug: Type.String(),
  version: Type.Integer(),
  newest: Type.Boolean(),
  title: Type.String(),
  note: Type.String(),
  recipe: CompositeRecipe,
  createdBy: Type.String(),
  createdAt: Type.String(),
});
export type CompositeProfile = Static<typeof CompositeProfile>;

export const CompositeProfiles = Type.Object({ profiles: Type.Array(CompositeProfile) });
export type CompositeProfiles = Static<typeof CompositeProfiles>;

export const ProfileParams = Type.Object({ slug: Slug }, { additionalProperties: false });

/** GET /api/composites/ingredients: what a composite can be built from here. */
export const IngredientsQuery = Type.Object(
  { area: Type.Optional(Type.String()), level: Type.Optional(AreaLevel) },
  { additionalProperties: false },
);
export type IngredientsQuery = Static<typeof IngredientsQuery>;

export const Ingredients = Type.Object({
  level: AreaLevel,
  rates: Type.Array(
    Type.Object({
      layer: Type.String(),
      categories: Type.Array(Type.Object({ slug: Type.String(), label: Type.String() })),
    }),
  ),
  harm: Type.Array(Type.Object({ weights: Type.String(), title: Type.String(), layer: Type.String() })),
  areaMeasures: Type.Array(
    Type.Object({
      measure: Type.String(),
      referenceYear: Type.Integer(),
      higherIsWorse: Type.Boolean({ description: 'Direction taken when none is given.' }),
      areasCovered: Type.Integer(),
      areas: Type.Integer(),
      method: Type.String(),
      notWith: orNull(Type.String(), 'What it cannot be combined with, and why.'),
    }),
  ),
  ages: Type.Boolean({ description: 'Whether people by age are held, for shares of an age band.' }),
});
export type Ingredients = Static<typeof Ingredients>;

const RankRange = Type.Object({ from: Type.Number(), to: Type.Number() });

export const CompositePart = Type.Object({
  value: Type.Number({ description: 'The measure itself, in its unit.' }),
  scaled: Type.Number({ description: 'On the common scale; higher is worse.' }),
  contribution: Type.Number({ description: 'scaled x weight: the parts of a bar; they sum to the total.' }),
});

export const CompositeArea = Type.Object({
  code: Type.String(),
  name: Type.String(),
  total: Type.Number(),
  rank: Type.Number({ description: '1 is the highest total; equal totals share the average.' }),
  parts: Type.Array(CompositePart, { description: 'In the order of the ingredients.' }),
  rankOneWeight: orNull(RankRange, 'Best and worst rank with one weight moved by 20 %.'),
  rankAllWeights: orNull(
    Interval,
    '95 % of ranks with every weight moved at random by up to 20 % (seeded draws).',
  ),
  rankLeaveOneOut: orNull(RankRange, 'Best and worst rank with one measure left out.'),
  rankWithout: orNull(
    Type.Array(Type.Number()),
    'Rank with each measure left out, in the order of the ingredients.',
  ),
});
export type CompositeArea = Static<typeof CompositeArea>;

export const CompositeResult = Type.Object({
  definitionVersion: Type.String(),
  profile: orNull(Type.Object({ slug: Type.String(), version: Type.Integer(), title: Type.String() })),
  recipe: CompositeRecipe,
  chosen: Type.Array(Chosen),
  studyArea: Type.Object({
    code: Type.String(),
    name: Type.String(),
    family: Type.String(),
    boundaryYear: Type.Integer(),
  }),
  period: PeriodUsed,
  formula: Type.String({ description: 'The total in words, with every weight.' }),
  sentence: Type.String(),
  cautions: Type.Array(Type.String()),
  notComputable: orNull(NotComputableState),
  ingredients: Type.Array(
    Type.Object({
      label: Type.String(),
      unit: Type.String(),
      weight: Type.Number({ description: 'Of 1.' }),
      higherIsWorse: Type.Boolean(),
      source: Type.String(),
      method: Type.String(),
      areasWithout: Type.Array(Type.String(), {
        description: 'Codes of areas without a value; they are left out of the composite.',
      }),
    }),
  ),
  sensitivity: Type.Object({
    perturbation: Type.Number(),
    draws: Type.Integer(),
    seed: Type.Integer(),
    notComputable: orNull(NotComputableState),
  }),
  areas: Type.Array(CompositeArea, { description: 'Highest total first.' }),
  ...ResultFrame,
});
export type CompositeResult = Static<typeof CompositeResult>;

/** GET /api/composites/vulnerable-localities. */
export const VliQuery = Type.Object(
  { level: Type.Optional(AreaLevel), ...place },
  { additionalProperties: false },
);
export type VliQuery = Static<typeof VliQuery>;

export const VliResult = Type.Object({
  definitionVersion: Type.String(),
  title: Type.String({ description: 'Vulnerable Localities Index, or VLI-like where open data stands in.' }),
  exact: Type.Boolean({ description: 'True only when burglary and damage are those of dwellings.' }),
  standIns: Type.Array(Type.String(), { description: 'What stands in for what, one sentence each.' }),
  chosen: Type.Array(Chosen),
  studyArea: Type.Object({
    code: Type.String(),
    name: Type.String(),
    family: Type.String(),
    boundaryYear: Type.Integer(),
  }),
  period: PeriodUsed,
  sentence: Type.String(),
  cautions: Type.Array(Type.String()),
  notComputable: orNull(NotComputableState),
  variables: Type.Array(Type.Object({ name: Type.String(), source: Type.String(), method: Type.String() })),
  areas: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      index: Type.Number({ description: '100 is the study area as a whole.' }),
      rank: Type.Number(),
      priority: Type.Boolean({ description: 'Index above 200: for a closer look.' }),
      parts: Type.Array(Type.Number(), {
        description: 'Six, in the order of variables; each 100 x rate / study-area rate.',
      }),
      rankLeaveOneOut: orNull(RankRange),
    }),
  ),
  ...ResultFrame,
});
export type VliResult = Static<typeof VliResult>;
