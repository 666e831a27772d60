import { type Kysely, sql } from 'kysely';
import type { LocationPrecision, SensitivityClass, Tables, TimePrecision } from '../tables.ts';

export interface LayerDataset {
  readonly datasetId: number;
  readonly slug: string;
  readonly title: string;
  readonly layer: string;
  readonly locationPrecision: LocationPrecision;
  readonly timePrecision: TimePrecision;
  readonly sensitivityClass: SensitivityClass;
  readonly owner: string;
  readonly licence: string;
  readonly attribution: string;
  readonly synthetic: boolean;
  /** Record of sharing: permittedRoles, permittedOrganisations, expiresOn. */
  readonly agreement: Readonly<Record<string, unknown>>;
  readonly lastImportedAt: Date;
}

/**
 * Datasets that feed a map layer, may be used today and have at least one live batch, ordered by layer and slug. Datasets held for
 * context only (stop and search shows where officers searched, not where harm was) are no layer of any analysis.
 */
export async function readLayerDatasets(db: Kysely<Tables>): Promise<LayerDataset[]> {
  const rows = await db
    .selectFrom('dataset as d')
    .innerJoin('import_batch as b', 'b.dataset_id', 'd.dataset_id')
    .innerJoin('usable_dataset as u', 'u.dataset_id', 'd.dataset_id')
    .where('d.layer', 'is not', null)
    .where('d.context_only', '=', false)
    .where('b.state', '=', 'live')
    .groupBy('d.dataset_id')
    .select([
      'd.dataset_id as datasetId',
      'd.slug',
      'd.title',
      sql<string>`d.layer`.as('layer'),
      'd.location_precision as locationPrecision',
      'd.time_precision as timePrecision',
      'd.sensitivity_class as sensitivityClass',
      'd.owner',
      'd.licence',
      'd.attribution',
      'd.synthetic',
      'd.agreement',
      sql<Date>`max(b.imported_at)`.as('lastImportedAt'),
    ])
    .orderBy('d.layer')
    .orderBy('d.slug')
    .execute();
  return rows;
}

/** As much of any dataset as decides who may see it. */
export interface HeldDataset {
  readonly datasetId: number;
  readonly slug: string;
  readonly sensitivityClass: SensitivityClass;
  readonly agreement: Readonly<Record<string, unknown>>;
}

/** Every dataset that may be used today and has a live batch, layers or not: registers, figures of areas, notes. */
export async function readHeldDatasets(db: Kysely<Tables>): Promise<HeldDataset[]> {
  return db
    .selectFrom('dataset as d')
    .innerJoin('usable_dataset as u', 'u.dataset_id', 'd.dataset_id')
    .where((where) =>
      where.exists(
        where
          .selectFrom('import_batch as b')
          .whereRef('b.dataset_id', '=', 'd.dataset_id')
          .where('b.state', '=', 'live')
          .select('b.batch_id'),
      ),
    )
    .select(['d.dataset_id as datasetId', 'd.slug', 'd.sensitivity_class as sensitivityClass', 'd.agreement'])
    .orderBy('d.dataset_id')
    .execute();
}
