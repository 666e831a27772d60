import Type, { type Static } from 'typebox';
import { CompositePreview } from './composites.ts';
import { MeasuresQuery } from './measures.ts';

/** POST /api/frozen-results: compute, and keep the result with everything it was computed from. */
export const FreezeRequest = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('measures'),
      title: Type.Optional(Type.String({ minLength: 3, maxLength: 200 })),
      query: MeasuresQuery,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('composite'),
      title: Type.Optional(Type.String({ minLength: 3, maxLength: 200 })),
      query: CompositePreview,
    },
    { additionalProperties: false },
  ),
]);
export type FreezeRequest = Static<typeof FreezeRequest>;

export const FrozenSummary = Type.Object({
  id: Type.String({ description: 'SHA-256 of the bytes: the name and the proof.' }),
  kind: Type.String(),
  title: Type.String(),
  dataVersion: Type.Integer(),
  bytes: Type.Integer(),
  frozenBy: Type.String(),
  frozenAt: Type.String(),
});
export type FrozenSummary = Static<typeof FrozenSummary>;

export const FrozenParams = Type.Object(
  { id: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the bytes.' }) },
  { additionalProperties: false },
);

/** GET /api/frozen-results/:id: canonical JSON, the same bytes every time. */
export const FrozenBody = Type.Object({
  kind: Type.String(),
  definitionVersion: Type.String(),
  dataVersion: Type.Integer(),
  weights: Type.Union([Type.String(), Type.Null()]),
  inputs: Type.Unknown({ description: 'Everything the outputs were computed from.' }),
  outputs: Type.Unknown({ description: 'The result as the API gave it.' }),
});
export type FrozenBody = Static<typeof FrozenBody>;

/** GET /api/frozen-results/:id/check: compute again from the frozen inputs. */
export const FrozenCheck = Type.Object({
  id: Type.String(),
  hashHolds: Type.Boolean({ description: 'Whether the stored bytes still have the hash that names them.' }),
  definitionThen: Type.String(),
  definitionNow: Type.String(),
  sameBytes: Type.Union([Type.Boolean(), Type.Null()], {
    description:
      'Whether the outputs come out the same to the byte; null where the definition has changed since.',
  }),
  stale: Type.Array(Type.Object({ dataset: Type.String(), endedAt: Type.String(), reason: Type.String() }), {
    description:
      'Files it was computed from that were replaced, withdrawn or purged since: the data is another now.',
  }),
  sentence: Type.String(),
});
export type FrozenCheck = Static<typeof FrozenCheck>;
