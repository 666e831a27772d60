import type { AuditSubject } from '../../access/audit-log.ts';
import type {
  FrozenCheck,
  FrozenInputs,
  FrozenKind,
  FrozenList,
  FrozenSummary,
} from '../../contract/frozen-results.ts';
import type { Database } from '../../db/database.ts';
import {
  type FrozenHeading,
  insertFrozenResult,
  readFrozenHeadings,
  readFrozenResult,
  readKeptInputs,
  readStaleReasons,
} from '../../db/queries/frozen-results.ts';
import { NotOnTapeError } from '../../db/taped-database.ts';
import { RequestError } from '../../errors.ts';
import type { Asking } from '../asking.ts';
import { canonicalJson, sha256Hex } from '../canonical-json.ts';
import type { Holdings } from '../holdings.ts';
import { FREEZABLE, type FrozenQuestion } from './freezable.ts';
import { type Computed, computeAndKeep, computeFromKept, readKept, writeKept } from './kept-inputs.ts';

/** Frozen results that a list shows at most. */
const LISTED = 200;

/** The frozen document: what was asked, by which definition, and what came out. */
interface FrozenDocument {
  readonly kind: string;
  readonly definitionVersion: string;
  readonly dataVersion: number;
  readonly weights: string | null;
  readonly inputs: FrozenInputs;
  readonly outputs: unknown;
}

/** As much of any result as its heading names. */
interface Outputs {
  readonly studyArea?: { readonly name: string };
  readonly ward?: { readonly name: string };
  readonly ranking?: Outputs;
  readonly weights?: { readonly name: string } | string | null;
  readonly sources: readonly { readonly dataset: string }[];
}

/** The bytes that a result is frozen as: canonical JSON, so that the same question, data and weights give the same bytes. */
function frozenBytes(asked: FrozenQuestion, { outputs, about }: Computed): string {
  const result = outputs as Outputs;
  const { kind, ...question } = asked;
  const weights = result.weights ?? result.ranking?.weights ?? null;
  const datasets = [...new Set([...about.datasets, ...result.sources.map(({ dataset }) => dataset)])].sort();
  return canonicalJson({
    kind,
    definitionVersion: FREEZABLE[kind].definition,
    dataVersion: about.dataVersion,
    weights: typeof weights === 'object' ? (weights?.name ?? null) : weights,
    inputs: {
      question,
      area: about.area,
      areaName: result.ward?.name ?? (result.studyArea ?? result.ranking?.studyArea)?.name ?? null,
      period: about.period,
      marking: about.marking,
      sources: datasets.map((dataset) => ({ dataset })),
    },
    outputs,
  } satisfies FrozenDocument);
}

/**
 * Compute a result and keep it with everything it was computed from. What is kept was computed from what is kept beside it:
 * it reproduces from the first. Freezing the same bytes again gives the first record back.
 *
 * @param frozenBy user name, for the record
 */
export async function freeze(
  asking: Asking,
  asked: FrozenQuestion,
  title: string | undefined,
  frozenBy: string,
): Promise<FrozenSummary> {
  const { inputs, computed } = await computeAndKeep(asking, asked);
  const kept = writeKept(inputs);
  const body = frozenBytes(asked, await computeFromKept(readKept(kept)));
  if (body !== frozenBytes(asked, computed))
    throw new Error(`A result of kind ${asked.kind} does not reproduce from its inputs.`);
  const sha256 = sha256Hex(body);
  const { inputs: heading, dataVersion } = JSON.parse(body) as FrozenDocument;
  await insertFrozenResult(
    asking.database.db,
    {
      sha256,
      kind: asked.kind,
      title: title ?? [FREEZABLE[asked.kind].title, heading.areaName].filter(Boolean).join(', '),
      dataVersion,
      body,
      frozenBy,
    },
    kept,
  );
  const [row] = await readFrozenHeadings(asking.database.db, { sha256, limit: 1 });
  return describe(row, (await asking.holdings()).dataVersion);
}

/** Frozen results that the asker may see, newest first. */
export async function listFrozen(asking: Asking): Promise<FrozenList> {
  const holdings = await asking.holdings();
  const rows = await readFrozenHeadings(asking.database.db, { limit: LISTED });
  return {
    results: rows
      .filter((row) => datasetsOf(row.inputs).every((slug) => holdings.datasetSlugs.has(slug)))
      .map((row) => describe(row, holdings.dataVersion)),
  };
}

function describe(
  { inputs, frozenAt, staleFiles, ...row }: FrozenHeading,
  dataVersionNow: number,
): FrozenSummary {
  const { question, area = null, areaName = null, period = null, marking = null } = inputs ?? {};
  return {
    id: row.sha256,
    kind: row.kind,
    title: row.title,
    question: question ?? null,
    area,
    areaName,
    period,
    marking,
    dataVersion: row.dataVersion,
    newerData: row.dataVersion < dataVersionNow,
    staleFiles,
    bytes: row.bytes,
    frozenBy: row.frozenBy,
    frozenAt: frozenAt.toISOString(),
  };
}

function datasetsOf(inputs: Partial<FrozenInputs> | null): string[] {
  return (inputs?.sources ?? []).map(({ dataset }) => dataset);
}

/**
 * A frozen result and what it looks at, for the audit. Where the asker may not see one of its datasets it is as if it did
 * not exist.
 *
 * @throws RequestError unknown-frozen-result
 */
export async function visibleFrozen(
  { db }: Pick<Database, 'db'>,
  holdings: Holdings,
  sha256: string,
): Promise<{ body: string; about: AuditSubject }> {
  const row = await readFrozenResult(db, sha256);
  const datasets = datasetsOf(row?.inputs ?? null);
  if (!row || !datasets.every((slug) => holdings.datasetSlugs.has(slug))) {
    throw new RequestError('unknown-frozen-result', {
      detail: 'There is no frozen result with this hash.',
      seen: sha256,
      hint: 'Check the hash in the report: 64 characters, 0 to 9 and a to f.',
      field: 'id',
    });
  }
  const { area = null, period = null, marking } = row.inputs ?? {};
  return {
    body: row.body,
    about: {
      datasets,
      dataVersion: row.dataVersion,
      area,
      period,
      filters: { frozen: sha256 },
      marking: marking ?? '',
    },
  };
}

/** Compute again from the kept inputs and compare to the byte. */
export async function checkFrozen(
  { db }: Pick<Database, 'db'>,
  holdings: Holdings,
  sha256: string,
): Promise<FrozenCheck> {
  const { body } = await visibleFrozen({ db }, holdings, sha256);
  const document = JSON.parse(body) as FrozenDocument;
  const definitionNow = FREEZABLE[document.kind as FrozenKind]?.definition ?? null;
  const kept = await readKeptInputs(db, sha256);
  const hashHolds = sha256Hex(body) === sha256;
  const comparable = kept !== undefined && document.definitionVersion === definitionNow;
  const sameBytes = comparable ? await reproduces(kept, body) : null;
  const stale = await readStaleReasons(db, sha256);
  return {
    id: sha256,
    hashHolds,
    definitionThen: document.definitionVersion,
    definitionNow,
    inputsKept: kept !== undefined,
    sameBytes,
    stale: stale.map(({ endedAt, ...rest }) => ({ ...rest, endedAt: endedAt.toISOString() })),
    sentence: `${sentenceOf({ hashHolds, sameBytes, inputsKept: kept !== undefined }, document.definitionVersion, definitionNow)}${staleSentence(stale.length)}`,
  };
}

async function reproduces(kept: string, body: string): Promise<boolean> {
  const inputs = readKept(kept);
  try {
    return frozenBytes(inputs.asked, await computeFromKept(inputs)) === body;
  } catch (error) {
    // The service asks for something that it did not ask for then, or refuses what it answered then.
    if (error instanceof NotOnTapeError || error instanceof RequestError) return false;
    throw error;
  }
}

function sentenceOf(
  { hashHolds, sameBytes, inputsKept }: Pick<FrozenCheck, 'hashHolds' | 'sameBytes' | 'inputsKept'>,
  then: string,
  now: string | null,
): string {
  if (!hashHolds)
    return 'The stored bytes no longer have the hash that names them: the record was changed. Do not use it.';
  if (!inputsKept)
    return 'The record is as it was frozen. What it was computed from is not held any more: a file behind it was withdrawn, and what was kept of it went with it.';
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
