import type { Kysely } from 'kysely';
import type { LocationPrecision, Tables, TimePrecision } from '../../server/db/tables.ts';
import type { DatasetDefaults } from '../kinds/event-kind.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { ensureDataset } from './batch.ts';
import type { FileLoad } from './file-load.ts';

/** The dataset a partner's file belongs to. */
export interface PartnerDataset {
  readonly datasetId: number;
  readonly slug: string;
  readonly supplier: string;
  /** Layer of its events, and of its categories; null where it has none. */
  readonly layer: string | null;
}

/** Kinds that may hold anything: their source says how sensitive it is. */
const CLASS_IS_FREE: ReadonlySet<string> = new Set(['points', 'area-measures']);
/** Coarsest last. */
const LOCATION_ORDER: readonly LocationPrecision[] = [
  'exact',
  'snapped',
  'postcode',
  'lsoa',
  'ward',
  'district',
  'none',
];
const TIME_ORDER: readonly TimePrecision[] = ['minute', 'hour', 'day', 'month', 'year', 'none'];

/**
 * The dataset of a kind and source, made where it is not there yet: `ambulance`, or `ambulance-secamb` for a named source.
 *
 * @param hasEvents its rows are events of a map layer; registers, aggregates and reference tables are no layer
 */
export async function ensurePartnerDataset(
  given: FileLoad,
  kind: string,
  defaults: Omit<DatasetDefaults, 'layer'> & { readonly layer?: string },
  hasEvents: boolean,
): Promise<PartnerDataset> {
  const { source, terms, synthetic } = given;
  if (terms?.sensitivity_class !== undefined && !CLASS_IS_FREE.has(kind))
    throw new ImportRefusedError(
      'class-fixed',
      `How sensitive data of the kind ${kind} is, is fixed: ${defaults.sensitivity_class}.`,
      terms.sensitivity_class,
      'Leave --sensitivity out. It is for the kinds points and area-measures.',
    );
  const { layer, supplier, contextOnly = false, ...dataset } = defaults;
  // A source nobody foresaw is a layer of its own.
  const ownLayer = layer === 'points' && source ? source : layer;
  const { datasetId, slug } = await ensureDataset(
    given.load.db,
    {
      ...dataset,
      ...terms,
      title: terms?.title ?? (source ? `${dataset.title}, ${source}` : dataset.title),
      slug: source ? `${kind}-${source}` : kind,
      kind,
      layer: hasEvents && ownLayer ? ownLayer : null,
      location_precision: hasEvents ? 'exact' : 'none',
      time_precision: hasEvents ? 'hour' : 'none',
      context_only: contextOnly,
    },
    synthetic,
  );
  return { datasetId, slug, supplier: source ?? supplier, layer: ownLayer ?? null };
}

/** A dataset is as precise as the least precise of its rows: it is made coarser where rows are, and never finer. */
export async function coarsenDataset(
  db: Kysely<Tables>,
  datasetId: number,
  location: LocationPrecision,
  time: TimePrecision,
): Promise<void> {
  const held = await db
    .selectFrom('dataset')
    .select(['location_precision', 'time_precision'])
    .where('dataset_id', '=', datasetId)
    .executeTakeFirstOrThrow();
  await db
    .updateTable('dataset')
    .set({
      location_precision: coarser(LOCATION_ORDER, held.location_precision, location),
      time_precision: coarser(TIME_ORDER, held.time_precision, time),
    })
    .where('dataset_id', '=', datasetId)
    .execute();
}

function coarser<T>(order: readonly T[], a: T, b: T): T {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
