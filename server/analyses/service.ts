import { createHash } from 'node:crypto';
import type { Asker } from '../access/asker.ts';
import type { AuditSubject } from '../access/audit-log.ts';
import { ukDay, visibleDatasets } from '../access/visible-datasets.ts';
import type { AreaPageQuery, DistrictPage, WardPage } from '../contract/area-pages.ts';
import type { AreasQuery, AreasResult } from '../contract/areas.ts';
import type { Catalogue } from '../contract/catalogue.ts';
import type { CoincidenceQuery, CoincidenceResult } from '../contract/coincidence.ts';
import type {
  CompositePreview,
  CompositeProfile,
  CompositeProfiles,
  CompositeResult,
  Ingredients,
  IngredientsQuery,
  NewProfile,
  ProfileResultQuery,
  VliQuery,
  VliResult,
} from '../contract/composites.ts';
import type { DataQuality, DataQualityQuery } from '../contract/data-quality.ts';
import type { EmergingQuery, EmergingResult } from '../contract/emerging.ts';
import type { FreezeRequest, FrozenCheck, FrozenSummary } from '../contract/frozen-results.ts';
import type { HotSpotQuery, HotSpotResult } from '../contract/hot-spots.ts';
import type { MeasuresQuery, MeasuresResult } from '../contract/measures.ts';
import type { NeedQuery, NeedResult } from '../contract/need-provision.ts';
import type { PeriodChangeQuery, PeriodChangeResult } from '../contract/period-change.ts';
import type { FactorKinds, RiskFactorsQuery, RiskFactorsResult } from '../contract/risk-factors.ts';
import type { WardLayerQuery, WardLayerResult } from '../contract/ward-layer.ts';
import type { NewWeightTable, WeightTable, WeightTables } from '../contract/weights.ts';
import type { Database } from '../db/database.ts';
import { readDataVersion } from '../db/queries/data-version.ts';
import { areas } from './areas.ts';
import { catalogue } from './catalogue.ts';
import {
  COINCIDENCE_DEFINITION,
  coincidence,
  coincidenceKey,
  resolveCoincidence,
  sidesAsked,
} from './coincidence.ts';
import { dataQuality } from './data-quality/data-quality.ts';
import { drawnAreaReference, keptStudyArea } from './drawn-area.ts';
import { emerging, emergingKey, resolveEmerging } from './emerging.ts';
import { type Holdings, HoldingsReader } from './holdings.ts';
import { HOT_SPOT_DEFINITION } from './hot-spot-method.ts';
import { hotSpotKey, hotSpots, resolveHotSpots } from './hot-spots.ts';
import { markingOf } from './marking.ts';
import {
  PERIOD_CHANGE_DEFINITION,
  periodChangeKey,
  periodChangeResult,
  resolvePeriodChange,
} from './period-change.ts';
import { databaseQueryHistory, type QueryHistory, recordQuestion } from './query-history.ts';
import { defaultPolicyOf, type PolicyOf, Releases } from './releases.ts';
import { ResultCache } from './result-cache.ts';
import { requireOpen, type Selection } from './selection.ts';
import { StudyAreaCutter } from './study-area-cells.ts';
import { useOfEverything, useOfSelection } from './use-record.ts';
import { resolveWardLayer, WARD_LAYER_DEFINITION, wardLayer, wardLayerKey } from './ward-layer.ts';
import { COMPOSITE_DEFINITION, composite } from './ward-risk/composite.ts';
import {
  type CompositeRequest,
  compositeKey,
  loadComposite,
  resolveComposite,
} from './ward-risk/composite-inputs.ts';
import { DISTRICT_PAGE_DEFINITION, districtPage, resolveDistrictPage } from './ward-risk/district-page.ts';
import { listFactors, type VisibleKinds } from './ward-risk/factor-places.ts';
import { checkFrozen, freeze, visibleFrozen } from './ward-risk/frozen-results.ts';
import { ingredients } from './ward-risk/ingredients.ts';
import { MEASURES_DEFINITION, measures } from './ward-risk/measures.ts';
import { loadMeasures } from './ward-risk/measures-inputs.ts';
import { measuresKey, resolveMeasures } from './ward-risk/measures-request.ts';
import { NEED_DEFINITION, needAgainstProvision, needKey, resolveNeed } from './ward-risk/need-provision.ts';
import { findProfile, listProfiles, saveProfile } from './ward-risk/profiles.ts';
import {
  RISK_FACTORS_DEFINITION,
  resolveRiskFactors,
  riskFactors,
  riskFactorsKey,
} from './ward-risk/risk-factors.ts';
import {
  resolveVli,
  VLI_DEFINITION,
  vliKey,
  vulnerableLocalities,
} from './ward-risk/vulnerable-localities.ts';
import {
  type PageSources,
  pageKey,
  resolveWardPage,
  WARD_PAGE_DEFINITION,
  wardPage,
} from './ward-risk/ward-page.ts';
import { addWeightVersion, describeWeightTables, readAllWeightSets } from './ward-risk/weight-tables.ts';
import { Workspace } from './workspace.ts';

/** A result and the tag that changes when it would. `make` computes it, or returns it where it is kept. */
export interface Tagged<T> {
  readonly etag: string;
  /** What is looked at, for the audit. */
  readonly about: AuditSubject;
  make(): Promise<T>;
}

const RESULTS_KEPT = 64;

/** What every asker's service has in common. */
interface Common {
  readonly database: Database;
  readonly reader: HoldingsReader;
  readonly cutter: StudyAreaCutter;
  readonly releases: Releases;
  readonly history: QueryHistory;
  readonly version: string;
  readonly results: ResultCache<unknown>;
  readonly now: () => Date;
}

/**
 * Every question the API answers, behind one object: routes call `service.for(asker)` and nothing else. It knows only the
 * datasets that the asker may see: what is hidden is as if it were not held, in answers, choices, totals and tags.
 */
export class AnalysisService {
  readonly #common: Common;
  readonly #asker: Asker | null;
  readonly #database: Database;
  readonly #cutter: StudyAreaCutter;
  readonly #version: string;
  readonly #holdings: { read(): Promise<Holdings> };
  /** Registers of places that the asker may see. */
  readonly #visibleKinds: VisibleKinds;

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
    const reader = new HoldingsReader(database);
    const cutter = new StudyAreaCutter(database);
    const releases = new Releases(database, policyOf);
    const history = databaseQueryHistory(database);
    return new AnalysisService(
      { database, reader, cutter, releases, history, version, results: new ResultCache(RESULTS_KEPT), now },
      null,
    );
  }

  private constructor(common: Common, asker: Asker | null) {
    this.#common = common;
    this.#asker = asker;
    this.#database = common.database;
    this.#cutter = common.cutter;
    this.#version = common.version;
    this.#visibleKinds = (kinds) => (asker ? visibleDatasets(asker, kinds, ukDay(common.now())) : []);
    this.#holdings = {
      read: async () => {
        if (!asker) throw new Error('Nobody asks: call service.for(asker) first.');
        return common.reader.read(asker, ukDay(common.now()));
      },
    };
  }

  /** The same questions, asked by someone: about what they may see. */
  for(asker: Asker): AnalysisService {
    return new AnalysisService(this.#common, asker);
  }

  /** Whether the database answers; throws when it does not. */
  async ready(): Promise<{ database: string; dataVersion: number }> {
    const { version } = await readDataVersion(this.#database.db);
    return { database: this.#database.versions, dataVersion: version };
  }

  async catalogue(): Promise<Tagged<Catalogue>> {
    const holdings = await this.#holdings.read();
    return this.#tagged('catalogue', holdings, useOfEverything(holdings), () =>
      catalogue(this.#database, holdings, this.#common.releases, this.#version),
    );
  }

  /** What was supplied, how well it is placed, and what is known to be odd about it. */
  async dataQuality(query: DataQualityQuery): Promise<Tagged<DataQuality>> {
    const holdings = await this.#holdings.read();
    const key = JSON.stringify(['data-quality', query.layer ?? null]);
    return this.#tagged(key, holdings, { ...useOfEverything(holdings), filters: query }, () =>
      dataQuality(this.#database, holdings, query.layer),
    );
  }

  async areas(query: AreasQuery): Promise<Tagged<AreasResult>> {
    const holdings = await this.#holdings.read();
    const key = JSON.stringify(['areas', query.family, query.boundaryYear, query.district ?? null]);
    const about = {
      ...useOfEverything(holdings),
      datasets: [],
      area: query.district ?? null,
      filters: query,
      marking: markingOf([]),
    };
    return this.#tagged(key, holdings, about, () => areas(this.#database, query));
  }

  async hotSpots(asked: HotSpotQuery): Promise<Tagged<HotSpotResult>> {
    const { holdings, query } = await this.#withDrawnArea(asked);
    await this.#record(holdings, query, true);
    const request = resolveHotSpots(holdings, query, this.#common.releases);
    const { cellSizeM, statistic, bandwidthM } = request;
    const about = useOfSelection(holdings, request.selection, { cellSizeM, statistic, bandwidthM });
    return this.#tagged(hotSpotKey(request) + HOT_SPOT_DEFINITION, holdings, about, () =>
      hotSpots(this.#database, this.#cutter, holdings, this.#common.releases, request),
    );
  }

  async wardLayer(query: WardLayerQuery): Promise<Tagged<WardLayerResult>> {
    const holdings = await this.#holdings.read();
    await this.#record(holdings, query, false);
    const request = resolveWardLayer(holdings, query, this.#common.releases);
    const about = useOfSelection(holdings, request.selection);
    return this.#tagged(wardLayerKey(request.selection) + WARD_LAYER_DEFINITION, holdings, about, () =>
      wardLayer(this.#database, holdings, this.#common.releases, request),
    );
  }

  /** Where two layers are hot together: the mental health map. */
  async coincidence(asked: CoincidenceQuery): Promise<Tagged<CoincidenceResult>> {
    const { holdings, query } = await this.#withDrawnArea(asked);
    const { releases } = this.#common;
    for (const question of sidesAsked(holdings, query)) await this.#record(holdings, question, true);
    const request = resolveCoincidence(holdings, query, releases);
    const { first, second } = request;
    const both = {
      ...first.selection.layer,
      datasets: [...first.selection.layer.datasets, ...second.selection.layer.datasets],
    };
    const about = useOfSelection(
      holdings,
      { ...first.selection, layer: both },
      {
        cellSizeM: first.cellSizeM,
        second: second.selection.layer.layer,
        secondCategories: second.selection.categories,
      },
    );
    return this.#tagged(coincidenceKey(request) + COINCIDENCE_DEFINITION, holdings, about, () =>
      coincidence(this.#database, this.#cutter, holdings, releases, request),
    );
  }

  /** What changed between two periods, by cell and ward. */
  async periodChange(asked: PeriodChangeQuery): Promise<Tagged<PeriodChangeResult>> {
    const { holdings, query } = await this.#withDrawnArea(asked);
    const request = resolvePeriodChange(holdings, query);
    requireOpen(request.after);
    const { beforeFrom, beforeTo } = query;
    const about = useOfSelection(holdings, request.after, {
      cellSizeM: request.cellSizeM,
      beforeFrom,
      beforeTo,
    });
    return this.#tagged(periodChangeKey(request) + PERIOD_CHANGE_DEFINITION, holdings, about, () =>
      periodChangeResult(this.#database, this.#cutter, holdings, request),
    );
  }

  /** How each cell came to be hot, or stopped being it, over the months supplied. */
  async emerging(asked: EmergingQuery): Promise<Tagged<EmergingResult>> {
    const { holdings, query } = await this.#withDrawnArea(asked);
    const request = resolveEmerging(holdings, query);
    requireOpen(request.selection);
    const about = useOfSelection(holdings, request.selection, { cellSizeM: request.cellSizeM });
    return this.#tagged(emergingKey(request), holdings, about, () =>
      emerging(this.#database, this.#cutter, holdings, request),
    );
  }

  /** Every measure of each ward or LSOA of a district, with its uncertainty. */
  async measures(query: MeasuresQuery): Promise<Tagged<MeasuresResult>> {
    const holdings = await this.#holdings.read();
    const request = resolveMeasures(holdings, await readAllWeightSets(this.#database), query);
    const about = useOfSelection(holdings, request.selection, query);
    return this.#tagged(measuresKey(request) + MEASURES_DEFINITION, holdings, about, async () =>
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

  /** What a composite can be built from. */
  async ingredients(query: IngredientsQuery): Promise<Tagged<Ingredients>> {
    const holdings = await this.#holdings.read();
    const weightSets = await readAllWeightSets(this.#database);
    const key = JSON.stringify(['ingredients', query.area ?? null, query.level ?? null, weightSets.length]);
    return this.#tagged(key, holdings, useOfEverything(holdings), () =>
      ingredients(this.#database, holdings, weightSets, query),
    );
  }

  /** A composite that nobody has saved. */
  async composite({ recipe, ...place }: CompositePreview): Promise<Tagged<CompositeResult>> {
    const holdings = await this.#holdings.read();
    const weightSets = await readAllWeightSets(this.#database);
    return this.#composite(holdings, resolveComposite(holdings, weightSets, recipe, place, null));
  }

  async profiles(): Promise<CompositeProfiles> {
    return listProfiles(this.#database);
  }

  async saveProfile(profile: NewProfile, createdBy: string): Promise<CompositeProfile> {
    return saveProfile(this.#database, await readAllWeightSets(this.#database), profile, createdBy);
  }

  /** A saved composite, computed for a district and period. */
  async profileResult(
    slug: string,
    { version, ...place }: ProfileResultQuery,
  ): Promise<Tagged<CompositeResult>> {
    const holdings = await this.#holdings.read();
    const weightSets = await readAllWeightSets(this.#database);
    const profile = await findProfile(this.#database, slug, version);
    const named = { slug, version: profile.version, title: profile.title };
    return this.#composite(holdings, resolveComposite(holdings, weightSets, profile.recipe, place, named));
  }

  async vulnerableLocalities(query: VliQuery): Promise<Tagged<VliResult>> {
    const holdings = await this.#holdings.read();
    const request = resolveVli(holdings, query);
    const about = useOfSelection(holdings, request.selection, query);
    return this.#tagged(vliKey(request) + VLI_DEFINITION, holdings, about, () =>
      vulnerableLocalities(this.#database, holdings, request),
    );
  }

  /** Compute a result and keep it with its inputs. @param frozenBy who asks, for the record */
  async freeze(request: FreezeRequest, frozenBy: string): Promise<FrozenSummary> {
    const holdings = await this.#holdings.read();
    const weightSets = await readAllWeightSets(this.#database);
    if (request.kind === 'measures') {
      const resolved = resolveMeasures(holdings, weightSets, request.query);
      const inputs = await loadMeasures(this.#database, holdings, resolved);
      const title = request.title ?? `Measures, ${inputs.studyArea.name}`;
      return freeze(this.#database, { kind: 'measures', inputs }, title, frozenBy);
    }
    const { recipe, ...place } = request.query;
    const resolved = resolveComposite(holdings, weightSets, recipe, place, null);
    const inputs = await loadComposite(this.#database, holdings, this.#common.releases, resolved);
    const title = request.title ?? `Composite, ${inputs.studyArea.name}`;
    return freeze(this.#database, { kind: 'composite', inputs }, title, frozenBy);
  }

  /** The bytes of a frozen result, as they were stored; for those who may see every dataset in it. */
  async frozenResult(id: string): Promise<Tagged<string>> {
    const holdings = await this.#holdings.read();
    const { body, about } = await visibleFrozen(this.#database, holdings, id);
    return this.#tagged(`frozen|${id}`, holdings, about, async () => body);
  }

  async checkFrozenResult(id: string): Promise<FrozenCheck> {
    return checkFrozen(this.#database, await this.#holdings.read(), id);
  }

  /** Everything known about one ward. */
  async wardPage(code: string, query: AreaPageQuery): Promise<Tagged<WardPage>> {
    const holdings = await this.#holdings.read();
    const request = resolveWardPage(holdings, await readAllWeightSets(this.#database), code, query);
    const about = this.#useOfPage(holdings, request.measures.selection, code);
    return this.#tagged(pageKey('ward', code, request.measures) + WARD_PAGE_DEFINITION, holdings, about, () =>
      wardPage(this.#pageSources(holdings), request),
    );
  }

  /** A district's wards, ranked, and how concentrated it is. */
  async districtPage(code: string, query: AreaPageQuery): Promise<Tagged<DistrictPage>> {
    const holdings = await this.#holdings.read();
    const request = resolveDistrictPage(holdings, await readAllWeightSets(this.#database), code, query);
    const about = this.#useOfPage(holdings, request.selection, code);
    return this.#tagged(pageKey('district', code, request) + DISTRICT_PAGE_DEFINITION, holdings, about, () =>
      districtPage(this.#pageSources(holdings), request),
    );
  }

  /** Kinds of place that events can be set against. */
  async factorKinds(): Promise<Tagged<FactorKinds>> {
    const holdings = await this.#holdings.read();
    const kinds = await listFactors(this.#database, this.#visibleKinds);
    // Registers are no part of the holdings, so the list itself is what the tag is made from.
    const key = JSON.stringify(['factor-kinds', kinds]);
    return this.#tagged(key, holdings, useOfEverything(holdings), async () => kinds);
  }

  /** Association of events with nearness to places. */
  async riskFactors(query: RiskFactorsQuery): Promise<Tagged<RiskFactorsResult>> {
    const holdings = await this.#holdings.read();
    const request = await resolveRiskFactors(this.#database, holdings, this.#visibleKinds, query);
    const about = useOfSelection(holdings, request.selection, query);
    return this.#tagged(riskFactorsKey(request) + RISK_FACTORS_DEFINITION, holdings, about, () =>
      riskFactors(this.#database, this.#cutter, holdings, request),
    );
  }

  /** Demand by ward beside the distance to services. */
  async needAgainstProvision(query: NeedQuery): Promise<Tagged<NeedResult>> {
    const holdings = await this.#holdings.read();
    const { releases } = this.#common;
    const request = await resolveNeed(this.#database, holdings, releases, this.#visibleKinds, query);
    const about = useOfSelection(holdings, request.figures.selection, query);
    return this.#tagged(needKey(request) + NEED_DEFINITION, holdings, about, () =>
      needAgainstProvision(this.#database, holdings, releases, request),
    );
  }

  #pageSources(holdings: Holdings): PageSources {
    return { database: this.#database, cutter: this.#cutter, releases: this.#common.releases, holdings };
  }

  /** A page looks at every layer that the asker may see. */
  #useOfPage(holdings: Holdings, selection: Selection, code: string): AuditSubject {
    const { datasets, marking } = useOfEverything(holdings);
    return { ...useOfSelection(holdings, selection), area: code, datasets, marking };
  }

  #composite(holdings: Holdings, request: CompositeRequest): Tagged<CompositeResult> {
    const wanted = new Set(
      request.recipe.ingredients.flatMap((one) => (one.kind === 'rate' ? [one.layer] : [])),
    );
    const datasets = holdings.layers.flatMap((held) => (wanted.has(held.layer) ? held.datasets : []));
    const frame = useOfSelection(holdings, request.selection, { recipe: request.recipe });
    const about = {
      ...frame,
      datasets: [...new Set([...frame.datasets, ...datasets.map(({ slug }) => slug)])],
      marking: markingOf([...request.selection.layer.datasets, ...datasets]),
    };
    return this.#tagged(compositeKey(request) + COMPOSITE_DEFINITION, holdings, about, async () =>
      composite(await loadComposite(this.#database, holdings, this.#common.releases, request)),
    );
  }

  /** Questions of restricted data are kept with their decision, whatever becomes of them. */
  async #record(holdings: Holdings, query: HotSpotQuery, cells: boolean): Promise<void> {
    if (!this.#asker) return;
    const { history, releases } = this.#common;
    await recordQuestion(
      history,
      this.#asker.accountId,
      holdings,
      query,
      (layer) => releases.policy(layer),
      cells,
    );
  }

  /** What is held, with the study area that the query names where somebody drew it; at the version that is open now. */
  async #withDrawnArea<Q extends { readonly area?: string }>(
    query: Q,
  ): Promise<{ holdings: Holdings; query: Q }> {
    const holdings = await this.#holdings.read();
    const reference = drawnAreaReference(query.area);
    if (!reference || !this.#asker) return { holdings, query };
    const { accountId, organisation } = this.#asker;
    const workspace = new Workspace(this.#database);
    const asker = { accountId, organisationSlug: organisation.slug };
    const item = await workspace.open(asker, reference.id, reference.version);
    const area = await keptStudyArea(this.#database, holdings, item);
    return { holdings: { ...holdings, drawnAreas: [area] }, query: { ...query, area: area.code } };
  }

  #tagged<T>(key: string, holdings: Holdings, about: AuditSubject, make: () => Promise<T>): Tagged<T> {
    // Who sees other datasets has other tags: a tag tells nobody what somebody else was answered.
    const digest = createHash('sha256')
      .update(`${this.#version}|${holdings.dataVersion}|${holdings.visibility}|${key}`)
      .digest('base64url')
      .slice(0, 27);
    return { etag: `"${digest}"`, about, make: () => this.#common.results.get(digest, make) as Promise<T> };
  }
}
