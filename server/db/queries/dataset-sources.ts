import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** A dataset as a source names it. */
export interface DatasetSource {
  readonly dataset: string;
  readonly title: string;
  readonly owner: string;
  readonly licence: string;
  readonly attribution: string;
  readonly synthetic: boolean;
  readonly lastImportedAt: Date;
}

/** Datasets by their slugs, among these and with anything live, in the order of their titles. */
export async function readSources(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
  slugs: readonly string[],
): Promise<DatasetSource[]> {
  const { rows } = await sql<DatasetSource>`
    select d.slug as dataset, d.title, d.owner, d.licence, d.attribution, d.synthetic, max(b.imported_at) as "lastImportedAt"
    from dataset d join import_batch b using (dataset_id)
    where d.slug = any(${[...slugs]}::text[]) and d.dataset_id = any(${[...datasetIds]}::integer[]) and b.state = 'live'
    group by d.dataset_id order by d.title, d.slug`.execute(db);
  return rows;
}
