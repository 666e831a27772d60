import type { FileResult } from './file-load.ts';

/** What is said of a file that is no supply of a month and places no row: areas, lookups, figures, postcodes, notes. */
export function tableResult(
  result: Pick<FileResult, 'batchId' | 'dataset' | 'supplier' | 'notes'> & Partial<FileResult>,
): FileResult {
  return { monthNo: null, notMapped: 0, categories: {}, eventsReassigned: 0, flagged: [], ...result };
}
