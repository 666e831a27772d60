import type { LoadTransaction } from '../../server/db/database.ts';
import type { FlaggedMonth } from '../report.ts';
import type { RowTally } from '../steps/row-tally.ts';
import type { AreaFinder } from './area-finder.ts';
import type { SourceFile } from './source-file.ts';

/** All that a loader of one kind is given for one file. */
export interface FileLoad {
  readonly load: LoadTransaction;
  readonly file: SourceFile;
  readonly tally: RowTally;
  readonly synthetic: boolean;
  readonly importedBy: string;
  /** Reference year given by the user. */
  readonly year: number | undefined;
  readonly onBytes: (bytesRead: number) => void;
  /** Areas to count with; built once for many files, and again after boundaries changed. */
  readonly areaFinder: () => Promise<AreaFinder>;
}

/** What a loader says of the file it has loaded; it goes into the batch and the report. */
export interface FileResult {
  readonly batchId: number;
  readonly dataset: string;
  readonly supplier: string;
  readonly monthNo: number | null;
  readonly notMapped: number;
  readonly categories: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly eventsReassigned: number;
  readonly flagged: readonly FlaggedMonth[];
}
