import { sql } from 'kysely';
import type { Database, LoadTransaction } from '../../server/db/database.ts';
import type { EventGrains, ReleasedQuestion } from '../../server/disclosure/release-plan.ts';
import {
  enclosingPeriod,
  longerPeriod,
  periodKey,
  type ReleasedPeriod,
} from '../../server/disclosure/released-period.ts';
import { NO_CELL, type ReleasedPlace } from '../../server/disclosure/released-place.ts';
import { type RandomSource, randomInteger } from '../../server/stats/random.ts';

export const DISTRICT = 'E07999999';
export const WARDS = 6;
export const CATEGORIES = ['assault', 'overdose', 'mental-health'] as const;
const WARD_SIDE_M = 1200;
const WEST_M = 600_100;
const SOUTH_M = 150_300;

/** One made-up pick-up. */
export interface SmallEvent {
  readonly category: number;
  readonly monthNo: number;
  /** 0 to WARDS - 1. */
  readonly ward: number;
  /** Where it was, metres: supplied where `hasPoint`, and else the code of its ward alone. */
  readonly x: number;
  readonly y: number;
  readonly hasPoint: boolean;
}

/** Months that a made-up dataset covers: within one year, or over New Year. */
export function monthsOfSeed(seed: number): number[] {
  const first = seed % 2 === 0 ? 24_289 : 24_298;
  return Array.from({ length: 6 }, (_, i) => first + i);
}

/** A few dozen to a few hundred events, crowded in some wards, categories and months, so that most counts are small. */
export function drawSmallEvents(random: RandomSource, months: readonly number[]): SmallEvent[] {
  const count = 30 + randomInteger(random, 220);
  // In every other dataset some suppliers give the code of an area only.
  const withoutPoint = random() < 0.5 ? 0 : 0.3 * random();
  const uneven = (n: number): number => Math.floor(random() ** 2.2 * n);
  return Array.from({ length: count }, () => {
    const ward = uneven(WARDS);
    const hot = random() < 0.4;
    const inWard = (): number =>
      hot ? 300 + randomInteger(random, 200) : randomInteger(random, WARD_SIDE_M);
    return {
      category: uneven(CATEGORIES.length),
      monthNo: months[uneven(months.length)],
      ward,
      x: WEST_M + (ward % 3) * WARD_SIDE_M + inWard(),
      y: SOUTH_M + Math.floor(ward / 3) * WARD_SIDE_M + inWard(),
      hasPoint: random() >= withoutPoint,
    };
  });
}

/** When in the week it began: from where it was, so that the same event always has the same time. */
export function timeOf({ x, y, category }: SmallEvent): { dayOfMonth: number; hour: number } {
  // Crowded in some hours, so that most cells of a week are small.
  const spread = (x * 7 + y * 13 + category * 5) % 100;
  return { dayOfMonth: 1 + ((x + y * 3) % 28), hour: Math.floor((spread / 100) ** 2 * 24) };
}

/** Weekday, 0 is Monday. */
export function weekdayOf(event: SmallEvent): number {
  const { monthNo } = event;
  const day = new Date(
    Date.UTC(Math.floor(monthNo / 12), monthNo % 12, timeOf(event).dayOfMonth),
  ).getUTCDay();
  return (day + 6) % 7;
}

/** What stands in the database for the whole test: wards without water, and the ids of what was made. */
export interface SmallDistrict {
  readonly datasetId: number;
  readonly batchId: number;
  readonly categoryIds: readonly number[];
  readonly wardIds: readonly number[];
}

export async function makeSmallDistrict(database: Database): Promise<SmallDistrict> {
  return database.loadTransaction(({ db }) => insertSmallDistrict(db));
}

async function insertSmallDistrict(db: LoadTransaction['db']): Promise<SmallDistrict> {
  const areaSet = await sql<{ id: number }>`
    insert into area_set (level, family, boundary_year, vertex_spacing_m, simplified)
    values ('ward', 'wd', 2024, 20, false) returning area_set_id as id`.execute(db);
  const wardIds: number[] = [];
  for (let ward = 0; ward < WARDS; ward++) {
    const west = WEST_M + (ward % 3) * WARD_SIDE_M;
    const south = SOUTH_M + Math.floor(ward / 3) * WARD_SIDE_M;
    const [east, north] = [west + WARD_SIDE_M, south + WARD_SIDE_M];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ]
      .map((at) => at.join(' '))
      .join(', ');
    const made = await sql<{ id: number }>`
      insert into area (area_set_id, code, boundary_year, name, district_code, area_m2, geom)
      values (${areaSet.rows[0].id}, ${`E0599999${ward}`}, 2024, ${`Ward ${'FBDACE'[ward]}`}, ${DISTRICT},
        ${WARD_SIDE_M ** 2}, st_multi(st_geomfromtext(${`POLYGON((${ring}))`}, 27700)))
      returning area_id as id`.execute(db);
    wardIds.push(made.rows[0].id);
  }
  const agreement = JSON.stringify({
    permittedRoles: ['viewer', 'analyst', 'data-steward'],
    permittedOrganisations: ['test-partner'],
  });
  const dataset = await sql<{ id: number }>`
    insert into dataset (slug, title, kind, layer, location_precision, time_precision, sensitivity_class, owner, licence,
      attribution, agreement, synthetic)
    values ('pick-ups', 'Ambulance pick-ups', 'ambulance', 'ambulance', 'exact', 'hour', 'health', 'Made-up trust',
      'Record of sharing', 'Made up', ${agreement}::jsonb, true)
    returning dataset_id as id`.execute(db);
  const datasetId = dataset.rows[0].id;
  const batch = await sql<{ id: number }>`
    insert into import_batch (dataset_id, supplier, file_name, file_sha256, file_bytes, rows_read, rows_accepted,
      rows_rejected, rows_duplicate, report, imported_by)
    values (${datasetId}, 'trust', 'made-up.csv', ${'0'.repeat(64)}, 1, 0, 0, 0, 0, '{}'::jsonb, 'test')
    returning batch_id as id`.execute(db);
  const categoryIds: number[] = [];
  for (const slug of CATEGORIES) {
    const made = await sql<{ id: number }>`
      insert into category (layer, slug, label) values ('ambulance', ${slug}, ${slug}) returning category_id as id`.execute(
      db,
    );
    categoryIds.push(made.rows[0].id);
  }
  await insertOpenData(db);
  return { datasetId, batchId: batch.rows[0].id, categoryIds, wardIds };
}

/** What is set against the events: people of each ward, and premises that are licensed. */
async function insertOpenData(db: LoadTransaction['db']): Promise<void> {
  const open = async (slug: string, kind: string): Promise<{ datasetId: number; batchId: number }> => {
    const { rows } = await sql<{ datasetId: number; batchId: number }>`
      with made as (
        insert into dataset (slug, title, kind, location_precision, time_precision, sensitivity_class, owner, licence, attribution, synthetic)
        values (${slug}, ${slug}, ${kind}, 'none', 'none', 'open', 'Made-up office', 'OGL', 'Made up', true) returning dataset_id)
      insert into import_batch (dataset_id, supplier, file_name, file_sha256, file_bytes, rows_read, rows_accepted,
        rows_rejected, rows_duplicate, report, imported_by)
      select dataset_id, 'office', ${`${slug}.csv`}, ${slug.padEnd(64, '0').replace(/[^0-9a-f]/g, '0')}, 1, 0, 0, 0, 0, '{}'::jsonb, 'test' from made
      returning dataset_id as "datasetId", batch_id as "batchId"`.execute(db);
    return rows[0];
  };
  const people = await open('people', 'population');
  for (let ward = 0; ward < WARDS; ward++) {
    await sql`insert into area_measure (dataset_id, batch_id, family, boundary_year, code, measure, reference_year, value)
      values (${people.datasetId}, ${people.batchId}, 'wd', 2024, ${`E0599999${ward}`}, 'population', 2024, ${2000 + 300 * ward})`.execute(
      db,
    );
  }
  const premises = await open('premises', 'premises');
  await sql`
    with kind as (insert into category (layer, slug, label) values ('premises', 'bar', 'Bar') returning category_id)
    insert into place (batch_id, row_no, dataset_id, category_id, name, x, y)
    select ${premises.batchId}::integer, n, ${premises.datasetId}::smallint, category_id, 'Bar', ${WEST_M}::integer + 300 + n * 350, ${SOUTH_M}::integer + 400
    from kind, generate_series(1, 4) n`.execute(db);
}

/** Put these events in the place of those before, as a new version of the data. */
export async function loadSmallEvents(
  database: Database,
  { datasetId, batchId, categoryIds, wardIds }: SmallDistrict,
  events: readonly SmallEvent[],
  months: readonly number[],
): Promise<void> {
  await database.loadTransaction(async ({ db, copyInto }) => {
    await sql`delete from event`.execute(db);
    await sql`delete from supply_month`.execute(db);
    for (const monthNo of months) {
      const count = events.filter((event) => event.monthNo === monthNo).length;
      await sql`insert into supply_month (dataset_id, supplier, month_no, status, events, reason)
        values (${datasetId}, 'trust', ${monthNo}, 'supplied', ${count}, ${`saw ${count}`})`.execute(db);
    }
    const copy = await copyInto('event', [
      'batch_id',
      'row_no',
      'dataset_id',
      'category_id',
      'month_no',
      'occurred_from',
      'occurred_to',
      'x',
      'y',
      'ward_id',
    ]);
    const rows = events.map((event, i) => {
      const { category, monthNo, ward, x, y, hasPoint } = event;
      const { dayOfMonth, hour } = timeOf(event);
      const two = (value: number): string => String(value).padStart(2, '0');
      const day = `${Math.floor(monthNo / 12)}-${two((monthNo % 12) + 1)}-${two(dayOfMonth)}`;
      return [
        batchId,
        i + 2,
        datasetId,
        categoryIds[category],
        monthNo,
        `${day} ${two(hour)}:00:00`,
        `${day} ${two(hour)}:59:59`,
        hasPoint ? x : '\\N',
        hasPoint ? y : '\\N',
        wardIds[ward],
      ].join('\t');
    });
    await copy.write(Buffer.from(`${rows.join('\n')}\n`));
    await copy.end();
    await sql`update data_version set version = version + 1`.execute(db);
  });
}

/** The same events as the release plan takes them, for tests of the rules alone. */
export function grainsOf(events: readonly SmallEvent[], cellSizeM = 500): EventGrains {
  return {
    categoryId: events.map(({ category }) => category),
    monthNo: events.map(({ monthNo }) => monthNo),
    wardId: events.map(({ ward }) => ward),
    column: events.map(({ x, hasPoint }) => (hasPoint ? Math.floor(x / cellSizeM) : NO_CELL)),
    row: events.map(({ y, hasPoint }) => (hasPoint ? Math.floor(y / cellSizeM) : NO_CELL)),
    events: events.map(() => 1),
    districtOf: new Map(Array.from({ length: WARDS }, (_, ward) => [ward, DISTRICT])),
  };
}

/** Every question about wards, the district and cells that the release plan answers for these months. */
export function allQuestions(months: readonly number[]): ReleasedQuestion[] {
  const periods = new Map<string, ReleasedPeriod>();
  for (const month of months) {
    for (let p: ReleasedPeriod | null = enclosingPeriod(month, month); p; p = longerPeriod(p))
      periods.set(periodKey(p), p);
  }
  const places: ReleasedPlace[] = [
    { kind: 'everywhere' },
    { kind: 'district', district: DISTRICT },
    { kind: 'no-cell', district: DISTRICT },
  ];
  for (let ward = 0; ward < WARDS; ward++) places.push({ kind: 'ward', district: DISTRICT, ward });
  for (const cellSizeM of [500, 1000, 2000]) {
    for (let x = Math.floor(WEST_M / cellSizeM); x * cellSizeM < WEST_M + 3 * WARD_SIDE_M; x++) {
      for (let y = Math.floor(SOUTH_M / cellSizeM); y * cellSizeM < SOUTH_M + 2 * WARD_SIDE_M; y++) {
        places.push({ kind: 'cell', district: DISTRICT, cellSizeM, column: x, row: y });
      }
    }
  }
  return [null, ...CATEGORIES.keys()].flatMap((categoryId) =>
    [...periods.values()].flatMap((period) => places.map((place) => ({ categoryId, period, place }))),
  );
}
