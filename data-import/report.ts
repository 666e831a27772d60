import type { ImportProblem, ReasonCount } from './steps/row-tally.ts';

/** Kinds that are tables with a column map. */
export const PARTNER_IMPORT_KINDS = [
  'postcodes',
  'uprns',
  'deprivation',
  'area-measures',
  'ambulance',
  'ed-assault',
  'placements',
  'missing',
  'premises',
  'housing',
  'services',
  'outcomes',
  'stop-search',
  'points',
  'annotations',
] as const;
export type PartnerImportKind = (typeof PARTNER_IMPORT_KINDS)[number];

export const IMPORT_KINDS = [
  'boundaries',
  'population',
  'lookup',
  'police',
  ...PARTNER_IMPORT_KINDS,
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** Rows of one file: read = accepted + rejected + duplicate. */
export interface RowCounts {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicate: number;
  /** Of the accepted: kept without a place. */
  readonly notMapped: number;
}

/** What the completeness check says of a month that it does not find sound. */
export interface FlaggedMonth {
  readonly supplier: string;
  /** YYYY-MM. */
  readonly month: string;
  readonly status: 'under-supplied' | 'over-supplied';
  readonly events: number;
  readonly expectedEvents: number | null;
  readonly reason: string;
}

/** Why a whole file was refused. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly seen: string;
  readonly hint: string;
  readonly line: number | null;
  readonly column: string | null;
}

/** What became of one file. */
export interface FileReport {
  readonly file: string;
  readonly kind: ImportKind;
  /** 'checked' is a dry run: all was done and undone. */
  readonly status: 'imported' | 'already-loaded' | 'checked' | 'refused';
  readonly batchId: number | null;
  readonly dataset: string | null;
  readonly supplier: string | null;
  /** YYYY-MM of a monthly supply. */
  readonly month: string | null;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly rows: RowCounts;
  readonly reasons: readonly ReasonCount[];
  /** The first problems one by one; `reasons` has the complete counts. */
  readonly problems: readonly ImportProblem[];
  readonly refusal: Refusal | null;
  /** Accepted rows by category; empty for reference data. */
  readonly categories: Readonly<Record<string, number>>;
  /** What the importer chose or found, a sentence each. */
  readonly notes: readonly string[];
  /** Events given another ward because better boundaries or lookups are now loaded. */
  readonly eventsReassigned: number;
  /** Months of this supplier that the completeness check does not find sound, after this file. */
  readonly flagged: readonly FlaggedMonth[];
  readonly seconds: number;
}

/** What became of a whole call. */
export interface ImportReport {
  readonly kind: ImportKind;
  readonly dryRun: boolean;
  readonly files: readonly FileReport[];
  readonly rows: RowCounts;
  /** The state after the last file, each supplier and month once. */
  readonly flagged: readonly FlaggedMonth[];
  /** Files of a folder that are not of this kind and were left alone. */
  readonly skipped: readonly string[];
  /** 0 all accepted, or dropped only as documented; 2 something was rejected or refused; 1 nothing was written. */
  readonly exitCode: 0 | 1 | 2;
}

export const NO_ROWS: RowCounts = { read: 0, accepted: 0, rejected: 0, duplicate: 0, notMapped: 0 };

/** Sum of the counts of files. */
export function totalRows(files: readonly FileReport[]): RowCounts {
  return files.reduce(
    (sum, { rows }) => ({
      read: sum.read + rows.read,
      accepted: sum.accepted + rows.accepted,
      rejected: sum.rejected + rows.rejected,
      duplicate: sum.duplicate + rows.duplicate,
      notMapped: sum.notMapped + rows.notMapped,
    }),
    NO_ROWS,
  );
}

/** 0, 1 or 2, as the command line ends. A file that is loaded already is no failure. */
export function exitCodeOf(files: readonly FileReport[]): 0 | 1 | 2 {
  const refused = files.filter(({ status }) => status === 'refused').length;
  if (refused > 0) return files.some(({ status }) => status === 'imported' || status === 'checked') ? 2 : 1;
  return files.some(({ rows, reasons }) => rows.rejected > leftOut(reasons)) ? 2 : 0;
}

/** Rows that a kind documents as not kept: counted as rejected, no fault of the file. */
function leftOut(reasons: readonly ReasonCount[]): number {
  return reasons.reduce((sum, { verdict, count }) => sum + (verdict === 'left-out' ? count : 0), 0);
}
