import { type Kysely, sql } from 'kysely';
import { type MonthNo, monthOf } from '../../server/contract/month-no.ts';
import type { CopyWriter } from '../../server/db/database.ts';
import type { Tables } from '../../server/db/tables.ts';
import { type PoliceKind, PoliceReader, type PoliceSpot } from '../formats/police.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { recordPieces } from '../steps/record-pieces.ts';
import { type DatasetDescription, ensureDataset, openBatch, replaceBatches } from './batch.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { PoliceDictionaries } from './police-dictionaries.ts';
import { readChunks } from './source-file.ts';
import { judgeSupplyMonths } from './supply-months.ts';

const DATASET: DatasetDescription = {
  slug: 'police-street',
  title: 'Street-level crime, data.police.uk',
  kind: 'police',
  layer: 'crime',
  location_precision: 'snapped',
  time_precision: 'month',
  sensitivity_class: 'open',
  owner: 'Home Office, data.police.uk',
  licence: 'Open Government Licence v3.0',
  attribution: 'Contains public sector information licensed under the Open Government Licence v3.0',
};

/** Columns of a row in the order its pieces are joined: the row, its spot, its kind, the file. */
const COLUMNS = [
  'row_no',
  'x',
  'y',
  'ward_id',
  'ward_method',
  'lsoa_id',
  'lsoa_method',
  'place_id',
  'category_id',
  'outcome_id',
  'batch_id',
  'dataset_id',
  'month_no',
  'occurred_from',
  'occurred_to',
] as const;

/** Rows held back until their new places, outcomes and LSOAs are known; one COPY each. */
const ROWS_A_COPY = 20_000;

/**
 * Load a police street file: the whole month of one force, replacing what was loaded of it before.
 * Parsing goes on while the engine takes the rows before.
 */
export async function loadPolice(given: FileLoad): Promise<FileResult> {
  const { load, file, tally } = given;
  const { db } = load;
  const { datasetId, slug } = await ensureDataset(db, DATASET, given.synthetic);
  const rows = new WaitingRows();
  const dropped: number[] = [];
  const reader = new PoliceReader(tally, {
    add: (line, spot, kind) => rows.add(line, spot, kind),
    drop: (line) => dropped.push(line),
  });
  let batch: OpenPoliceBatch | undefined;
  for await (const piece of recordPieces(readChunks(file.path, given.onBytes))) {
    reader.read(piece);
    if (rows.count < ROWS_A_COPY) continue;
    batch ??= await openPoliceBatch(given, datasetId, reader);
    await batch.send(rows);
  }
  if (tally.accepted === 0) throw nothingAccepted(tally.read);
  batch ??= await openPoliceBatch(given, datasetId, reader);
  await batch.send(rows);
  await batch.settled();

  const counts = batch.counts;
  let notMapped = batch.notMapped;
  if (dropped.length > 0) {
    const gone = await deleteDropped(db, datasetId, batch, dropped);
    for (const { slug: category, mapped } of gone) {
      counts[category]--;
      if (!mapped) {
        notMapped--;
        tally.unnote('not-mapped');
      }
    }
  }
  const { batchId, supplier, monthNo } = batch;
  const flagged = await judgeSupplyMonths(db, datasetId, supplier, { monthNo, counts });
  return {
    batchId,
    dataset: slug,
    supplier,
    monthNo,
    notMapped,
    categories: counts,
    notes: [
      ...(batch.replaced > 0
        ? [`Replaces ${batch.replaced} events of ${supplier} for ${monthOf(monthNo)}.`]
        : []),
      ...(batch.newLsoas > 0
        ? [`${batch.newLsoas} LSOA codes were not known before; they are kept by code, without a boundary.`]
        : []),
      ...(reader.ignoredColumns.length > 0 ? [`Columns not read: ${reader.ignoredColumns.join(', ')}.`] : []),
    ],
    eventsReassigned: 0,
    flagged,
  };
}

/** Accepted rows that wait for their batch and dictionaries. */
class WaitingRows {
  readonly lines: number[] = [];
  readonly spots: PoliceSpot[] = [];
  readonly kinds: PoliceKind[] = [];

  get count(): number {
    return this.lines.length;
  }
  add(line: number, spot: PoliceSpot, kind: PoliceKind): void {
    this.lines.push(line);
    this.spots.push(spot);
    this.kinds.push(kind);
  }
  clear(): void {
    this.lines.length = 0;
    this.spots.length = 0;
    this.kinds.length = 0;
  }
}

/** The batch being written. */
class OpenPoliceBatch {
  readonly batchId: number;
  readonly supplier: string;
  readonly monthNo: MonthNo;
  /** Events of the same supplier and month that were there before. */
  readonly replaced: number;
  readonly counts: Record<string, number> = {};
  notMapped = 0;
  readonly #given: FileLoad;
  readonly #dictionaries: PoliceDictionaries;
  readonly #fileColumns: string;
  #copying: Promise<void> = Promise.resolve();

  constructor(
    given: FileLoad,
    identity: { batchId: number; datasetId: number; supplier: string; monthNo: MonthNo; replaced: number },
    dictionaries: PoliceDictionaries,
  ) {
    this.#given = given;
    this.#dictionaries = dictionaries;
    this.batchId = identity.batchId;
    this.supplier = identity.supplier;
    this.monthNo = identity.monthNo;
    this.replaced = identity.replaced;
    const [from, to] = [this.monthNo, this.monthNo + 1].map((month) => `${monthOf(month)}-01 00:00:00`);
    this.#fileColumns = `\t${this.batchId}\t${identity.datasetId}\t${this.monthNo}\t${from}\t${to}\n`;
  }

  get newLsoas(): number {
    return this.#dictionaries.newLsoas;
  }

  /** Write the waiting rows and clear them; returns when the COPY has begun, so that reading can go on. */
  async send(rows: WaitingRows): Promise<void> {
    if (rows.count === 0) return;
    await this.#copying;
    await this.#dictionaries.resolve(rows.spots, rows.kinds);
    let text = '';
    for (let i = 0; i < rows.count; i++) {
      const [spot, kind] = [rows.spots[i], rows.kinds[i]];
      text += `${rows.lines[i]}\t${spot.columns}\t${kind.columns}${this.#fileColumns}`;
      this.counts[kind.category] = (this.counts[kind.category] ?? 0) + 1;
      if (spot.x === null) this.notMapped++;
    }
    rows.clear();
    const bytes = Buffer.from(text, 'latin1');
    this.#copying = this.#given.load
      .copyInto('event', COLUMNS)
      .then((copy: CopyWriter) => copy.write(bytes).then(() => copy.end()));
    // Awaited by the next send or by settled; until then a failure must not end the process.
    this.#copying.catch(() => undefined);
  }

  /** All rows are in the table. */
  async settled(): Promise<void> {
    await this.#copying;
  }
}

async function openPoliceBatch(
  given: FileLoad,
  datasetId: number,
  reader: PoliceReader,
): Promise<OpenPoliceBatch> {
  const { db } = given.load;
  const monthNo = reader.monthNo as MonthNo;
  const supplier = supplierOf(given.file.name, monthNo, reader.reportedBy);
  const older = await db
    .selectFrom('import_batch')
    .select('batch_id')
    .where('dataset_id', '=', datasetId)
    .where('supplier', '=', supplier)
    .where('month_no', '=', monthNo)
    .where('state', '=', 'live')
    .execute();
  const olderIds = older.map(({ batch_id }) => batch_id);
  let replaced = 0;
  if (olderIds.length > 0) {
    const { numDeletedRows } = await db
      .deleteFrom('event')
      .where('dataset_id', '=', datasetId)
      .where('month_no', '=', monthNo)
      .where('batch_id', 'in', olderIds)
      .executeTakeFirst();
    replaced = Number(numDeletedRows);
  }
  const { file, importedBy } = given;
  const batchId = await openBatch(db, { datasetId, supplier, monthNo, file, importedBy });
  await replaceBatches(db, olderIds, batchId);
  const dictionaries = await PoliceDictionaries.open(db, await given.areaFinder(), monthNo, batchId);
  return new OpenPoliceBatch(given, { batchId, datasetId, supplier, monthNo, replaced }, dictionaries);
}

/** Rows that a later row with an outcome replaces; they were sent before that row was read. */
async function deleteDropped(
  db: Kysely<Tables>,
  datasetId: number,
  { batchId, monthNo }: OpenPoliceBatch,
  lines: readonly number[],
): Promise<{ slug: string; mapped: boolean }[]> {
  const { rows } = await sql<{ slug: string; mapped: boolean }>`
    delete from event e using category c
    where c.category_id = e.category_id and e.dataset_id = ${datasetId} and e.month_no = ${monthNo} and e.batch_id = ${batchId}
      and e.row_no in (select value::int from jsonb_array_elements_text(${JSON.stringify(lines)}::text::jsonb))
    returning c.slug, e.x is not null as mapped`.execute(db);
  return rows;
}

/**
 * The force by the file's name (2018-10-kent-street.csv is 'kent'), or by `Reported by` where the name is another.
 *
 * @throws ImportRefusedError month-differs-from-name
 */
function supplierOf(fileName: string, monthNo: MonthNo, reportedBy: string): string {
  const match = /^(\d{4}-\d{2})-(.+)-street\.csv$/i.exec(fileName);
  if (match && match[1] !== monthOf(monthNo))
    throw new ImportRefusedError(
      'month-differs-from-name',
      `The file is named for ${match[1]}, but its rows are of ${monthOf(monthNo)}.`,
      fileName,
      'Rename it to the month of its rows, or fetch the right one.',
    );
  const slug = (match?.[2] ?? reportedBy)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return slug || 'unknown';
}

function nothingAccepted(read: number): ImportRefusedError {
  return read === 0
    ? new ImportRefusedError(
        'empty',
        'The file has a header and no rows.',
        '0 rows',
        'A month without rows is "not supplied": there is nothing to load.',
      )
    : new ImportRefusedError(
        'nothing-accepted',
        `None of the ${read} rows could be used.`,
        `${read} rows rejected`,
        'See the reasons in the report; the first lines of each are named.',
      );
}
