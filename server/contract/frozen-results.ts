import Type, { type Static } from 'typebox';
import { AreaPageQuery } from './area-pages.ts';
import { CoincidenceQuery } from './coincidence.ts';
import { CompositePreview, VliQuery } from './composites.ts';
import { EmergingQuery } from './emerging.ts';
import { HotSpotQuery } from './hot-spots.ts';
import { MeasuresQuery } from './measures.ts';
import { NeedQuery } from './need-provision.ts';
import { PeriodChangeQuery } from './period-change.ts';
import { RiskFactorsQuery } from './risk-factors.ts';
import { WardLayerQuery } from './ward-layer.ts';

const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const Title = Type.Optional(
  Type.String({ minLength: 3, maxLength: 200, description: 'Default: what it is, and the area.' }),
);
const code = Type.String({ minLength: 2, maxLength: 20 });

function freezing<K extends string, P extends Type.TProperties>(kind: K, question: P) {
  return Type.Object(
    { kind: Type.Literal(kind), title: Title, ...question },
    { additionalProperties: false },
  );
}

/** POST /api/frozen-results: ask as the route of the kind does, and keep the result with everything it was computed from. */
export const FreezeRequest = Type.Union([
  freezing('hot-spots', { query: HotSpotQuery }),
  freezing('ward-layer', { query: WardLayerQuery }),
  freezing('coincidence', { query: CoincidenceQuery }),
  freezing('period-change', { query: PeriodChangeQuery }),
  freezing('emerging', { query: EmergingQuery }),
  freezing('measures', { query: MeasuresQuery }),
  freezing('ward-page', { code, query: AreaPageQuery }),
  freezing('district-page', { code, query: AreaPageQuery }),
  freezing('composite', { query: CompositePreview }),
  freezing('vulnerable-localities', { query: VliQuery }),
  freezing('risk-factors', { query: RiskFactorsQuery }),
  freezing('need', { query: NeedQuery }),
]);
export type FreezeRequest = Static<typeof FreezeRequest>;
export type FrozenKind = FreezeRequest['kind'];

/** A frozen result without its figures. */
export const FrozenSummary = Type.Object({
  id: Type.String({ description: 'SHA-256 of the bytes: the name and the proof.' }),
  kind: Type.String(),
  title: Type.String(),
  question: orNull(
    Type.Object(
      { code: Type.Optional(Type.String()), query: Type.Record(Type.String(), Type.Unknown()) },
      { description: 'What was asked, as the route of the kind takes it.' },
    ),
  ),
  area: orNull(Type.String({ description: 'Code.' })),
  areaName: orNull(Type.String()),
  period: orNull(Type.String({ description: 'YYYY-MM/YYYY-MM.' })),
  marking: orNull(Type.String()),
  dataVersion: Type.Integer(),
  newerData: Type.Boolean({
    description: 'Data was imported or withdrawn since: the same question may be answered otherwise.',
  }),
  staleFiles: Type.Integer({
    description: 'Files it was computed from that were replaced or withdrawn since.',
  }),
  bytes: Type.Integer(),
  frozenBy: Type.String(),
  frozenAt: Type.String({ description: 'ISO 8601 instant.' }),
});
export type FrozenSummary = Static<typeof FrozenSummary>;

/** GET /api/frozen-results: those that the asker may see, newest first. */
export const FrozenList = Type.Object({ results: Type.Array(FrozenSummary) });
export type FrozenList = Static<typeof FrozenList>;

export const FrozenParams = Type.Object(
  { id: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the bytes.' }) },
  { additionalProperties: false },
);

/** What a frozen result is about. What it was computed from is kept beside it and used by its check. */
export const FrozenInputs = Type.Object({
  question: Type.Object({
    code: Type.Optional(Type.String()),
    query: Type.Record(Type.String(), Type.Unknown()),
  }),
  area: orNull(Type.String()),
  areaName: orNull(Type.String()),
  period: orNull(Type.String()),
  marking: Type.String(),
  sources: Type.Array(Type.Object({ dataset: Type.String({ description: 'Slug.' }) }), {
    description: 'Who may not see one of these may not see the result.',
  }),
});
export type FrozenInputs = Static<typeof FrozenInputs>;

/** GET /api/frozen-results/:id: canonical JSON, the same bytes every time. */
export const FrozenBody = Type.Object({
  kind: Type.String(),
  definitionVersion: Type.String(),
  dataVersion: Type.Integer(),
  weights: Type.Union([Type.String(), Type.Null()]),
  inputs: FrozenInputs,
  outputs: Type.Unknown({ description: 'The result as the API gave it.' }),
});
export type FrozenBody = Static<typeof FrozenBody>;

/** GET /api/frozen-results/:id/check: compute again from the frozen inputs. */
export const FrozenCheck = Type.Object({
  id: Type.String(),
  hashHolds: Type.Boolean({ description: 'Whether the stored bytes still have the hash that names them.' }),
  definitionThen: Type.String(),
  definitionNow: orNull(Type.String()),
  inputsKept: Type.Boolean({
    description: 'False where a file of restricted data was withdrawn: what was kept of it went with it.',
  }),
  sameBytes: Type.Union([Type.Boolean(), Type.Null()], {
    description:
      'Whether the outputs come out the same to the byte; null where the definition has changed since, or the inputs are not kept any more.',
  }),
  stale: Type.Array(Type.Object({ dataset: Type.String(), endedAt: Type.String(), reason: Type.String() }), {
    description:
      'Files it was computed from that were replaced, withdrawn or purged since: the data is another now.',
  }),
  sentence: Type.String(),
});
export type FrozenCheck = Static<typeof FrozenCheck>;
