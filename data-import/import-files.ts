import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Database } from '../server/db/database.ts';
import { type LoadFileOptions, loadFile, type SharedAreas } from './load/load-file.ts';
import {
  exitCodeOf,
  type FileReport,
  type FlaggedMonth,
  type ImportKind,
  type ImportReport,
  totalRows,
} from './report.ts';
import type { SharingRecord } from './steps/sharing-record.ts';

export interface ImportProgress {
  readonly file: string;
  /** From 0. */
  readonly fileIndex: number;
  readonly fileCount: number;
  readonly bytesRead: number;
  readonly bytes: number;
}

export interface ImportOptions
  extends Pick<LoadFileOptions, 'source' | 'columnMap' | 'saveMapAs' | 'confirmMap' | 'terms'> {
  readonly kind: ImportKind;
  /** Files, or folders whose files of this kind are taken, in the order of months. */
  readonly paths: readonly string[];
  /** Do all of it, report, and undo it. */
  readonly dryRun?: boolean;
  /** The data are invented: they become a dataset of their own, marked on every screen and export. */
  readonly synthetic?: boolean;
  /** Reference year of a population table that does not say it. */
  readonly year?: number | undefined;
  /** The record of sharing that the files come under; open and synthetic data need none. */
  readonly sharing?: SharingRecord | undefined;
  /** Who asked for it, for provenance. */
  readonly importedBy?: string;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Aborted, the file at hand is undone whole and its reason is thrown; files done before stay. */
  readonly signal?: AbortSignal;
}

const IS_TABLE = (name: string): boolean => /\.(csv|tsv|txt|xlsx)$/i.test(name);

/** Which files of a folder are of a kind. */
const FILES_OF_KIND: Readonly<Record<ImportKind, (name: string) => boolean>> = {
  boundaries: (name) => /\.(geojson|json)$/i.test(name),
  population: (name) => /\.csv$/i.test(name),
  lookup: (name) => /\.csv$/i.test(name),
  police: (name) => /\.csv$/i.test(name) && !/-(outcomes|stop-and-search)\.csv$/i.test(name),
  outcomes: (name) => /outcomes\.csv$/i.test(name),
  'stop-search': (name) => /stop-and-search\.csv$/i.test(name),
  postcodes: IS_TABLE,
  uprns: IS_TABLE,
  deprivation: IS_TABLE,
  'area-measures': IS_TABLE,
  ambulance: IS_TABLE,
  'ed-assault': IS_TABLE,
  placements: IS_TABLE,
  missing: IS_TABLE,
  premises: IS_TABLE,
  housing: IS_TABLE,
  services: (name) => IS_TABLE(name) || /\.geojson$/i.test(name),
  points: (name) => IS_TABLE(name) || /\.geojson$/i.test(name),
  annotations: IS_TABLE,
};

/**
 * Import files of one kind: each all or nothing, in a transaction of its own, so that a refused file undoes no other.
 *
 * @returns what became of each; a refusal is a report, not an error
 * @throws what is ours to fix: a lost database, a full disk
 */
export async function importFiles(database: Database, options: ImportOptions): Promise<ImportReport> {
  const {
    kind,
    dryRun = false,
    synthetic = false,
    year,
    importedBy = 'command line',
    onProgress,
    signal,
    sharing,
    ...reading
  } = options;
  const { files: paths, skipped } = await findFiles(kind, options.paths);
  const shared: SharedAreas = { finder: undefined };
  const files: FileReport[] = [];
  for (const [fileIndex, path] of paths.entries()) {
    const onBytes = (bytesRead: number, bytes: number) =>
      onProgress?.({ file: basename(path), fileIndex, fileCount: paths.length, bytesRead, bytes });
    files.push(
      await loadFile(
        database,
        path,
        { ...reading, kind, dryRun, synthetic, importedBy, year, onBytes, signal, sharing },
        shared,
      ),
    );
  }
  return {
    kind,
    dryRun,
    files,
    rows: totalRows(files),
    flagged: lastFlagged(files),
    skipped,
    exitCode: files.length === 0 ? 1 : exitCodeOf(files),
  };
}

async function findFiles(
  kind: ImportKind,
  paths: readonly string[],
): Promise<{ files: string[]; skipped: string[] }> {
  const files: string[] = [];
  const skipped: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined);
    if (!info?.isDirectory()) {
      files.push(path);
      continue;
    }
    const names = (await readdir(path, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    for (const name of names) (FILES_OF_KIND[kind](name) ? files : skipped).push(name);
  }
  // Files named by month sort by it; the folder they lie in does not matter.
  const sorted = [...new Set(files)].sort((a, b) => compare(basename(a), basename(b)) || compare(a, b));
  return { files: sorted, skipped: skipped.sort() };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Each file's verdict supersedes that of the files of the same supplier before it. */
function lastFlagged(files: readonly FileReport[]): FlaggedMonth[] {
  const bySupplier = new Map<string, readonly FlaggedMonth[]>();
  for (const { supplier, flagged } of files) if (supplier) bySupplier.set(supplier, flagged);
  return [...bySupplier.values()].flat();
}
