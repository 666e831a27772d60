import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

export interface RecordingNote {
  /** null: every supplier. */
  readonly supplier: string | null;
  /** Slug; null: every category. */
  readonly category: string | null;
  readonly fromMonthNo: number;
  readonly toMonthNo: number;
  readonly note: string;
}

/** Known changes of recording in a layer that touch these months, of these datasets of notes, in the order of time. */
export async function readRecordingNotes(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
  layer: string,
  fromMonthNo: number,
  toMonthNo: number,
): Promise<RecordingNote[]> {
  const { rows } = await sql<RecordingNote>`
    select n.supplier, n.category, n.from_month_no as "fromMonthNo", n.to_month_no as "toMonthNo", n.note
    from recording_note n join import_batch b using (batch_id)
    where n.layer = ${layer} and b.state = 'live' and b.dataset_id = any(${[...datasetIds]}::integer[])
      and n.from_month_no <= ${toMonthNo}::integer and n.to_month_no >= ${fromMonthNo}::integer
    order by n.from_month_no, n.note`.execute(db);
  return rows;
}

/** Points in an area where records pile up for a reason that is not the street, of these datasets of notes. */
export async function readPointNotes(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
  areaId: number,
): Promise<{ x: number; y: number; note: string }[]> {
  const { rows } = await sql<{ x: number; y: number; note: string }>`
    select n.x, n.y, n.note
    from point_note n join import_batch b using (batch_id)
    join area a on a.area_id = ${areaId}::integer
    where b.state = 'live' and b.dataset_id = any(${[...datasetIds]}::integer[])
      and st_dwithin(a.geom, st_setsrid(st_makepoint(n.x, n.y), 27700), n.radius_m)
    order by n.note, n.x, n.y`.execute(db);
  return rows;
}
