import type { AuditSubject } from '../../access/audit-log.ts';
import type { FrozenCheck, FrozenSummary } from '../../contract/frozen-results.ts';
import type { Database } from '../../db/database.ts';
import {
  type FrozenRow,
  insertFrozenResult,
  readFrozenResult,
  readStaleReasons,
} from '../../db/queries/frozen-results.ts';
import { RequestError } from '../../errors.ts';
import { canonicalJson, sha256Hex } from '../canonical-json.ts';
import type { Holdings } from '../holdings.ts';
import { COMPOSITE_DEFINITION, composite } from './composite.ts';
import type { CompositeInputs } from './composite-inputs.ts';
import { MEASURES_DEFINITION, measures } from './measures.ts';
import type { MeasuresInputs } from './measures-inputs.ts';

/** What can be frozen: a kind, its inputs, and the weight table in them. */
export type FreezableInputs =
  | { readonly kind: 'measures'; readonly inputs: MeasuresInputs }
  | { readonly kind: 'composite'; readonly inputs: CompositeInputs };

type Kind = FreezableInputs['kind'];

const DEFINITIONS: Readonly<Record<Kind, string>> = {
  measures: MEASURES_DEFINITION,
  composite: COMPOSITE_DEFINITION,
};

/** The frozen document: what it was computed from, by which definition, and what came out. */
interface FrozenDocument {
  readonly kind: string;
  readonly definitionVersion: string;
  readonly dataVersion: number;
  readonly weights: string | null;
  readonly inputs: unknown;
  readonly outputs: unknown;
}

function compute({ kind, inputs }: FreezableInputs): unknown {
  return kind === 'measures' ? measures(inputs) : composite(inputs);
}

/** The bytes that a result is frozen as: canonical JSON, so that the same inputs give the same bytes. */
export function frozenBytes(given: FreezableInputs): string {
  const { kind, inputs } = given;
  const weights = kind === 'measures' ? inputs.parameters.weights : inputs.weights;
  return canonicalJson({
    kind,
    definitionVersion: DEFINITIONS[kind],
    dataVersion: inputs.dataVersion,
    weights,
    inputs,
    outputs: compute(given),
  } satisfies FrozenDocument);
}

/** Compute and keep. Freezing the same bytes again gives the first record back. */
export async function freeze(
  { db }: Database,
  given: FreezableInputs,
  title: string,
  frozenBy: string,
): Promise<FrozenSummary> {
  const body = frozenBytes(given);
  const sha256 = sha256Hex(body);
  await insertFrozenResult(db, {
    sha256,
    kind: given.kind,
    title,
    dataVersion: given.inputs.dataVersion,
    body,
    frozenBy,
  });
  const row = await frozenRow({ db }, sha256);
  return {
    id: row.sha256,
    kind: row.kind,
    title: row.title,
    dataVersion: row.dataVersion,
    bytes: Buffer.byteLength(row.body),
    frozenBy: row.frozenBy,
    frozenAt: row.frozenAt.toISOString(),
  };
}

async function frozenRow({ db }: Pick<Database, 'db'>, sha256: string): Promise<FrozenRow> {
  return (await readFrozenResult(db, sha256)) ?? refuseUnknown(sha256);
}

function refuseUnknown(sha256: string): never {
  throw new RequestError('unknown-frozen-result', {
    detail: 'There is no frozen result with this hash.',
    seen: sha256,
    hint: 'Check the hash in the report: 64 characters, 0 to 9 and a to f.',
    field: 'id',
  });
}

/**
 * A frozen result and what it looks at, for the audit. Where the asker may not see one of its datasets it is as if it did
 * not exist.
 *
 * @throws RequestError unknown-frozen-result
 */
export async function visibleFrozen(
  database: Pick<Database, 'db'>,
  holdings: Holdings,
  sha256: string,
): Promise<{ body: string; about: AuditSubject }> {
  const { body } = await frozenRow(database, sha256);
  const { inputs } = JSON.parse(body) as { inputs: FreezableInputs['inputs'] };
  // Results frozen before figures of areas were named have no list of them.
  const figureDatasets: readonly string[] | undefined = inputs.figureDatasets;
  const datasets = [...new Set([...inputs.sources.map(({ dataset }) => dataset), ...(figureDatasets ?? [])])];
  if (!datasets.every((slug) => holdings.datasetSlugs.has(slug))) refuseUnknown(sha256);
  return {
    body,
    about: {
      datasets,
      dataVersion: inputs.dataVersion,
      area: inputs.studyArea.code,
      period: `${inputs.period.from}/${inputs.period.to}`,
      filters: { frozen: sha256 },
      marking: inputs.marking,
    },
  };
}

/** Compute again from the frozen inputs and compare to the byte. */
export async function checkFrozen(
  database: Pick<Database, 'db'>,
  holdings: Holdings,
  sha256: string,
): Promise<FrozenCheck> {
  const { body } = await visibleFrozen(database, holdings, sha256);
  const hashHolds = sha256Hex(body) === sha256;
  const document = JSON.parse(body) as FrozenDocument;
  const kind = document.kind as Kind;
  const definitionNow = DEFINITIONS[kind];
  const comparable = document.definitionVersion === definitionNow;
  const sameBytes = comparable
    ? frozenBytes({ kind, inputs: document.inputs } as FreezableInputs) === body
    : null;
  const stale = await readStaleReasons(database.db, sha256);
  return {
    id: sha256,
    hashHolds,
    definitionThen: document.definitionVersion,
    definitionNow,
    sameBytes,
    stale: stale.map(({ endedAt, ...rest }) => ({ ...rest, endedAt: endedAt.toISOString() })),
    sentence: `${sentenceOf(hashHolds, sameBytes, document.definitionVersion, definitionNow)}${staleSentence(stale.length)}`,
  };
}

function sentenceOf(hashHolds: boolean, sameBytes: boolean | null, then: string, now: string): string {
  if (!hashHolds)
    return 'The stored bytes no longer have the hash that names them: the record was changed. Do not use it.';
  if (sameBytes === null)
    return `The record is as it was frozen. It was made by definition ${then}; this version of the service computes by definition ${now}, so it is not computed again.`;
  return sameBytes
    ? 'The record is as it was frozen, and its inputs give the same result to the byte.'
    : 'The record is as it was frozen, but its inputs give another result now: the service has changed without saying so. Tell whoever runs it.';
}

function staleSentence(files: number): string {
  if (files === 0) return '';
  return ` ${files === 1 ? 'A file' : `${files} files`} it was computed from ${files === 1 ? 'was' : 'were'} replaced or withdrawn since: the data is another now.`;
}
