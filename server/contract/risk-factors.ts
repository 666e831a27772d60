import Type, { type Static } from 'typebox';
import { DisclosureUsed } from './disclosure.ts';
import { Interval } from './measures.ts';
import { ResultFrame } from './result-frame.ts';
import { Chosen, Month, NotComputableState, PeriodUsed } from './shared.ts';

const orNull = <T extends Type.TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

/** GET /api/risk-factors/kinds: places that events can be set against. */
export const FactorKinds = Type.Object({
  kinds: Type.Array(
    Type.Object({
      factor: Type.String({ description: 'layer/slug, such as services/mental-health.' }),
      label: Type.String(),
      places: Type.Integer({ description: 'Places with a position.' }),
      allowed: Type.Boolean(),
      because: Type.String({ description: 'Why not, where it is not allowed.' }),
      source: Type.String(),
    }),
  ),
});
export type FactorKinds = Static<typeof FactorKinds>;

/** GET /api/risk-factors: do events go with nearness to places of some kind? */
export const RiskFactorsQuery = Type.Object(
  {
    layer: Type.Optional(Type.String()),
    categories: Type.Optional(Type.String()),
    from: Type.Optional(Month),
    to: Type.Optional(Month),
    area: Type.Optional(Type.String()),
    factors: Type.String({ description: 'Kinds of place, layer/slug, comma separated; at most six.' }),
    form: Type.Optional(
      Type.Union([Type.Literal('distance'), Type.Literal('density')], {
        description:
          'distance (default): bands of distance to the nearest; density: how many within a radius.',
      }),
    ),
    bandsM: Type.Optional(
      Type.String({
        pattern: '^\\d+(,\\d+)+$',
        description: 'Edges of the bands, metres; default 0,250,500.',
      }),
    ),
    radiusM: Type.Optional(
      Type.Integer({ minimum: 100, maximum: 5000, description: 'Radius for density, metres; default 500.' }),
    ),
    cellSizeM: Type.Optional(Type.Integer({ minimum: 100, maximum: 5000, multipleOf: 50 })),
    holdOutMonths: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 36,
        description: 'Last months kept back to judge the model; default a third.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type RiskFactorsQuery = Static<typeof RiskFactorsQuery>;

export const FactorTerm = Type.Object({
  factor: Type.String(),
  label: Type.String({ description: 'licensed premises 0–250 m.' }),
  relativeRisk: Type.Number(),
  interval: Interval,
  pValue: Type.Number(),
  cells: Type.Integer({
    description: 'Cells in the band; for density, cells with at least one place in the radius.',
  }),
  events: Type.Integer({
    description:
      'Events in those cells, in the months the model was fitted on; in restricted data from rounded counts, hidden cells at their likely value.',
  }),
  sentence: Type.String({ description: 'Worded as association.' }),
});
export type FactorTerm = Static<typeof FactorTerm>;

const Accuracy = Type.Object({
  areaShare: Type.Number(),
  pai: Type.Number({ description: 'How many times denser with later events than the district.' }),
  pei: Type.Number({ description: 'PAI over the best that hindsight would have chosen.' }),
  hitRate: Type.Number(),
});

export const RiskFactorsResult = Type.Object({
  definitionVersion: Type.String(),
  parameters: Type.Object({
    layer: Type.String(),
    categories: Type.Array(Type.String()),
    from: Type.String(),
    to: Type.String(),
    area: Type.String(),
    factors: Type.Array(Type.String()),
    form: Type.Union([Type.Literal('distance'), Type.Literal('density')]),
    bandsM: orNull(Type.Array(Type.Integer())),
    radiusM: orNull(Type.Integer()),
    cellSizeM: Type.Integer(),
  }),
  chosen: Type.Array(Chosen),
  studyArea: Type.Object({ code: Type.String(), name: Type.String() }),
  period: PeriodUsed,
  fittedOn: Type.Object({ from: Type.String(), to: Type.String() }),
  judgedOn: orNull(Type.Object({ from: Type.String(), to: Type.String() })),
  model: orNull(
    Type.Object({
      family: Type.Union([Type.Literal('poisson'), Type.Literal('negative-binomial')]),
      because: Type.String(),
      dispersion: Type.Number({
        description: 'Of the Poisson fit; well above 1 calls for negative binomial.',
      }),
      theta: orNull(Type.Number()),
      cells: Type.Integer(),
      hiddenCells: Type.Optional(Type.Integer({ description: 'Of those, hidden, in restricted data.' })),
      events: Type.Integer(),
      aic: Type.Number(),
      reference: Type.String({ description: 'What every relative risk is compared with.' }),
    }),
  ),
  terms: Type.Array(FactorTerm),
  leftOut: Type.Array(Type.Object({ factor: Type.String(), reason: Type.String() })),
  notComputable: orNull(NotComputableState),
  accuracy: orNull(
    Type.Object({
      model: Type.Array(Accuracy),
      earlierCounts: Type.Array(Accuracy, {
        description: 'The same for a map of the earlier counts: what the factors must beat.',
      }),
    }),
    'On months that the model never saw.',
  ),
  sentence: Type.String(),
  cautions: Type.Array(Type.String()),
  disclosure: Type.Optional(DisclosureUsed),
  ...ResultFrame,
});
export type RiskFactorsResult = Static<typeof RiskFactorsResult>;
