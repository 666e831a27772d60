import type { Asker } from '../access/asker.ts';
import type { AreaPageQuery } from '../contract/area-pages.ts';
import type { AreasQuery } from '../contract/areas.ts';
import type { CoincidenceQuery } from '../contract/coincidence.ts';
import type {
  CompositePreview,
  CompositeProfile,
  IngredientsQuery,
  NewProfile,
  ProfileResultQuery,
  VliQuery,
} from '../contract/composites.ts';
import type { DataQualityQuery } from '../contract/data-quality.ts';
import type { EmergingQuery } from '../contract/emerging.ts';
import type { FreezeRequest } from '../contract/frozen-results.ts';
import type { HotSpotQuery } from '../contract/hot-spots.ts';
import type { MeasuresQuery } from '../contract/measures.ts';
import type { NeedQuery } from '../contract/need-provision.ts';
import type { PeriodChangeQuery } from '../contract/period-change.ts';
import type { RiskFactorsQuery } from '../contract/risk-factors.ts';
import type { ServicesQuery } from '../contract/services.ts';
import type { WardLayerQuery } from '../contract/ward-layer.ts';
import type { NewWeightTable, WeightTable, WeightTables } from '../contract/weights.ts';
import type { DrawnShape } from '../contract/workspace.ts';
import type { Database } from '../db/database.ts';
import { readDataVersion } from '../db/queries/data-version.ts';
import { answerDistrictPage, answerMeasures, answerWardPage } from './answers/area-page-answers.ts';
import {
  answerComposite,
  answerIngredients,
  answerProfile,
  answerProfiles,
  answerVulnerableLocalities,
} from './answers/composite-answers.ts';
import { answerFrozen, answerFrozenCheck, answerFrozenList, freezeResult } from './answers/frozen-answers.ts';
import { answerAreas, answerCatalogue, answerDataQuality } from './answers/holdings-answers.ts';
import {
  answerCoincidence,
  answerEmerging,
  answerHotSpots,
  answerPeriodChange,
  answerWardLayer,
} from './answers/map-answers.ts';
import { answerFactorKinds, answerNeed, answerRiskFactors, answerServices } from './answers/place-answers.ts';
import { answerAreaCheck, answerKeptArea } from './answers/study-area-answers.ts';
import { Asking, type Common } from './asking.ts';
import { HoldingsReader } from './holdings.ts';
import { databaseQueryHistory } from './query-history.ts';
import { defaultPolicyOf, type PolicyOf, Releases } from './releases.ts';
import { ResultCache } from './result-cache.ts';
import { StudyAreaCutter } from './study-area-cells.ts';
import { saveProfile } from './ward-risk/profiles.ts';
import { addWeightVersion, describeWeightTables, readAllWeightSets } from './ward-risk/weight-tables.ts';

export type { Tagged } from './asking.ts';

const RESULTS_KEPT = 64;

/** Every question the API answers, behind one object: routes call `service.for(asker)` and nothing else. */
export class AnalysisService {
  readonly #common: Common;

  /**
   * @param version of the product, part of every tag
   * @param policyOf what may be shown of each sensitivity class
   */
  static open(
    database: Database,
    version: string,
    now: () => Date = () => new Date(),
    policyOf: PolicyOf = defaultPolicyOf,
  ): AnalysisService {
    return new AnalysisService({
      database,
      reader: new HoldingsReader(database),
      cutter: new StudyAreaCutter(database),
      releases: new Releases(database, policyOf),
      history: databaseQueryHistory(database),
      version,
      results: new ResultCache(RESULTS_KEPT),
      now,
    });
  }

  private constructor(common: Common) {
    this.#common = common;
  }

  /** The questions, asked by someone: about what they may see. */
  for(asker: Asker): Questions {
    return new Questions(new Asking(this.#common, asker));
  }

  /** Whether the database answers; throws when it does not. */
  async ready(): Promise<{ database: string; dataVersion: number }> {
    const { database } = this.#common;
    const { version } = await readDataVersion(database.db);
    return { database: database.versions, dataVersion: version };
  }
}

/** What can be asked. Each question has its own file or its own part of one in `answers/`. */
export class Questions {
  readonly #asking: Asking;

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  catalogue = () => answerCatalogue(this.#asking);
  dataQuality = (query: DataQualityQuery) => answerDataQuality(this.#asking, query);
  areas = (query: AreasQuery) => answerAreas(this.#asking, query);

  hotSpots = (query: HotSpotQuery) => answerHotSpots(this.#asking, query);
  wardLayer = (query: WardLayerQuery) => answerWardLayer(this.#asking, query);
  coincidence = (query: CoincidenceQuery) => answerCoincidence(this.#asking, query);
  periodChange = (query: PeriodChangeQuery) => answerPeriodChange(this.#asking, query);
  emerging = (query: EmergingQuery) => answerEmerging(this.#asking, query);

  checkArea = (shape: DrawnShape) => answerAreaCheck(this.#asking, shape);
  /** @param version null: the latest */
  keptArea = (id: number, version: number | null) => answerKeptArea(this.#asking, id, version);

  measures = (query: MeasuresQuery) => answerMeasures(this.#asking, query);
  wardPage = (code: string, query: AreaPageQuery) => answerWardPage(this.#asking, code, query);
  districtPage = (code: string, query: AreaPageQuery) => answerDistrictPage(this.#asking, code, query);

  ingredients = (query: IngredientsQuery) => answerIngredients(this.#asking, query);
  composite = (preview: CompositePreview) => answerComposite(this.#asking, preview);
  profiles = () => answerProfiles(this.#asking);
  profileResult = (slug: string, query: ProfileResultQuery) => answerProfile(this.#asking, slug, query);
  vulnerableLocalities = (query: VliQuery) => answerVulnerableLocalities(this.#asking, query);

  /** @param frozenBy who asks, for the record */
  freeze = (request: FreezeRequest, frozenBy: string) => freezeResult(this.#asking, request, frozenBy);
  frozenResults = () => answerFrozenList(this.#asking);
  frozenResult = (id: string) => answerFrozen(this.#asking, id);
  checkFrozenResult = (id: string) => answerFrozenCheck(this.#asking, id);

  factorKinds = () => answerFactorKinds(this.#asking);
  services = (query: ServicesQuery) => answerServices(this.#asking, query);
  riskFactors = (query: RiskFactorsQuery) => answerRiskFactors(this.#asking, query);
  needAgainstProvision = (query: NeedQuery) => answerNeed(this.#asking, query);

  async saveProfile(profile: NewProfile, createdBy: string): Promise<CompositeProfile> {
    const { database } = this.#asking;
    return saveProfile(database, await readAllWeightSets(database), profile, createdBy);
  }

  async weightTables(): Promise<WeightTables> {
    return describeWeightTables(await readAllWeightSets(this.#asking.database));
  }

  /** @param createdBy who asks, for the version's record */
  async addWeightTable(slug: string, given: NewWeightTable, createdBy: string): Promise<WeightTable> {
    return addWeightVersion(this.#asking.database, slug, given, createdBy);
  }
}
