import { createHash } from 'node:crypto';
import type { AreasQuery, AreasResult } from '../contract/areas.ts';
import type { Catalogue } from '../contract/catalogue.ts';
import type { HotSpotQuery, HotSpotResult } from '../contract/hot-spots.ts';
import type { MeasuresQuery, MeasuresResult } from '../contract/measures.ts';
import type { WardLayerQuery, WardLayerResult } from '../contract/ward-layer.ts';
import type { NewWeightTable, WeightTable, WeightTables } from '../contract/weights.ts';
import type { Database } from '../db/database.ts';
import { readDataVersion } from '../db/queries/data-version.ts';
import { areas } from './areas.ts';
import { catalogue } from './catalogue.ts';
import { HoldingsReader } from './holdings.ts';
import { HOT_SPOT_DEFINITION } from './hot-spot-method.ts';
import { hotSpotKey, hotSpots, resolveHotSpots } from './hot-spots.ts';
import { ResultCache } from './result-cache.ts';
import { StudyAreaCutter } from './study-area-cells.ts';
import { resolveWardLayer, WARD_LAYER_DEFINITION, wardLayer, wardLayerKey } from './ward-layer.ts';
import { MEASURES_DEFINITION, measures } from './ward-risk/measures.ts';
import { loadMeasures } from './ward-risk/measures-inputs.ts';
import { measuresKey, resolveMeasures } from './ward-risk/measures-request.ts';
import { addWeightVersion, describeWeightTables, readAllWeightSets } from './ward-risk/weight-tables.ts';

/** A result and the tag that changes when it would. `make` computes it, or returns it where it is kept. */
export interface Tagged<T> {
  readonly etag: string;
  make(): Promise<T>;
}

const RESULTS_KEPT = 64;

/** Every question the API answers, behind one object: routes call this and nothing else. */
export class AnalysisService {
  readonly #database: Database;
  readonly #holdings: HoldingsReader;
  readonly #cutter: StudyAreaCutter;
  readonly #version: string;
  readonly #results = new ResultCache<unknown>(RESULTS_KEPT);

  /** @param version of the product, part of every tag */
  constructor(database: Database, version: string) {
    this.#database = database;
    this.#version = version;
    this.#holdings = new HoldingsReader(database);
    this.#cutter = new StudyAreaCutter(database);
  }

  /** Whether the database answers; throws when it does not. */
  async ready(): Promise<{ database: string; dataVersion: number }> {
    const { version } = await readDataVersion(this.#database.db);
    return { database: this.#database.versions, dataVersion: version };
  }

  async catalogue(): Promise<Tagged<Catalogue>> {
    const holdings = await this.#holdings.read();
    return this.#tagged('catalogue', holdings.dataVersion, () =>
      catalogue(this.#database, holdings, this.#version),
    );
  }

  async areas(query: AreasQuery): Promise<Tagged<AreasResult>> {
    const { version } = await readDataVersion(this.#database.db);
    const key = JSON.stringify(['areas', query.family, query.boundaryYear, query.district ?? null]);
    return this.#tagged(key, version, () => areas(this.#database, query));
  }

  async hotSpots(query: HotSpotQuery): Promise<Tagged<HotSpotResult>> {
    const holdings = await this.#holdings.read();
    const request = resolveHotSpots(holdings, query);
    return this.#tagged(hotSpotKey(request) + HOT_SPOT_DEFINITION, holdings.dataVersion, () =>
      hotSpots(this.#database, this.#cutter, holdings, request),
    );
  }

  async wardLayer(query: WardLayerQuery): Promise<Tagged<WardLayerResult>> {
    const holdings = await this.#holdings.read();
    const selection = resolveWardLayer(holdings, query);
    return this.#tagged(wardLayerKey(selection) + WARD_LAYER_DEFINITION, holdings.dataVersion, () =>
      wardLayer(this.#database, holdings, selection),
    );
  }

  /** Every measure of each ward or LSOA of a district, with its uncertainty. */
  async measures(query: MeasuresQuery): Promise<Tagged<MeasuresResult>> {
    const holdings = await this.#holdings.read();
    const request = resolveMeasures(holdings, await readAllWeightSets(this.#database), query);
    return this.#tagged(measuresKey(request) + MEASURES_DEFINITION, holdings.dataVersion, async () =>
      measures(await loadMeasures(this.#database, holdings, request)),
    );
  }

  async weightTables(): Promise<WeightTables> {
    return describeWeightTables(await readAllWeightSets(this.#database));
  }

  /** @param createdBy who asks, for the version's record */
  async addWeightTable(slug: string, given: NewWeightTable, createdBy: string): Promise<WeightTable> {
    return addWeightVersion(this.#database, slug, given, createdBy);
  }

  #tagged<T>(key: string, dataVersion: number, make: () => Promise<T>): Tagged<T> {
    const digest = createHash('sha256')
      .update(`${this.#version}|${dataVersion}|${key}`)
      .digest('base64url')
      .slice(0, 27);
    return { etag: `"${digest}"`, make: () => this.#results.get(digest, make) as Promise<T> };
  }
}
