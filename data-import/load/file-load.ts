import type { LoadTransaction } from '../../server/db/database.ts';
import type { DatasetTable } from '../../server/db/tables.ts';
import type { FlaggedMonth } from '../report.ts';
import type { ColumnMap } from '../steps/column-map.ts';
import type { RowTally } from '../steps/row-tally.ts';
import type { AreaFinder } from './area-finder.ts';
import type { SourceFile } from './source-file.ts';

/** Terms of a dataset that replace the defaults of its kind. */
export type DatasetTerms = Partial<
  Pick<DatasetTable, 'title' | 'owner' | 'licence' | 'attribution' | 'sensitivity_class'>
>;

/** What the person who confirms a column map is shown: the map and the first rows. */
export interface MapLook {
  readonly map: ColumnMap;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** All that a loader of one kind is given for one file. */
export interface FileLoad {
  readonly load: LoadTransaction;
  readonly file: SourceFile;
  readonly tally: RowTally;
  readonly synthetic: boolean;
  readonly importedBy: string;
  /** Reference year given by the user. */
  readonly year: number | undefined;
  /** Who sent it, as a slug: names the dataset, finds the saved column map. */
  readonly source?: string | undefined;
  /** A column map given with the file (parsed JSON); it wins over a saved one. */
  readonly columnMap?: unknown;
  /** Keep the column map under this source, for next month. */
  readonly saveMapAs?: string | undefined;
  /** Asked where the map was detected and neither given nor saved; false refuses the file. Confirmed, it is kept for the source. */
  readonly confirmMap?: ((look: MapLook) => Promise<boolean>) | undefined;
  /** What the dataset is, where its source says more than its kind. */
  readonly terms?: DatasetTerms | undefined;
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
