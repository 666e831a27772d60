import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/db/database.ts';
import { HeldEvents } from '../../server/db/held-events.ts';
import { readEventColumns, readNotMappedCounts } from '../../server/db/queries/event-columns.ts';
import {
  countByCell,
  countByCellAndMonth,
  countByPoint,
  countByWard,
  countInNoCell,
  countNotMapped,
  type EventSelection,
} from '../../server/db/queries/event-counts.ts';
import { randomInteger, seededRandom } from '../../server/stats/random.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

const FIRST_MONTH = 2024 * 12;
const MONTHS = 7;

for (const place of testDatabases()) {
  describe.skipIf(place.missing !== null)(`events held in memory, ${place.name}`, () => {
    let database: Database;
    let held: HeldEvents;
    let datasetIds: number[];
    let wardIds: number[];
    let categoryIds: number[];

    beforeAll(async () => {
      database = await place.open({ as: 'owner' });
      await loadTinyDistrict(database, [
        { slug: 'one', layer: 'crime', events: [30, 20] },
        { slug: 'two', layer: 'crime', events: [3, 9] },
        { slug: 'other', layer: 'asb', events: [50, 50] },
      ]);
      const ids = async (statement: ReturnType<typeof sql<{ id: number }>>) =>
        (await statement.execute(database.db)).rows.map(({ id }) => id);
      datasetIds = await ids(
        sql<{ id: number }>`select dataset_id as id from dataset where layer = 'crime' order by 1`,
      );
      wardIds = await ids(sql<{ id: number }>`select area_id as id from area order by 1`);
      categoryIds = await ids(
        sql<{ id: number }>`select category_id as id from category where layer = 'crime' order by 1`,
      );
      // Months out of order, heaps on few points, no position, no ward, a ward without a position.
      await sql`
        insert into event (batch_id, row_no, dataset_id, category_id, month_no, occurred_from, occurred_to, x, y, ward_id, ward_method)
        select b.batch_id, 1000 + n, b.dataset_id,
          (${categoryIds}::integer[])[1 + n % 2], ${FIRST_MONTH}::integer + (n * 5) % ${MONTHS}::integer, '2024-01-01', '2024-02-01',
          case when n % 11 = 0 then null else 600000 + (n * 37) % 40 * 100 end,
          case when n % 11 = 0 then null else 160000 + (n * 53) % 20 * 100 end,
          case when n % 13 = 0 then null else (${wardIds}::integer[])[1 + (n / 3) % 2] end, 'p'
        from import_batch b, generate_series(1, 600) as n`.execute(database.db);
      held = await HeldEvents.from(
        await readEventColumns(database.db, datasetIds, wardIds),
        await readNotMappedCounts(database.db, datasetIds),
        datasetIds,
        wardIds,
      );
    });
    afterAll(async () => {
      await database?.close();
      await place.remove();
    });

    it('are counted as the database counts them, whatever the wards, months, categories and cells', async () => {
      const random = seededRandom(3);
      const some = (ids: number[]) => ids.filter(() => random() < 0.6);
      for (let round = 0; round < 25; round++) {
        const from = FIRST_MONTH - 1 + randomInteger(random, MONTHS);
        const selection: EventSelection = {
          datasetIds,
          fromMonthNo: from,
          toMonthNo: round % 5 === 0 ? 2026 * 12 : from + randomInteger(random, MONTHS),
          categoryIds: round % 3 === 0 ? null : some(categoryIds),
          wardIds: round % 2 === 0 ? wardIds : some(wardIds),
          withinWkt: undefined,
        };
        const inMemory = { ...selection, held };
        expect(held.covers(inMemory)).toBe(true);
        const cellSizeM = [100, 250, 1000][round % 3];
        const { db } = database;
        expect(cellLines(await countByCell(db, inMemory, cellSizeM))).toEqual(
          cellLines(await countByCell(db, selection, cellSizeM)),
        );
        expect(cellLines(await countByCellAndMonth(db, inMemory, cellSizeM))).toEqual(
          cellLines(await countByCellAndMonth(db, selection, cellSizeM)),
        );
        expect(await countByPoint(db, inMemory)).toEqual(await countByPoint(db, selection));
        expect(byId(await countByWard(db, inMemory))).toEqual(byId(await countByWard(db, selection)));
        expect(await countInNoCell(db, inMemory)).toBe(await countInNoCell(db, selection));
        expect(await countNotMapped(db, inMemory)).toBe(await countNotMapped(db, selection));
      }
    });

    it('are left alone where a question goes beyond them: an outline, another ward, other datasets, an unknown filter', () => {
      const selection: EventSelection = {
        datasetIds,
        fromMonthNo: FIRST_MONTH,
        toMonthNo: FIRST_MONTH,
        categoryIds: null,
        wardIds,
      };
      expect(held.covers(selection)).toBe(true);
      expect(held.covers({ ...selection, withinWkt: 'POLYGON((0 0, 1 0, 1 1, 0 0))' })).toBe(false);
      expect(held.covers({ ...selection, wardIds: [...wardIds, 999_999] })).toBe(false);
      expect(held.covers({ ...selection, wardIds: null })).toBe(false);
      expect(held.covers({ ...selection, datasetIds: datasetIds.slice(1) })).toBe(false);
      const withOutcomes = (outcomes: number[] | undefined) => Object.assign({ outcomes }, selection);
      expect(held.covers(withOutcomes([1]))).toBe(false);
      expect(held.covers(withOutcomes(undefined))).toBe(true);
    });
  });
}

/** One line a cell (and month), in one order. */
function cellLines({
  column,
  row,
  events,
  monthNo,
}: Awaited<ReturnType<typeof countByCell>> & { monthNo?: Int32Array }): string[] {
  return Array.from(column, (c, i) => `${monthNo?.[i] ?? ''} ${c} ${row[i]} ${events[i]}`).sort();
}

function byId(wards: { wardId: number; events: number }[]): { wardId: number; events: number }[] {
  return [...wards].sort((a, b) => a.wardId - b.wardId);
}
