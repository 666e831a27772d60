import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../tables.ts';
import type { CellCounts } from './event-counts.ts';
import type { LayerDataset } from './layer-datasets.ts';
import type { CategoryCount } from './layer-supply.ts';
import { unpackIntegers } from './unpack-integers.ts';

/**
 * Registers of places among these datasets: usable today, with a live batch, and named after the layer of their categories.
 * Registers held for context only are none. A register is as precise as the least precisely placed of its places.
 */
export async function readRegisterDatasets(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
): Promise<LayerDataset[]> {
  const { rows } = await sql<LayerDataset>`
    select d.dataset_id as "datasetId", d.slug, d.title, c.layer,
      case when bool_or(p.placed_by = 'w') then 'ward' when bool_or(p.placed_by = 'l') then 'lsoa'
        when bool_or(p.placed_by = 'o') then 'postcode' when bool_or(p.x is not null) then 'exact' else 'none' end as "locationPrecision",
      d.time_precision as "timePrecision", d.sensitivity_class as "sensitivityClass", d.owner, d.licence, d.attribution,
      d.synthetic, d.agreement, max(b.imported_at) as "lastImportedAt"
    from dataset d
    join usable_dataset u using (dataset_id)
    join import_batch b on b.dataset_id = d.dataset_id and b.state = 'live'
    join place p on p.batch_id = b.batch_id
    join category c on c.category_id = p.category_id
    where d.dataset_id = any(${[...datasetIds]}::integer[]) and not d.context_only
    group by d.dataset_id, c.layer
    order by c.layer, d.slug`.execute(db);
  return rows;
}

/** Kinds of place of these registers, all taken together, with how many there are; `events` counts those with a position. */
export async function readRegisterCategories(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
): Promise<CategoryCount[]> {
  const { rows } = await sql<CategoryCount>`
    select min(p.dataset_id)::integer as "datasetId", c.category_id::integer as "categoryId", c.slug, c.label,
      count(p.x)::integer as events, count(*) filter (where p.x is null)::integer as "notMapped"
    from place p
    join import_batch b using (batch_id)
    join category c on c.category_id = p.category_id
    where b.state = 'live' and p.dataset_id::integer = any(${[...datasetIds]}::integer[])
    group by c.category_id
    order by c.label`.execute(db);
  return rows;
}

/** Which places: registers, kinds, the wards they lie in, and the day they are open on. */
export interface PlaceSelection {
  readonly datasetIds: readonly number[];
  /** null: every kind. */
  readonly categoryIds: readonly number[] | null;
  readonly wardIds: readonly number[];
  /** YYYY-MM-DD. */
  readonly onDay: string;
  /** Regular expression of PostgreSQL: places of such a name are left out, whatever the case of its letters. */
  readonly withheldNames: string;
  /** Well-known text of a polygon, EPSG:27700: only places inside or on its edge. */
  readonly withinWkt?: string | undefined;
}

function where({
  datasetIds,
  categoryIds,
  onDay,
  withheldNames,
  withinWkt,
}: Omit<PlaceSelection, 'wardIds'>): RawBuilder<unknown> {
  return sql`b.state = 'live' and p.dataset_id::integer = any(${[...datasetIds]}::integer[])
    ${categoryIds ? sql`and p.category_id::integer = any(${[...categoryIds]}::integer[])` : sql``}
    and (p.name is null or p.name !~* ${withheldNames})
    and (p.valid_from is null or p.valid_from <= ${onDay}::date)
    and (p.valid_to is null or p.valid_to > ${onDay}::date)
    ${withinWkt ? sql`and st_intersects(st_setsrid(st_makepoint(p.x, p.y), 27700), st_geomfromtext(${withinWkt}, 27700))` : sql``}`;
}

/** Places by cell of the lattice of `cellSizeM` metres from (0, 0) of the National Grid, half-open. */
export async function countPlacesByCell(
  db: Kysely<Tables>,
  selection: PlaceSelection,
  cellSizeM: number,
): Promise<CellCounts> {
  const { rows } = await sql<{ packed: Uint8Array | null }>`
    select string_agg(int4send(c) || int4send(r) || int4send(n), ''::bytea) as packed
    from (
      select p.x / ${cellSizeM}::integer as c, p.y / ${cellSizeM}::integer as r, count(*)::integer as n
      from place p join import_batch b using (batch_id)
      where ${where(selection)} and p.x is not null and p.ward_id = any(${[...selection.wardIds]}::integer[])
      group by 1, 2
    ) cells`.execute(db);
  const [column, row, events] = unpackIntegers(rows[0]?.packed ?? new Uint8Array(), 3);
  return { column, row, events };
}

/** Places by exact position. */
export async function countPlacesByPoint(
  db: Kysely<Tables>,
  selection: PlaceSelection,
): Promise<{ x: Int32Array; y: Int32Array; events: Int32Array }> {
  const { rows } = await sql<{ packed: Uint8Array | null }>`
    select string_agg(int4send(x) || int4send(y) || int4send(n), ''::bytea order by y, x) as packed
    from (
      select p.x, p.y, count(*)::integer as n
      from place p join import_batch b using (batch_id)
      where ${where(selection)} and p.x is not null and p.ward_id = any(${[...selection.wardIds]}::integer[])
      group by 1, 2
    ) points`.execute(db);
  const [x, y, events] = unpackIntegers(rows[0]?.packed ?? new Uint8Array(), 3);
  return { x, y, events };
}

/** Places by ward; wards without one have no row. */
export async function countPlacesByWard(
  db: Kysely<Tables>,
  selection: PlaceSelection,
): Promise<{ wardId: number; events: number }[]> {
  const { rows } = await sql<{ wardId: number; events: number }>`
    select p.ward_id as "wardId", count(*)::integer as events
    from place p join import_batch b using (batch_id)
    where ${where(selection)} and p.ward_id = any(${[...selection.wardIds]}::integer[])
    group by 1`.execute(db);
  return rows;
}

/** Places of the registers that have no usable location; of the whole register, since they lie in no ward. */
export async function countPlacesNotMapped(
  db: Kysely<Tables>,
  selection: Omit<PlaceSelection, 'wardIds'>,
): Promise<number> {
  const { rows } = await sql<{ places: number }>`
    select count(*)::integer as places
    from place p join import_batch b using (batch_id)
    where ${where({ ...selection, withinWkt: undefined })} and p.x is null`.execute(db);
  return rows[0]?.places ?? 0;
}

/** One service: a name that a register gives it, its kind and its place in degrees. */
export interface ServicePoint {
  readonly name: string;
  readonly kind: string;
  readonly label: string;
  readonly lon: number;
  readonly lat: number;
  readonly wardId: number | null;
  /** As the register gives it (attribute capacity); null where it does not. */
  readonly capacity: number | null;
}

/**
 * Places with a name and a position, by kind and name; six decimals of a degree are 0.1 m. Only kinds that the product knows:
 * what a list calls something else might be a place that protects the people in it.
 */
export async function readServicePlaces(
  db: Kysely<Tables>,
  selection: PlaceSelection,
): Promise<ServicePoint[]> {
  const { rows } = await sql<ServicePoint>`
    select p.name, c.slug as kind, c.label, round(st_x(w.geom)::numeric, 6)::double precision as lon,
      round(st_y(w.geom)::numeric, 6)::double precision as lat, p.ward_id as "wardId",
      case when jsonb_typeof(p.attributes -> 'capacity') = 'number' then (p.attributes ->> 'capacity')::integer end as capacity
    from place p
    join import_batch b using (batch_id)
    join category c on c.category_id = p.category_id
    cross join lateral (select st_transform(st_setsrid(st_makepoint(p.x, p.y), 27700), 4326) as geom) w
    where ${where(selection)} and p.x is not null and p.name is not null and c.slug <> 'other'
      and p.ward_id = any(${[...selection.wardIds]}::integer[])
    order by c.label, p.name, p.x, p.y`.execute(db);
  return rows;
}
