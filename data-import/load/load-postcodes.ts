import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import {
  codePointHeader,
  POSTCODES_TABLE,
  type PostcodeRow,
  readPostcode,
  UPRNS_TABLE,
} from '../kinds/postcodes.ts';
import { counted } from '../steps/counted.ts';
import { parseNumber } from '../steps/parse-values.ts';
import { ensureDataset, openBatch, replaceEmptied } from './batch.ts';
import { copyRows } from './copy-text.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { onsDataset } from './ons-dataset.ts';
import { type OpenTable, openTable } from './open-table.ts';
import { readPage, refuseNothing } from './read-rows.ts';
import { tableResult } from './table-result.ts';

const POSTCODE_COLUMNS = [
  'pcd',
  'x',
  'y',
  'lsoa11',
  'lsoa21',
  'introduced_month_no',
  'terminated_month_no',
  'quality',
  'batch_id',
] as const;
const UPRN_COLUMNS = ['uprn', 'x', 'y', 'batch_id'] as const;
/** The file's line, in the table on the way: a row said before is found by the database, so that memory does not grow with the country. */
const LINE = 'line';

const NO_REFERENCES = new Set<string>();

/**
 * Load postcodes. A postcode that is there already is updated; what the new file does not know of it (Code-Point Open has no LSOA
 * and no dates) stays. Rows go by COPY into a table of their own and from there in one statement.
 */
export async function loadPostcodes(given: FileLoad): Promise<FileResult> {
  const { load, tally } = given;
  const { db } = load;
  const table = await openTable(given, 'postcodes', POSTCODES_TABLE, { withoutHeader: codePointHeader });
  const { datasetId, slug, batchId, supplier } = await openReference(given, 'postcodes', 'Postcodes');
  await sql`create temporary table postcode_load (like postcode, line integer) on commit drop`.execute(db);
  let terminated = 0;
  for await (const page of table.pages) {
    const rows = readPage<PostcodeRow & { reference?: undefined }>(
      table,
      page,
      tally,
      NO_REFERENCES,
      readPostcode,
    );
    for (const { row } of rows) if (row.terminated !== null) terminated++;
    await copyRows(
      load,
      'postcode_load',
      [...POSTCODE_COLUMNS, LINE],
      rows.map(({ line, row }) => [
        row.pcd,
        row.x,
        row.y,
        row.lsoa11,
        row.lsoa21,
        row.introduced,
        row.terminated,
        row.quality,
        batchId,
        line,
      ]),
    );
  }
  refuseNothing(tally, POSTCODES_TABLE.hint);
  for (const { line, terminated: ended } of await dropRepeated(db, 'postcode')) {
    if (ended) terminated--;
    tally.dropAccepted(
      line,
      table.nameOf('postcode'),
      'postcode-repeated',
      'The postcode has a row already; the first one is kept.',
    );
  }
  const knowsDates = table.columnOf('terminated') !== undefined;
  await sql`
    insert into postcode as held (${columnList(POSTCODE_COLUMNS)})
    select ${columnList(POSTCODE_COLUMNS)} from postcode_load
    on conflict (pcd) do update set x = excluded.x, y = excluded.y, quality = excluded.quality, batch_id = excluded.batch_id,
      lsoa11 = coalesce(excluded.lsoa11, held.lsoa11), lsoa21 = coalesce(excluded.lsoa21, held.lsoa21),
      introduced_month_no = coalesce(excluded.introduced_month_no, held.introduced_month_no),
      terminated_month_no = ${knowsDates ? sql`excluded.terminated_month_no` : sql`null`}`.execute(db);
  await sql`drop table postcode_load`.execute(db);
  await replaceEmptied(db, datasetId, batchId, 'postcode');
  return tableResult({
    batchId,
    dataset: slug,
    supplier,
    notes: [
      `${counted(tally.accepted, 'postcode')}, ${terminated.toLocaleString('en-GB')} of them terminated: those find places of older dates only.`,
      ...(knowsDates ? [] : ['The file has live postcodes only: places of older dates may not be found.']),
      ...table.notes.filter((note) => !note.startsWith('Not read')),
    ],
  });
}

/** Load a table of property references with their places. */
export async function loadUprns(given: FileLoad): Promise<FileResult> {
  const { load, tally } = given;
  const { db } = load;
  const table: OpenTable = await openTable(given, 'uprns', UPRNS_TABLE);
  const { datasetId, slug, batchId, supplier } = await openReference(given, 'uprns', 'Property references');
  await sql`create temporary table uprn_load (like uprn, line integer) on commit drop`.execute(db);
  for await (const page of table.pages) {
    const kept: (readonly [string, number, number, number, number])[] = [];
    for (const { line, fields } of page) {
      const field = table.reader(fields);
      const uprn = field('uprn').replace(/^0+/, '');
      const [x, y] = [parseNumber(field('easting')), parseNumber(field('northing'))];
      if (!/^\d{1,12}$/.test(uprn) || !isOnGrid(x, 700_000) || !isOnGrid(y, 1_300_000))
        tally.reject(
          line,
          table.nameOf('uprn'),
          'uprn-wrong',
          'A row has no UPRN of up to 12 digits, or no place.',
        );
      else {
        tally.accept();
        kept.push([uprn, Math.round(x), Math.round(y), batchId, line]);
      }
    }
    await copyRows(load, 'uprn_load', [...UPRN_COLUMNS, LINE], kept);
  }
  refuseNothing(tally, UPRNS_TABLE.hint);
  for (const { line } of await dropRepeated(db, 'uprn'))
    tally.dropAccepted(
      line,
      table.nameOf('uprn'),
      'uprn-repeated',
      'The UPRN has a row already; the first one is kept.',
    );
  await sql`
    insert into uprn (${columnList(UPRN_COLUMNS)}) select ${columnList(UPRN_COLUMNS)} from uprn_load
    on conflict (uprn) do update set x = excluded.x, y = excluded.y, batch_id = excluded.batch_id`.execute(
    db,
  );
  await sql`drop table uprn_load`.execute(db);
  await replaceEmptied(db, datasetId, batchId, 'uprn');
  const notes = [`${counted(tally.accepted, 'property reference')}.`];
  return tableResult({ batchId, dataset: slug, supplier, notes });
}

/** Rows of a file that say again what an earlier row of it says, taken out of the table on the way. */
async function dropRepeated(
  db: Kysely<Tables>,
  table: 'postcode' | 'uprn',
): Promise<{ line: number; terminated: boolean }[]> {
  const [load, key] = [sql.table(`${table}_load`), sql.ref<string>(table === 'postcode' ? 'pcd' : 'uprn')];
  const ended = table === 'postcode' ? sql`l.terminated_month_no is not null` : sql`false`;
  const { rows } = await sql<{ line: number; terminated: boolean }>`
    delete from ${load} l using (
      select ${key} as key, min(line) as first from ${load} group by ${key} having count(*) > 1
    ) repeated
    where l.${key} = repeated.key and l.line > repeated.first
    returning l.line, ${ended} as terminated`.execute(db);
  return rows.sort((a, b) => a.line - b.line);
}

function columnList(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql.ref(column)));
}

async function openReference(given: FileLoad, kind: string, title: string) {
  const { db } = given.load;
  const { datasetId, slug } = await ensureDataset(
    db,
    { ...onsDataset(kind, kind, title), owner: 'Ordnance Survey and Office for National Statistics' },
    given.synthetic,
  );
  const supplier = given.source ?? 'os-ons';
  const batchId = await openBatch(db, {
    datasetId,
    supplier,
    monthNo: null,
    file: given.file,
    importedBy: given.importedBy,
  });
  return { datasetId, slug, batchId, supplier };
}

/** A coordinate within the National Grid of Great Britain. */
function isOnGrid(metres: number | undefined, most: number): metres is number {
  return metres !== undefined && metres >= 0 && metres < most;
}
