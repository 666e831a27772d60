import { type Kysely, sql } from 'kysely';
import type { SensitivityClass, Tables } from '../tables.ts';

/** A kind of place in one register, and the register's terms. */
export interface PlaceKind {
  readonly datasetId: number;
  readonly dataset: string;
  readonly title: string;
  readonly owner: string;
  readonly licence: string;
  readonly attribution: string;
  readonly synthetic: boolean;
  readonly sensitivityClass: SensitivityClass;
  readonly agreement: Record<string, unknown>;
  /** Held for context only: no risk figure may use it. */
  readonly contextOnly: boolean;
  readonly lastImportedAt: Date;
  readonly categoryId: number;
  /** Slug of the category's layer: services, licensed-premises ... */
  readonly layer: string;
  readonly slug: string;
  readonly label: string;
  /** Places with a position. */
  readonly places: number;
}

/** Every kind of place of every live register, by layer and label. */
export async function readPlaceKinds(db: Kysely<Tables>): Promise<PlaceKind[]> {
  const { rows } = await sql<PlaceKind>`
    select d.dataset_id as "datasetId", d.slug as dataset, d.title, d.owner, d.licence, d.attribution, d.synthetic,
      d.sensitivity_class as "sensitivityClass", d.agreement, d.context_only as "contextOnly",
      max(b.imported_at) as "lastImportedAt",
      c.category_id as "categoryId", c.layer, c.slug, c.label, count(p.x)::integer as places
    from place p
    join import_batch b using (batch_id)
    join dataset d on d.dataset_id = p.dataset_id
    join category c on c.category_id = p.category_id
    where b.state = 'live'
    group by d.dataset_id, c.category_id
    order by c.layer, c.label, d.slug`.execute(db);
  return rows;
}

export interface PlacePoint {
  readonly name: string | null;
  readonly categoryId: number;
  readonly x: number;
  readonly y: number;
  /** As the register gives it (attribute capacity); null where it does not. */
  readonly capacity: number | null;
}

/** Places of these kinds with a position, open on a day, inside a box of eastings and northings (metres). */
export async function readPlaces(
  db: Kysely<Tables>,
  kinds: readonly { readonly datasetId: number; readonly categoryId: number }[],
  onDay: string,
  box: { readonly west: number; readonly south: number; readonly east: number; readonly north: number },
): Promise<PlacePoint[]> {
  if (kinds.length === 0) return [];
  const { rows } = await sql<PlacePoint>`
    select p.name, p.category_id as "categoryId", p.x, p.y,
      case when jsonb_typeof(p.attributes -> 'capacity') = 'number' then (p.attributes ->> 'capacity')::double precision end as capacity
    from place p join import_batch b using (batch_id)
    where b.state = 'live' and p.x is not null
      and (p.dataset_id::integer, p.category_id::integer) in (
        select * from unnest(${kinds.map((kind) => kind.datasetId)}::integer[], ${kinds.map((kind) => kind.categoryId)}::integer[]))
      and (p.valid_from is null or p.valid_from <= ${onDay}::date)
      and (p.valid_to is null or p.valid_to > ${onDay}::date)
      and p.x between ${box.west}::integer and ${box.east}::integer
      and p.y between ${box.south}::integer and ${box.north}::integer
    order by p.x, p.y, p.category_id`.execute(db);
  return rows;
}

/** Box of eastings and northings around areas, whole metres. */
export async function readBox(
  db: Kysely<Tables>,
  areaIds: readonly number[],
): Promise<{ west: number; south: number; east: number; north: number }> {
  const { rows } = await sql<{ west: number; south: number; east: number; north: number }>`
    select floor(min(st_xmin(geom)))::integer as west, floor(min(st_ymin(geom)))::integer as south,
      ceil(max(st_xmax(geom)))::integer as east, ceil(max(st_ymax(geom)))::integer as north
    from area where area_id = any(${[...areaIds]}::integer[])`.execute(db);
  return rows[0];
}
