import type { Database } from '../db/database.ts';
import {
  type CodePopulation,
  readLookup,
  readLsoaWards,
  readPopulations,
} from '../db/queries/area-population.ts';
import type { DistrictHolding } from './holdings.ts';

/** Residents by ward, and how the figure was come by. */
export interface WardPopulation {
  /** Residents by ward code. A ward without an entry was not supplied. */
  readonly byWard: ReadonlyMap<string, number>;
  readonly referenceYear: number;
  readonly method: string;
  readonly source: string;
  /** Slug of the dataset. */
  readonly dataset: string;
}

/**
 * Residents of each ward of a district in the reference year nearest to `year`. Tried in order, the first that covers
 * every ward wins, else the one that covers most: the wards' own figures; LSOA figures added up by a published lookup to
 * these wards; LSOA figures added up by where a point inside each LSOA lies. An LSOA goes to one ward whole (best fit).
 *
 * @returns null where no figure reaches any ward
 */
export async function wardPopulation(
  { db }: Database,
  district: DistrictHolding,
  year: number,
): Promise<WardPopulation | null> {
  const { family, boundaryYear, areaSetId, wardAreas, datasetIds } = district;
  const wards = new Set(wardAreas.map(({ code }) => code));
  const candidates: WardPopulation[] = [];

  const own = (await readPopulations(db, datasetIds, family)).filter(
    (row) => row.boundaryYear === boundaryYear && wards.has(row.code),
  );
  const ownYear = nearestYear(own, year);
  if (ownYear !== null) {
    const rows = own.filter(({ referenceYear }) => referenceYear === ownYear);
    candidates.push({
      byWard: new Map(rows.map(({ code, population }) => [code, population])),
      referenceYear: ownYear,
      method: "the wards' own figures",
      source: rows[0].source,
      dataset: rows[0].dataset,
    });
  }

  const lsoas = await readPopulations(db, datasetIds, 'lsoa');
  const lsoaYear = nearestYear(lsoas, year);
  if (lsoaYear !== null) {
    const rows = lsoas.filter(({ referenceYear }) => referenceYear === lsoaYear);
    const vintages = [...new Set(rows.map((row) => row.boundaryYear))];
    const lookup = (await readLookup(db, { family: 'lsoa' }, { family, boundaryYear })).filter(
      ({ fromYear }) => vintages.includes(fromYear),
    );
    const sums = addUp(rows, new Map(lookup.map(({ fromCode, toCode }) => [fromCode, toCode])), wards);
    candidates.push({ ...sums, method: 'LSOA figures added up by the published lookup (best fit)' });
    for (const vintage of vintages) {
      const inside = await readLsoaWards(db, vintage, areaSetId);
      const placed = addUp(
        rows,
        new Map(inside.map(({ lsoaCode, wardCode }) => [lsoaCode, wardCode])),
        wards,
      );
      candidates.push({
        ...placed,
        method: 'LSOA figures added up by the ward that a point inside each LSOA lies in (best fit)',
      });
    }
  }

  const best = candidates.reduce<WardPopulation | null>(
    (known, candidate) => (candidate.byWard.size > (known?.byWard.size ?? 0) ? candidate : known),
    null,
  );
  return best;
}

function nearestYear(rows: readonly CodePopulation[], year: number): number | null {
  let nearest: number | null = null;
  for (const { referenceYear } of rows) {
    if (nearest === null || Math.abs(referenceYear - year) < Math.abs(nearest - year))
      nearest = referenceYear;
  }
  return nearest;
}

function addUp(
  rows: readonly CodePopulation[],
  wardOf: ReadonlyMap<string, string>,
  wards: ReadonlySet<string>,
): Omit<WardPopulation, 'method'> {
  const byWard = new Map<string, number>();
  for (const { code, population } of rows) {
    const ward = wardOf.get(code);
    if (ward !== undefined && wards.has(ward)) byWard.set(ward, (byWard.get(ward) ?? 0) + population);
  }
  return { byWard, referenceYear: rows[0].referenceYear, source: rows[0].source, dataset: rows[0].dataset };
}
