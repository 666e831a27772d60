import type { Source } from '../../contract/shared.ts';
import type { Database } from '../../db/database.ts';
import { readSources } from '../../db/queries/dataset-sources.ts';
import type { Holdings } from '../holdings.ts';

/** Where figures of areas come from: people, deprivation, households. In the order of their titles; what is not seen is not named. */
export async function figureSources(
  { db }: Database,
  { datasetIds }: Holdings,
  slugs: Iterable<string>,
): Promise<Source[]> {
  const rows = await readSources(db, datasetIds, [...new Set(slugs)]);
  return rows.map(({ lastImportedAt, ...source }) => ({
    ...source,
    lastImportedAt: lastImportedAt.toISOString(),
  }));
}
