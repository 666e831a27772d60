import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import { charField, integerField, smallintField, timestampField } from '../../server/db/binary-copy.ts';
import type { Database } from '../../server/db/database.ts';
import { testDatabases } from '../support/test-databases.ts';
import { databaseState } from './support/database-state.ts';
import { crimeId, POLICE_HEADER, policeFile, policeRow } from './support/police-rows.ts';
import { tempFiles } from './support/temp-files.ts';

/** One row of event in the columns that the police loader fills, but for the batch. */
interface Row {
  readonly rowNo: number;
  readonly place: readonly [number, number] | null;
  readonly ward: readonly [number, 'p' | 'l' | 'f'] | null;
  readonly lsoa: readonly [number, 'p' | 'l' | 'f'] | null;
  readonly placeId: number | null;
  readonly categoryId: number;
  readonly outcomeId: number | null;
  readonly monthNo: number;
  readonly fromMs: number;
  readonly toMs: number;
}

const COLUMNS =
  'batch_id row_no dataset_id category_id month_no occurred_from occurred_to x y ward_id ward_method lsoa_id lsoa_method place_id outcome_id'.split(
    ' ',
  );

function textOf(row: Row, batchId: number): string {
  const civil = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
  const values = [
    batchId,
    row.rowNo,
    7,
    row.categoryId,
    row.monthNo,
    civil(row.fromMs),
    civil(row.toMs),
    ...(row.place ?? [null, null]),
    ...(row.ward ?? [null, null]),
    ...(row.lsoa ?? [null, null]),
    row.placeId,
    row.outcomeId,
  ];
  return `${values.map((value) => value ?? '\\N').join('\t')}\n`;
}

function binaryOf(row: Row, batchId: number): Buffer {
  return Buffer.concat([
    Buffer.from([0, COLUMNS.length]),
    integerField(batchId),
    integerField(row.rowNo),
    smallintField(7),
    smallintField(row.categoryId),
    smallintField(row.monthNo),
    timestampField(row.fromMs),
    timestampField(row.toMs),
    integerField(row.place?.[0] ?? null),
    integerField(row.place?.[1] ?? null),
    integerField(row.ward?.[0] ?? null),
    charField(row.ward?.[1] ?? null),
    integerField(row.lsoa?.[0] ?? null),
    charField(row.lsoa?.[1] ?? null),
    integerField(row.placeId),
    smallintField(row.outcomeId),
  ]);
}

const [smallMax, intMax] = [32_767, 2_147_483_647];
const id = fc.integer({ min: 0, max: intMax });
const area = fc.option(fc.tuple(id, fc.constantFrom('p', 'l', 'f')));
const moment = fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.UTC(9999, 10, 1) });
const anyRow: fc.Arbitrary<Row> = fc.record({
  rowNo: id,
  place: fc.option(fc.tuple(fc.nat(700_000), fc.nat(1_300_000))),
  ward: area,
  lsoa: area,
  placeId: fc.option(id),
  categoryId: fc.integer({ min: 0, max: smallMax }),
  outcomeId: fc.option(fc.integer({ min: 0, max: smallMax })),
  monthNo: fc.integer({ min: 0, max: smallMax }),
  fromMs: moment,
  toMs: fc.constant(Date.UTC(9999, 11, 31, 23, 59, 59, 999)),
});

for (const engine of testDatabases())
  describe.skipIf(engine.missing)(`COPY on the ${engine.name} database`, () => {
    const files = tempFiles();
    let database: Database;
    beforeAll(async () => {
      database = await engine.open({ as: 'owner' });
    });
    afterAll(async () => {
      await database?.close();
      await engine.remove();
      files.remove();
    });
    const importText = (name: string, text: string) =>
      importFiles(database, { kind: 'police', paths: [files.put(name, text)] });

    it('puts the same events into the table in binary as in text: nulls, greatest values, every method, dates of ten thousand years', async () => {
      const nothing = { place: null, ward: null, lsoa: null, placeId: null, outcomeId: null };
      const one = { rowNo: 1, categoryId: 1, monthNo: 24_225, fromMs: 0, toMs: 1, ...nothing };
      const written = [
        one,
        { ...one, ward: [1, 'p'], lsoa: [2, 'f'], place: [0, 0] },
        { ...one, ward: [intMax, 'l'], lsoa: [3, 'p'], placeId: intMax, outcomeId: smallMax },
        { ...one, fromMs: Date.UTC(1999, 11, 31, 23, 59, 59, 999), toMs: Date.UTC(2000, 0, 1) },
        { ...one, fromMs: Date.UTC(1900, 0, 1), toMs: Date.UTC(2100, 0, 1) },
      ] as const satisfies Row[];
      const rows = [...written, ...fc.sample(anyRow, { seed: 20_181_001, numRuns: 2000 })];
      await database.loadTransaction(async ({ copyInto }) => {
        const text = await copyInto('event', COLUMNS);
        await text.write(Buffer.from(rows.map((row) => textOf(row, 1)).join('')));
        await text.end();
        const binary = await copyInto('event', COLUMNS, 'binary');
        // In two pieces: the header stands before the first alone.
        await binary.write(Buffer.concat(rows.slice(0, 3).map((row) => binaryOf(row, 2))));
        await binary.write(Buffer.concat(rows.slice(3).map((row) => binaryOf(row, 2))));
        await binary.end();
      });
      const contents = async (batchId: number) => {
        const result = await sql<{ row: string }>`
          select (to_jsonb(e) - 'batch_id')::text as row from event e where batch_id = ${batchId} order by 1`.execute(
          database.db,
        );
        return result.rows.map(({ row }) => row);
      };
      const [text, binary] = [await contents(1), await contents(2)];
      expect(text).toHaveLength(rows.length);
      expect(binary).toEqual(text);
    });

    it.each(['text', 'binary'] as const)(
      'ends a COPY of %s that a load leaves open, and keeps nothing of it',
      async (format) => {
        const before = await databaseState(database);
        const row: Row = fc.sample(anyRow, { seed: 1, numRuns: 1 })[0];
        await expect(
          database.loadTransaction(async ({ copyInto }) => {
            const copy = await copyInto('event', COLUMNS, format);
            await copy.write(format === 'text' ? Buffer.from(textOf(row, 3)) : binaryOf(row, 3));
            throw new Error('stopped on purpose');
          }),
        ).rejects.toThrow('stopped on purpose');
        expect(await databaseState(database)).toEqual(before);
      },
    );

    it('says what the engine says of rows it cannot take, and works on', async () => {
      const before = await databaseState(database);
      await expect(
        database.loadTransaction(async ({ copyInto }) => {
          const copy = await copyInto('event', COLUMNS, 'binary');
          await copy.write(Buffer.from([0, 3, 0, 0]));
          await copy.end();
        }),
      ).rejects.toThrow(/field count/);
      expect(await databaseState(database)).toEqual(before);
    });

    describe('personal data in a police file, after thousands of harmless rows', () => {
      const harmless = Array.from({ length: 4000 }, (_, i) =>
        policeRow({ id: crimeId(i), type: 'Burglary', location: `On or near Street ${i % 50}` }),
      );
      const withLast = (...last: string[]) => [POLICE_HEADER, ...harmless, ...last, ''].join('\n');
      const [nhsNumber, email] = ['943 476 5919', 'someone@example.org'];

      it.each([
        ['an e-mail address as location', policeRow({ location: email }), 'Location'],
        ['an NHS number as location', policeRow({ location: `near ${nhsNumber}` }), 'Location'],
        ['an NHS number as Crime ID', policeRow({ id: nhsNumber }), 'Crime ID'],
        [
          'an e-mail address at the end of 64 characters of Crime ID',
          policeRow({ id: `${'a'.repeat(45)}${email}` }),
          'Crime ID',
        ],
        ['a telephone number as context', `${policeRow()}07700 900123`, 'Context'],
        ['an e-mail address as force', policeRow().replace('Test Police', email), 'Reported by'],
        ['an e-mail address as category', policeRow({ type: email }), 'Crime type'],
        ['an e-mail address as outcome', policeRow({ outcome: email }), 'Last outcome category'],
        ['an e-mail address in a column too many', `${policeRow()},${email}`, 'column 13'],
        ['an NHS number in a row that is refused for its month', policeRow({ month: nhsNumber }), 'Month'],
        ['an e-mail address in a row without its columns', `a,b,${email}`, 'Reported by'],
        ['an e-mail address in a quoted row', policeRow({ location: `"Near, ${email}"` }), 'Location'],
      ])('%s refuses the whole file, names the column and repeats nothing', async (_, row, column) => {
        const before = await databaseState(database);
        const text = withLast(row, policeRow());
        const {
          files: [report],
        } = await importText('2018-10-watch-street.csv', text);
        expect(report.refusal?.code).toBe('personal-data');
        expect(report.refusal?.column).toBe(column);
        const { seconds: _seconds, ...said } = report;
        expect(JSON.stringify(said)).not.toMatch(/943|someone|900123/);
        expect(await databaseState(database)).toEqual(before);
      });

      it('in the part of a file that another refusal would quote is not quoted', async () => {
        const open = `"${email}, and no mark that ends it`;
        const {
          files: [report],
        } = await importText('2018-10-open-street.csv', withLast(open).trimEnd());
        expect(report.refusal?.code).toBe('personal-data');
        expect(JSON.stringify(report)).not.toContain('someone');
      });
    });

    it('takes the same file without the personal data, and the watch finds nothing in it', async () => {
      const {
        files: [report],
      } = await importText('2018-10-clean-street.csv', policeFile([{}, {}, { location: '' }]));
      expect([report.status, report.rows.accepted]).toEqual(['imported', 3]);
    });
  });
