import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import { type BoundaryArea, type BoundaryFile, readBoundaries, toWkb } from '../formats/boundaries.ts';
import { LEVEL_OF_FAMILY } from '../steps/area-column.ts';
import { counted } from '../steps/counted.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { decodeText } from '../steps/text-encoding.ts';
import { loadAreaFinder } from './area-finder.ts';
import { ensureAreaSet, ensureCodedAreas } from './area-sets.ts';
import { ensureDataset, openBatch, replaceBatches } from './batch.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { ONS_SUPPLIER, onsDataset } from './ons-dataset.ts';
import { reassignEvents } from './reassign-events.ts';
import { readWhole } from './source-file.ts';
import { tableResult } from './table-result.ts';

/** Geometry sent with one statement, bytes: far below what either engine takes, few enough statements. */
const BYTES_A_STATEMENT = 2_000_000;

/**
 * Load the boundaries of one set of areas, or of a part of it (one county's file after another). An area that is there already
 * gets the new geometry and keeps its id. Then events are counted again in the areas they now fall in.
 *
 * A set is of one level of detail: a simplified file is refused where detailed boundaries of the same areas' set are loaded, and a
 * detailed file removes the simplified ones.
 */
export async function loadBoundaries(given: FileLoad): Promise<FileResult> {
  const { file, tally } = given;
  const { db } = given.load;
  const boundaries = readBoundaries(decodeText(await readWhole(file)), tally);
  given.onBytes(file.bytes);
  const { family, boundaryYear, detail } = boundaries;
  const set = `${family}${boundaryYear}`;
  const { datasetId, slug } = await ensureDataset(
    db,
    onsDataset(`boundaries-${set}`, 'boundaries', `Boundaries of ${family.toUpperCase()} ${boundaryYear}`),
    given.synthetic,
  );
  const areaSetId = await ensureAreaSet(db, family, boundaryYear);
  const cleared = await settleDetail(db, areaSetId, boundaries, set);
  const batchId = await openBatch(db, {
    datasetId,
    supplier: ONS_SUPPLIER,
    monthNo: null,
    file,
    importedBy: given.importedBy,
  });
  for (const page of pagesOf(boundaries.areas)) {
    const repaired = await writeAreas(db, areaSetId, boundaryYear, batchId, page);
    for (const { feature, reason } of repaired)
      tally.note(
        feature,
        'geometry',
        'ring-repaired',
        `An invalid ring was repaired (first seen: ${reason}).`,
      );
  }
  await writeDistricts(db, boundaries, batchId);
  await sql`
    update area_set set simplified = ${detail.simplified}, vertex_spacing_m = (
      select sum(st_perimeter(geom)) / sum(st_npoints(geom) - st_nrings(geom))
      from area where area_set_id = ${areaSetId} and geom is not null)
    where area_set_id = ${areaSetId}`.execute(db);
  await replaceEmptiedBatches(db, datasetId, batchId);
  const level = LEVEL_OF_FAMILY[family];
  const counts = level === 'ward' || level === 'lsoa';
  return tableResult({
    batchId,
    dataset: slug,
    supplier: ONS_SUPPLIER,
    notes: [
      `${counted(boundaries.areas.length, 'area')} of ${set}, read as ${boundaries.crs} because ${boundaries.crsBecause}.`,
      `Mean boundary segment ${Math.round(detail.spacingM)} m, median vertex ${Math.round(detail.medianOffsetM)} m off the line through its neighbours: ${
        detail.simplified ? 'simplified, for drawing and not for counting' : 'detailed enough to count with'
      }.`,
      ...(cleared > 0 ? [`${cleared} simplified boundaries of the same set were removed.`] : []),
    ],
    eventsReassigned: counts ? await reassignEvents(db, await loadAreaFinder(db)) : 0,
  });
}

/** Keep the set to one level of detail. Returns how many simplified boundaries were removed. */
async function settleDetail(
  db: Kysely<Tables>,
  areaSetId: number,
  { detail }: BoundaryFile,
  set: string,
): Promise<number> {
  const { simplified } = await db
    .selectFrom('area_set')
    .select('simplified')
    .where('area_set_id', '=', areaSetId)
    .executeTakeFirstOrThrow();
  if (simplified === false && detail.simplified)
    throw new ImportRefusedError(
      'coarser-than-loaded',
      `Detailed boundaries of ${set} are loaded already; this file is simplified and would make counts wrong.`,
      `median vertex ${Math.round(detail.medianOffsetM)} m off the line through its neighbours`,
      'Nothing needs doing, or fetch the generalised (BGC) or full-resolution (BFC) file for the missing areas.',
    );
  if (simplified !== true || detail.simplified) return 0;
  const { numUpdatedRows } = await db
    .updateTable('area')
    .set({ geom: null, area_m2: null })
    .where('area_set_id', '=', areaSetId)
    .where('geom', 'is not', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

interface WrittenArea extends BoundaryArea {
  readonly wkb: string;
}

function* pagesOf(areas: readonly BoundaryArea[]): Generator<WrittenArea[]> {
  let page: WrittenArea[] = [];
  let bytes = 0;
  for (const area of areas) {
    const wkb = toWkb(area.polygons).toString('base64');
    page.push({ ...area, wkb });
    bytes += wkb.length;
    if (bytes < BYTES_A_STATEMENT) continue;
    yield page;
    page = [];
    bytes = 0;
  }
  if (page.length > 0) yield page;
}

/** Write areas, repairing invalid rings to polygons. Returns which were invalid, and why. */
async function writeAreas(
  db: Kysely<Tables>,
  areaSetId: number,
  boundaryYear: number,
  batchId: number,
  areas: readonly WrittenArea[],
): Promise<{ feature: number; reason: string }[]> {
  const rows = JSON.stringify(
    areas.map(({ feature, code, name, districtCode, wkb }) => ({
      feature,
      code,
      name,
      district: districtCode,
      wkb,
    })),
  );
  const { rows: checked } = await sql<{ feature: number; reason: string | null; empty: boolean }>`
    select feature, case when st_isvalid(g) then null else st_isvalidreason(g) end as reason,
      st_isempty(st_collectionextract(st_makevalid(g), 3)) as empty
    from (
      select feature, st_setsrid(st_geomfromwkb(decode(wkb, 'base64')), 27700) as g
      from jsonb_to_recordset(${rows}::text::jsonb) as given (feature int, wkb text)
    ) as read`.execute(db);
  const empty = checked.find((area) => area.empty);
  if (checked.length !== areas.length || empty)
    throw new ImportRefusedError(
      'geometry-not-area',
      `Feature ${empty?.feature ?? areas[0].feature} encloses no area, even after repair.`,
      empty?.reason ?? 'no geometry',
      'Fetch the file again, or remove the feature.',
      { line: empty?.feature ?? areas[0].feature },
    );
  await sql`
    insert into area (area_set_id, code, boundary_year, name, district_code, area_m2, geom, batch_id)
    select ${areaSetId}::int, code, ${boundaryYear}::smallint, name, district, st_area(g), g, ${batchId}::int
    from (
      select code, name, district,
        st_multi(st_collectionextract(st_makevalid(st_setsrid(st_geomfromwkb(decode(wkb, 'base64')), 27700)), 3)) as g
      from jsonb_to_recordset(${rows}::text::jsonb) as given (code text, name text, district text, wkb text)
    ) as made
    on conflict (area_set_id, code) do update
    set name = excluded.name, district_code = coalesce(excluded.district_code, area.district_code),
      area_m2 = excluded.area_m2, geom = excluded.geom, batch_id = excluded.batch_id`.execute(db);
  return checked.flatMap(({ feature, reason }) => (reason === null ? [] : [{ feature, reason }]));
}

/** The districts that the areas name, known by code so that they have names. */
async function writeDistricts(
  db: Kysely<Tables>,
  { district, areas }: BoundaryFile,
  batchId: number,
): Promise<void> {
  if (!district) return;
  const byCode = new Map(areas.map((a) => [a.districtCode, a.districtName]));
  const districts = [...byCode].flatMap(([code, name]) =>
    code === null ? [] : [{ code, name: name ?? code, districtCode: null }],
  );
  const areaSetId = await ensureAreaSet(db, district.family, district.boundaryYear);
  await ensureCodedAreas(db, areaSetId, district.boundaryYear, districts, batchId);
}

/** A batch whose every area has newer boundaries counts no longer. */
async function replaceEmptiedBatches(db: Kysely<Tables>, datasetId: number, batchId: number): Promise<void> {
  const emptied = await db
    .selectFrom('import_batch')
    .select('batch_id')
    .where('dataset_id', '=', datasetId)
    .where('state', '=', 'live')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('area')
            .select('area_id')
            .whereRef('area.batch_id', '=', 'import_batch.batch_id')
            .where('geom', 'is not', null),
        ),
      ),
    )
    .execute();
  await replaceBatches(
    db,
    emptied.map((batch) => batch.batch_id),
    batchId,
  );
}
