import { readLookup } from '../formats/lookup.ts';
import type { AreaFamily } from '../steps/area-column.ts';
import { counted } from '../steps/counted.ts';
import { loadAreaFinder } from './area-finder.ts';
import { type CodedArea, ensureAreaSet, ensureCodedAreas } from './area-sets.ts';
import { ensureDataset, openBatch, replaceEmptied } from './batch.ts';
import { copyRows } from './copy-text.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { ONS_SUPPLIER, onsDataset } from './ons-dataset.ts';
import { reassignEvents } from './reassign-events.ts';
import { readWhole } from './source-file.ts';
import { tableResult } from './table-result.ts';

/**
 * Load a lookup between areas. Its areas are made known by code and name. Pairs replace those of the same finer area
 * between the same two vintages. Then events whose ward comes from a lookup are counted again.
 */
export async function loadLookup(given: FileLoad): Promise<FileResult> {
  const { file, tally } = given;
  const { db } = given.load;
  const lookup = readLookup(await readWhole(file), tally);
  given.onBytes(file.bytes);
  const { datasetId, slug } = await ensureDataset(
    db,
    onsDataset('area-lookup', 'lookup', 'Lookups between statistical and administrative areas'),
    given.synthetic,
  );
  const batchId = await openBatch(db, {
    datasetId,
    supplier: ONS_SUPPLIER,
    monthNo: null,
    file,
    importedBy: given.importedBy,
  });

  const sets = new Map<string, { family: AreaFamily; boundaryYear: number; areas: CodedArea[] }>();
  for (const area of lookup.areas) {
    const key = `${area.family}${area.boundaryYear}`;
    const set = sets.get(key) ?? { family: area.family, boundaryYear: area.boundaryYear, areas: [] };
    set.areas.push(area);
    sets.set(key, set);
  }
  let newAreas = 0;
  for (const { family, boundaryYear, areas } of sets.values()) {
    const areaSetId = await ensureAreaSet(db, family, boundaryYear);
    newAreas += await ensureCodedAreas(db, areaSetId, boundaryYear, areas, batchId);
  }

  const links = new Map<string, { from: (typeof lookup.pairs)[number]; codes: string[] }>();
  for (const pair of lookup.pairs) {
    const key = `${pair.fromFamily}${pair.fromYear}-${pair.toFamily}${pair.toYear}`;
    const link = links.get(key) ?? { from: pair, codes: [] };
    link.codes.push(pair.fromCode);
    links.set(key, link);
  }
  for (const { from, codes } of links.values())
    for (let i = 0; i < codes.length; i += 10_000)
      await db
        .deleteFrom('area_lookup')
        .where('from_family', '=', from.fromFamily)
        .where('from_year', '=', from.fromYear)
        .where('to_family', '=', from.toFamily)
        .where('to_year', '=', from.toYear)
        .where('from_code', 'in', codes.slice(i, i + 10_000))
        .execute();
  await copyRows(
    given.load,
    'area_lookup',
    ['from_family', 'from_year', 'from_code', 'to_family', 'to_year', 'to_code', 'change_code', 'batch_id'],
    lookup.pairs.map((p) => [
      p.fromFamily,
      p.fromYear,
      p.fromCode,
      p.toFamily,
      p.toYear,
      p.toCode,
      p.changeCode,
      batchId,
    ]),
  );
  await replaceEmptied(db, datasetId, batchId, 'area_lookup');
  return tableResult({
    batchId,
    dataset: slug,
    supplier: ONS_SUPPLIER,
    notes: [
      `${counted(lookup.pairs.length, 'pair')} between ${lookup.columns.map((c) => `${c.family}${c.boundaryYear}`).join(', ')}; ${counted(newAreas, 'area was', 'areas were')} not known before.`,
    ],
    eventsReassigned: await reassignEvents(db, await loadAreaFinder(db)),
  });
}
