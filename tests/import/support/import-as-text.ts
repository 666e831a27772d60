import { sql } from 'kysely';
import type { FileReport } from '../../../data-import/report.ts';
import type { Database } from '../../../server/db/database.ts';

/** A report and the rows it left in the database, as text a person can check against the input. */
export async function importAsText({ db }: Database, report: FileReport): Promise<string> {
  const { read, accepted, rejected, duplicate, notMapped } = report.rows;
  const lines = [
    `${report.status}: ${read} read = ${accepted} accepted + ${rejected} rejected + ${duplicate} duplicate; ${notMapped} not mapped`,
    ...report.reasons.map(
      ({ verdict, code, count, firstLines }) => `${verdict} ${code} x${count} at ${firstLines.join(', ')}`,
    ),
    ...(report.refusal ? [`refused ${report.refusal.code}: ${report.refusal.message}`] : []),
    ...report.notes.map((note) => `note: ${note}`),
  ];
  if (report.batchId === null) return `${lines.join('\n')}\n`;
  for (const [table, query] of Object.entries(QUERIES)) {
    const { rows } = await sql<{ line: string }>`select concat_ws(' | ', ${sql.raw(query.columns)}) as line
      from ${sql.raw(query.from)} where ${sql.raw(query.batch)} = ${report.batchId} order by ${sql.raw(query.order)}`.execute(
      db,
    );
    if (rows.length > 0)
      lines.push('', `${table}: ${query.names}`, ...rows.map(({ line }) => line.trimEnd()));
  }
  return `${lines.join('\n')}\n`;
}

const PLACED = `coalesce(t.x::text, '-') || ',' || coalesce(t.y::text, '-'),
  coalesce(w.code || ' ' || t.ward_method::text, 'no ward'), coalesce(l.code || ' ' || t.lsoa_method::text, 'no lsoa'),
  coalesce(t.placed_by::text, 'not placed') || coalesce(' ' || t.precision_m || ' m', '')`;
const AREAS =
  'join category c using (category_id) left join area w on w.area_id = t.ward_id left join area l on l.area_id = t.lsoa_id';

const QUERIES: Readonly<
  Record<string, { columns: string; names: string; from: string; batch: string; order: string }>
> = {
  event: {
    names: 'line | category | from | to | x,y | ward | lsoa | placed by | ages | outcome',
    columns: `t.row_no, c.slug, t.occurred_from::text, t.occurred_to::text, ${PLACED},
      coalesce(t.age_from || '-' || t.age_to, '-'), coalesce((select label from outcome o where o.outcome_id = t.outcome_id), '-')`,
    from: `event t ${AREAS}`,
    batch: 't.batch_id',
    order: 't.row_no',
  },
  place: {
    names: 'line | category | name | from | to | x,y | ward | lsoa | placed by | attributes',
    columns: `t.row_no, c.slug, coalesce(t.name, '-'), coalesce(t.valid_from::text, '-'), coalesce(t.valid_to::text, '-'), ${PLACED},
      t.attributes::text`,
    from: `place t ${AREAS}`,
    batch: 't.batch_id',
    order: 't.row_no',
  },
  area_count: {
    names: 'line | period | area | measure | dimensions | count',
    columns: `row_no, period_from || '/' || period_to, family || boundary_year || ' ' || code, measure, dimensions::text,
      coalesce(count::text, 'hidden')`,
    from: 'area_count',
    batch: 'batch_id',
    order: 'row_no',
  },
  area_measure: {
    names: 'area | year | measure | ages | sex | value',
    columns: `family || boundary_year || ' ' || code, reference_year, measure, age_from || '-' || age_to, sex, value::text`,
    from: 'area_measure',
    batch: 'batch_id',
    order: 'code, measure collate "C", reference_year, age_from, sex',
  },
  postcode: {
    names: 'postcode | x,y | lsoa11 | lsoa21 | introduced | terminated | quality',
    columns: `pcd, coalesce(x::text, '-') || ',' || coalesce(y::text, '-'), coalesce(lsoa11, '-'), coalesce(lsoa21, '-'),
      coalesce(introduced_month_no::text, '-'), coalesce(terminated_month_no::text, '-'), quality`,
    from: 'postcode',
    batch: 'batch_id',
    order: 'pcd',
  },
  area: {
    names: 'code | name | district | area m2 | parts | corners | of',
    columns: `t.code, t.name, coalesce(t.district_code, '-'), coalesce(round(t.area_m2)::text, '-'),
      coalesce(st_numgeometries(t.geom)::text, 'no boundary'), coalesce(st_npoints(t.geom)::text, '-'), s.family || s.boundary_year`,
    from: 'area t join area_set s using (area_set_id)',
    batch: 't.batch_id',
    order: 't.code collate "C"',
  },
  area_lookup: {
    names: 'from | to | change',
    columns: `from_family || from_year || ' ' || from_code, to_family || to_year || ' ' || to_code, coalesce(change_code, '-')`,
    from: 'area_lookup',
    batch: 'batch_id',
    order: 'from_family, from_year, from_code collate "C", to_family, to_year, to_code',
  },
  uprn: { names: 'uprn | x | y', columns: 'uprn, x, y', from: 'uprn', batch: 'batch_id', order: 'uprn' },
  recording_note: {
    names: 'layer | supplier | category | from | to | note',
    columns: `layer, coalesce(supplier, 'all'), coalesce(category, 'all'), from_month_no, to_month_no, note`,
    from: 'recording_note',
    batch: 'batch_id',
    order: 'note_id',
  },
  point_note: {
    names: 'x | y | radius | note',
    columns: 'x, y, radius_m, note',
    from: 'point_note',
    batch: 'batch_id',
    order: 'note_id',
  },
};
