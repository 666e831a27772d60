import type { Asker } from '../access/asker.ts';
import { visibleDatasets } from '../access/visible-datasets.ts';
import type { Database } from '../db/database.ts';
import type { HeldEvents } from '../db/held-events.ts';
import { readDataVersion } from '../db/queries/data-version.ts';
import {
  type HeldDataset,
  type LayerDataset,
  readHeldDatasets,
  readLayerDatasets,
} from '../db/queries/layer-datasets.ts';
import {
  type CategoryCount,
  readCategoryCounts,
  readSuppliedMonths,
  type SuppliedMonth,
} from '../db/queries/layer-supply.ts';
import { type DistrictWards, readDistrictWards, readWards, type WardArea } from '../db/queries/ward-sets.ts';
import { EventMemory } from './event-memory.ts';
import type { StudyArea } from './selection.ts';

/** One layer of the map and what was supplied of it. */
export interface LayerHolding {
  readonly layer: string;
  readonly datasets: readonly LayerDataset[];
  readonly categories: readonly CategoryCount[];
  readonly supply: readonly SuppliedMonth[];
  /** The events of a district in memory, where they are there yet; left out for restricted layers, which are never held. */
  readonly eventsIn?: (district: DistrictHolding) => HeldEvents | null;
}

/** A district and the ward set that its events are counted with. */
export interface DistrictHolding extends DistrictWards {
  readonly wardAreas: readonly WardArea[];
  /** Every dataset that the asker may see, layers or not: figures of its areas and notes are read from these alone. */
  readonly datasetIds: readonly number[];
}

/** What the service holds for one asker, at one version of the data: everything a request of theirs can name. */
export interface Holdings {
  readonly dataVersion: number;
  /** Names the set of datasets seen: equal for askers who see the same. */
  readonly visibility: string;
  readonly changedAt: Date;
  /** Every dataset seen, layers or not, by id. */
  readonly datasetIds: readonly number[];
  /** Their names: a result kept earlier is shown to who sees all that it was made from. */
  readonly datasetSlugs: ReadonlySet<string>;
  readonly layers: readonly LayerHolding[];
  /** Most events first. */
  readonly districts: readonly DistrictHolding[];
  /** Study areas that somebody drew, as far as the request names any. */
  readonly drawnAreas?: readonly StudyArea[];
}

/** Sets of visible datasets whose holdings are kept; partners and roles make few. */
const VISIBILITIES_KEPT = 32;

/** Reads what is held, once per version of the data and set of datasets that somebody may see. */
export class HoldingsReader {
  readonly #database: Database;
  #datasets: Promise<{ layers: LayerDataset[]; all: HeldDataset[] }> | undefined;
  #held = new Map<string, Promise<Holdings>>();
  #heldVersion = -1;
  #memory: EventMemory;

  constructor(database: Database) {
    this.#database = database;
    this.#memory = new EventMemory(database);
  }

  /** @param today YYYY-MM-DD, since a record of sharing may have run out */
  async read(asker: Pick<Asker, 'roles' | 'organisation'>, today: string): Promise<Holdings> {
    const { version, changedAt } = await readDataVersion(this.#database.db);
    if (this.#heldVersion !== version) {
      this.#heldVersion = version;
      this.#held = new Map();
      this.#memory = new EventMemory(this.#database);
      this.#datasets = undefined;
    }
    this.#datasets ??= readDatasets(this.#database);
    const held = this.#held;
    let datasets: LayerDataset[];
    let seen: HeldDataset[];
    try {
      const known = await this.#datasets;
      datasets = visibleDatasets(asker, known.layers, today);
      seen = visibleDatasets(asker, known.all, today);
    } catch (error) {
      this.#datasets = undefined;
      throw error;
    }
    const visibility = seen.map(({ datasetId }) => datasetId).join(',');
    let reading = held.get(visibility);
    if (!reading) {
      const about = { dataVersion: version, changedAt, visibility };
      reading = readHoldings(this.#database, this.#memory, datasets, seen, about);
      held.set(visibility, reading);
      reading.catch(() => held.delete(visibility));
      if (held.size > VISIBILITIES_KEPT) {
        const [oldest] = held.keys();
        held.delete(oldest);
      }
    }
    return reading;
  }
}

async function readDatasets({ db }: Database): Promise<{ layers: LayerDataset[]; all: HeldDataset[] }> {
  return { layers: await readLayerDatasets(db), all: await readHeldDatasets(db) };
}

async function readHoldings(
  { db }: Database,
  memory: EventMemory,
  datasets: readonly LayerDataset[],
  seen: readonly HeldDataset[],
  version: Pick<Holdings, 'dataVersion' | 'changedAt' | 'visibility'>,
): Promise<Holdings> {
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
      supply: supply
        .filter(({ datasetId }) => ids.has(datasetId))
        .map((row) => (own.every(isOpen) ? row : { ...row, reason: '' })),
      ...(own.every(isOpen) ? { eventsIn: (district) => memory.of([...ids], district) } : {}),
    };
  });
  // Sums over layers are shown beside the places: restricted events have no part in them.
  const openIds = datasets.filter(isOpen).map(({ datasetId }) => datasetId);
  const seenIds = seen.map(({ datasetId }) => datasetId);
  const districts: DistrictHolding[] = [];
  for (const district of bestSetOfEachDistrict(await readDistrictWards(db, openIds))) {
    districts.push({
      ...district,
      wardAreas: await readWards(db, district.areaSetId, district.districtCode, openIds),
      datasetIds: seenIds,
    });
  }
  const datasetSlugs = new Set(seen.map(({ slug }) => slug));
  return { ...version, datasetIds: seenIds, datasetSlugs, layers, districts };
}

/** The completeness check's reasons quote counts, and so do sums: open data may show both, other data neither. */
function isOpen({ sensitivityClass }: LayerDataset): boolean {
  return sensitivityClass === 'open';
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
