import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import { counted } from '../steps/counted.ts';
import { replaceEmptied } from './batch.ts';
import { copyRows } from './copy-text.ts';
import type { FileLoad } from './file-load.ts';

/** A figure about an area on its way into area_measure. */
export interface AreaValue {
  readonly family: string;
  readonly boundaryYear: number;
  readonly code: string;
  readonly measure: string;
  readonly referenceYear: number;
  readonly ageFrom: number;
  readonly ageTo: number;
  readonly sex: 'all' | 'female' | 'male';
  readonly value: number;
}

const COLUMNS = [
  'dataset_id',
  'batch_id',
  'family',
  'boundary_year',
  'code',
  'measure',
  'reference_year',
  'age_from',
  'age_to',
  'sex',
  'value',
] as const;
/** Codes named in the report; the count is complete. */
const CODES_LISTED = 10;

/** Write figures: they replace those of the same dataset, measure, family and year; batches left without one are replaced. */
export async function writeAreaValues(
  { load }: FileLoad,
  datasetId: number,
  batchId: number,
  values: readonly AreaValue[],
): Promise<void> {
  const { db } = load;
  const keys = new Set(
    values.map(({ measure, family, boundaryYear, referenceYear }) =>
      JSON.stringify({ measure, family, boundary_year: boundaryYear, reference_year: referenceYear }),
    ),
  );
  await sql`
    delete from area_measure m
    using jsonb_to_recordset(${`[${[...keys].join(',')}]`}::text::jsonb)
      as k (measure text, family text, boundary_year smallint, reference_year smallint)
    where m.dataset_id = ${datasetId} and m.measure = k.measure and m.family = k.family
      and m.boundary_year = k.boundary_year and m.reference_year = k.reference_year`.execute(db);
  await copyAreaValues(load, datasetId, batchId, values);
  await replaceEmptied(db, datasetId, batchId, 'area_measure');
}

/** Write figures beside those that are there. */
export async function copyAreaValues(
  load: FileLoad['load'],
  datasetId: number,
  batchId: number,
  values: readonly AreaValue[],
): Promise<void> {
  await copyRows(
    load,
    'area_measure',
    COLUMNS,
    values.map((v) => [
      datasetId,
      batchId,
      v.family,
      v.boundaryYear,
      v.code,
      v.measure,
      v.referenceYear,
      v.ageFrom,
      v.ageTo,
      v.sex,
      v.value,
    ]),
  );
}

/** A note on codes that match no area that is loaded; nothing where all do. */
export async function unmatchedNote(db: Kysely<Tables>, values: readonly AreaValue[]): Promise<string[]> {
  const wanted = new Set(values.map(({ family, boundaryYear, code }) => `${family}|${boundaryYear}|${code}`));
  const known = await db
    .selectFrom('area')
    .innerJoin('area_set', 'area_set.area_set_id', 'area.area_set_id')
    .select(['family', 'area.boundary_year', 'code'])
    .execute();
  for (const { family, boundary_year, code } of known) wanted.delete(`${family}|${boundary_year}|${code}`);
  if (wanted.size === 0) return [];
  const named = [...wanted].slice(0, CODES_LISTED).map((key) => key.split('|')[2]);
  const more = wanted.size > CODES_LISTED ? ` and ${wanted.size - CODES_LISTED} more` : '';
  return [
    `${counted(wanted.size, 'code matches', 'codes match')} no area that is loaded: ${named.join(', ')}${more}. Their figures are kept, and count once boundaries or a lookup bring the area.`,
  ];
}
