import { basename } from 'node:path';
import { sql } from 'kysely';
import { ukDay } from '../../server/access/visible-datasets.ts';
import { monthOf } from '../../server/contract/month-no.ts';
import type { Database, LoadTransaction } from '../../server/db/database.ts';
import { detectKind } from '../formats/detect-kind.ts';
import { type FileReport, type ImportKind, NO_ROWS, PARTNER_IMPORT_KINDS, type Refusal } from '../report.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { RowTally } from '../steps/row-tally.ts';
import type { SharingRecord } from '../steps/sharing-record.ts';
import { type AreaFinder, loadAreaFinder } from './area-finder.ts';
import { findSameFile, raiseDataVersion } from './batch.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { loadBoundaries } from './load-boundaries.ts';
import { loadLookup } from './load-lookup.ts';
import { loadPolice } from './load-police.ts';
import { loadPopulation } from './load-population.ts';
import { PARTNER_LOADERS } from './partner-loaders.ts';
import { bindSharing } from './sharing.ts';
import { describeFile, readHead, type SourceFile } from './source-file.ts';

const LOADERS: Readonly<Record<ImportKind, (given: FileLoad) => Promise<FileResult>>> = {
  boundaries: loadBoundaries,
  population: loadPopulation,
  lookup: loadLookup,
  police: loadPolice,
  ...PARTNER_LOADERS,
};

/** Kinds that add neither boundaries nor lookups. */
const KEEPS_AREAS: ReadonlySet<ImportKind> = new Set<ImportKind>(['police', ...PARTNER_IMPORT_KINDS]);

/** Any number; the same in every process, so that one import at a time writes. The embedded engine has one process anyway. */
const IMPORT_LOCK = 7_226_702;

export interface LoadFileOptions
  extends Pick<FileLoad, 'source' | 'columnMap' | 'saveMapAs' | 'confirmMap' | 'terms'> {
  readonly kind: ImportKind;
  readonly dryRun: boolean;
  readonly synthetic: boolean;
  readonly importedBy: string;
  readonly year: number | undefined;
  readonly onBytes: (bytesRead: number, bytes: number) => void;
  /** The record of sharing that the file comes under; open and synthetic data need none. */
  readonly sharing?: SharingRecord | undefined;
  /** Aborted, the file's transaction is undone and its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Boundaries kept from one file to the next of the same call. */
export interface SharedAreas {
  finder: AreaFinder | undefined;
}

/** Thrown to undo a dry run; carries what would have been. */
class DryRunDone extends Error {
  readonly report: FileReport;
  constructor(report: FileReport) {
    super('dry run');
    this.report = report;
  }
}

/**
 * Load one file in one transaction: the whole file, or none of it. Refusals are reports, not errors; what is thrown is ours
 * (a lost connection, a full disk).
 */
export async function loadFile(
  database: Database,
  path: string,
  options: LoadFileOptions,
  shared: SharedAreas,
): Promise<FileReport> {
  const startedAt = performance.now();
  const tally = new RowTally(basename(path));
  let file: SourceFile | undefined;
  try {
    file = await describeFile(path, options.kind);
    const source = file;
    const report = await database.loadTransaction((load) =>
      loadInside(load, source, tally, options, shared, startedAt),
    );
    // The commit is part of the work.
    return { ...report, seconds: secondsSince(startedAt) };
  } catch (error) {
    if (error instanceof DryRunDone) return error.report;
    if (!(error instanceof ImportRefusedError)) throw error;
    const personal = error.code === 'personal-data' ? error : file?.watch.refusal();
    return {
      ...emptyReport(path, options.kind, file, startedAt),
      status: 'refused',
      // Messages about rows repeat values; of a file with personal data nothing is repeated but column names.
      problems: personal ? [] : tally.problems,
      reasons: personal ? [] : tally.reasons,
      refusal: refusalOf(
        personal ?? error,
        personal || !file ? undefined : await otherKind(file, options.kind),
      ),
    };
  }
}

async function loadInside(
  load: LoadTransaction,
  file: SourceFile,
  tally: RowTally,
  options: LoadFileOptions,
  shared: SharedAreas,
  startedAt: number,
): Promise<FileReport> {
  const { kind, synthetic, dryRun } = options;
  const { db } = load;
  await sql`select pg_advisory_xact_lock(${sql.lit(IMPORT_LOCK)})`.execute(db);
  const same = await findSameFile(db, file, kind, synthetic);
  if (same)
    return {
      ...emptyReport(file.path, kind, file, startedAt),
      status: 'already-loaded',
      batchId: same.batchId,
      sha256: same.sha256,
      notes: [
        `Already loaded as batch ${same.batchId} on ${same.importedAt.toISOString().slice(0, 10)}${same.fileName === file.name ? '' : ` (as ${same.fileName})`}; nothing changed.`,
      ],
    };
  // A transaction that is undone must not leave its own boundaries behind for the next file.
  let finder = shared.finder;
  const result = await LOADERS[kind]({
    load,
    file,
    tally,
    synthetic,
    importedBy: options.importedBy,
    year: options.year,
    source: options.source,
    columnMap: options.columnMap,
    saveMapAs: options.saveMapAs,
    confirmMap: options.confirmMap,
    terms: options.terms,
    onBytes: (bytesRead) => {
      options.signal?.throwIfAborted();
      options.onBytes(bytesRead, file.bytes);
    },
    areaFinder: async () => {
      finder ??= await loadAreaFinder(db);
      return finder;
    },
  });
  const sharingNotes = await bindSharing(db, result.dataset, {
    sharing: options.sharing,
    importedBy: options.importedBy,
    today: ukDay(new Date()),
  });
  const report: FileReport = {
    ...emptyReport(file.path, kind, file, startedAt),
    status: dryRun ? 'checked' : 'imported',
    batchId: dryRun ? null : result.batchId,
    dataset: result.dataset,
    sha256: file.hash.digest('hex'),
    supplier: result.supplier,
    month: result.monthNo === null ? null : monthOf(result.monthNo),
    rows: {
      read: tally.read,
      accepted: tally.accepted,
      rejected: tally.rejected,
      duplicate: tally.duplicate,
      notMapped: result.notMapped,
    },
    reasons: tally.reasons,
    problems: tally.problems,
    categories: result.categories,
    notes: [...result.notes, ...sharingNotes],
    eventsReassigned: result.eventsReassigned,
    flagged: result.flagged,
  };
  options.signal?.throwIfAborted();
  if (dryRun) throw new DryRunDone(report);
  await db
    .updateTable('import_batch')
    .set({
      state: 'live',
      file_sha256: report.sha256 as string,
      rows_read: tally.read,
      rows_accepted: tally.accepted,
      rows_rejected: tally.rejected,
      rows_duplicate: tally.duplicate,
      rows_not_mapped: result.notMapped,
      report: JSON.stringify(report),
    })
    .where('batch_id', '=', result.batchId)
    .execute();
  await raiseDataVersion(db);
  // Boundaries and lookups change what is found; codes that only files name do not.
  shared.finder = KEEPS_AREAS.has(kind) ? finder : undefined;
  return report;
}

function emptyReport(
  path: string,
  kind: ImportKind,
  file: SourceFile | undefined,
  startedAt: number,
): Omit<FileReport, 'status'> {
  return {
    file: basename(path),
    kind,
    batchId: null,
    dataset: null,
    supplier: null,
    month: null,
    bytes: file?.bytes ?? 0,
    sha256: null,
    rows: NO_ROWS,
    reasons: [],
    problems: [],
    refusal: null,
    categories: {},
    notes: [],
    eventsReassigned: 0,
    flagged: [],
    seconds: secondsSince(startedAt),
  };
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

function refusalOf(error: ImportRefusedError, other: ImportKind | undefined): Refusal {
  const { code, message, seen, hint, line, column } = error;
  const better = other ? `This looks like a file of the kind "${other}": import it as that.` : hint;
  return { code, message, seen, hint: better, line: line ?? null, column: column ?? null };
}

/** The kind that a refused file's beginning looks like, where it is not the one it was imported as. */
async function otherKind(file: SourceFile, kind: ImportKind): Promise<ImportKind | undefined> {
  const detected = detectKind(await readHead(file));
  return detected === kind ? undefined : detected;
}
