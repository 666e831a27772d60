import type { Database } from '../db/database.ts';
import { readDataVersion } from '../db/queries/data-version.ts';
import { type LayerDataset, readLayerDatasets } from '../db/queries/layer-datasets.ts';
import {
  type CategoryCount,
  readCategoryCounts,
  readSuppliedMonths,
  type SuppliedMonth,
} from '../db/queries/layer-supply.ts';
import { type DistrictWards, readDistrictWards, readWards, type WardArea } from '../db/queries/ward-sets.ts';

/** One layer of the map and what was supplied of it. */
export interface LayerHolding {
  readonly layer: string;
  readonly datasets: readonly LayerDataset[];
  readonly categories: readonly CategoryCount[];
  readonly supply: readonly SuppliedMonth[];
}

/** A district and the ward set that its events are counted with. */
export interface DistrictHolding extends DistrictWards {
  readonly wardAreas: readonly WardArea[];
}

/** What the service holds, at one version of the data: everything a request can name. */
export interface Holdings {
  readonly dataVersion: number;
  readonly changedAt: Date;
  readonly layers: readonly LayerHolding[];
  /** Most events first. */
  readonly districts: readonly DistrictHolding[];
}

/** Reads what is held, once per version of the data. */
export class HoldingsReader {
  readonly #database: Database;
  #held: Promise<Holdings> | undefined;
  #heldVersion = -1;

  constructor(database: Database) {
    this.#database = database;
  }

  async read(): Promise<Holdings> {
    const { version, changedAt } = await readDataVersion(this.#database.db);
    if (!this.#held || this.#heldVersion !== version) {
      this.#heldVersion = version;
      const reading = readHoldings(this.#database, version, changedAt);
      this.#held = reading;
      reading.catch(() => {
        if (this.#held === reading) this.#held = undefined;
      });
    }
    return this.#held;
  }
}

async function readHoldings({ db }: Database, dataVersion: number, changedAt: Date): Promise<Holdings> {
  const datasets = await readLayerDatasets(db);
  const datasetIds = datasets.map(({ datasetId }) => datasetId);
  const supply = await readSuppliedMonths(db, datasetIds);
  const categories = await readCategoryCounts(db, datasetIds);
  const layers = [...new Set(datasets.map(({ layer }) => layer))].map((layer): LayerHolding => {
    const own = datasets.filter((dataset) => dataset.layer === layer);
    const ids = new Set(own.map(({ datasetId }) => datasetId));
    return {
      layer,
      datasets: own,
      categories: mergeCategories(categories.filter(({ datasetId }) => ids.has(datasetId))),
      supply: supply.filter(({ datasetId }) => ids.has(datasetId)),
    };
  });
  const districts: DistrictHolding[] = [];
  for (const district of bestSetOfEachDistrict(await readDistrictWards(db))) {
    districts.push({
      ...district,
      wardAreas: await readWards(db, district.areaSetId, district.districtCode),
    });
  }
  return { dataVersion, changedAt, layers, districts };
}

/** The least generalised boundaries count; simplified ones only where there are no others. */
function bestSetOfEachDistrict(sets: readonly DistrictWards[]): DistrictWards[] {
  const best = new Map<string, DistrictWards>();
  for (const set of sets) {
    const known = best.get(set.districtCode);
    if (!known || rank(set) < rank(known)) best.set(set.districtCode, set);
  }
  return [...best.values()].sort((a, b) => b.events - a.events);
}

function rank({ simplified, vertexSpacingM }: DistrictWards): number {
  return (simplified ? 1e12 : 0) + vertexSpacingM;
}

/** A category of several datasets of one layer is one category. */
function mergeCategories(rows: readonly CategoryCount[]): CategoryCount[] {
  const merged = new Map<number, CategoryCount>();
  for (const row of rows) {
    const known = merged.get(row.categoryId);
    merged.set(
      row.categoryId,
      known
        ? { ...known, events: known.events + row.events, notMapped: known.notMapped + row.notMapped }
        : row,
    );
  }
  return [...merged.values()];
}
