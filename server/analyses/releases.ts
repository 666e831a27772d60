import type { DisclosureUsed } from '../contract/disclosure.ts';
import type { Database } from '../db/database.ts';
import { readEventGrains } from '../db/queries/event-grains.ts';
import type { SensitivityClass } from '../db/tables.ts';
import { DEFAULT_POLICIES, type DisclosurePolicy, isRestricted, strictest } from '../disclosure/policy.ts';
import type { ReleasePlan } from '../disclosure/release-plan.ts';
import { HOURS_IN_BLOCK } from '../disclosure/released-hours.ts';
import { NO_CELL } from '../disclosure/released-place.ts';
import { RequestError } from '../errors.ts';
import type { Holdings, LayerHolding } from './holdings.ts';
import { ReleasePlanMaker } from './make-release-plan.ts';
import { ResultCache } from './result-cache.ts';

/** The policy of a class, as the service was set up. */
export type PolicyOf = (sensitivityClass: SensitivityClass) => DisclosurePolicy;

export const defaultPolicyOf: PolicyOf = (sensitivityClass) => DEFAULT_POLICIES[sensitivityClass];

const PLANS_KEPT = 8;
/** Where a class has no cells, events still need some cell to be read by. */
const ANY_CELL_M = 1000;

/** Keeps what may be released of each restricted layer, decided once per version of its data. */
export class Releases {
  readonly #database: Database;
  readonly #policyOf: PolicyOf;
  readonly #plans = new ResultCache<ReleasePlan>(PLANS_KEPT);
  readonly #maker = new ReleasePlanMaker();

  constructor(database: Database, policyOf: PolicyOf = defaultPolicyOf) {
    this.#database = database;
    this.#policyOf = policyOf;
  }

  /** The rules of a layer: the strictest of each of its datasets. */
  policy({ datasets }: Pick<LayerHolding, 'datasets'>): DisclosurePolicy {
    return strictest(datasets.map(({ sensitivityClass }) => this.#policyOf(sensitivityClass)));
  }

  /**
   * What may be released of a layer; null for open data, where everything may.
   *
   * @throws RequestError selection-not-released for a layer that mixes open and restricted datasets: what is known of the
   * open part would uncover the rest
   */
  async plan({ dataVersion, districts }: Holdings, layer: LayerHolding): Promise<ReleasePlan | null> {
    const policy = this.policy(layer);
    if (!isRestricted(policy)) return null;
    if (layer.datasets.some(({ sensitivityClass }) => !isRestricted(this.#policyOf(sensitivityClass)))) {
      throw new RequestError('selection-not-released', {
        detail: `The layer ${layer.layer} mixes open and restricted datasets, so its sums would uncover the restricted ones.`,
        seen: layer.datasets.map(({ slug, sensitivityClass }) => `${slug} (${sensitivityClass})`).join(', '),
        hint: 'Give the restricted datasets a layer of their own.',
        field: 'layer',
      });
    }
    const datasetIds = layer.datasets.map(({ datasetId }) => datasetId);
    const key = JSON.stringify([dataVersion, datasetIds, policy]);
    return this.#plans.get(key, async () => {
      const timed = layer.datasets.every(({ timePrecision }) => ['minute', 'hour'].includes(timePrecision));
      const grains = await readEventGrains(this.#database.db, datasetIds, {
        cellSizeM: policy.latticeM[0] ?? ANY_CELL_M,
        noCell: NO_CELL,
        hoursInBlock: timed ? HOURS_IN_BLOCK : null,
      });
      const districtOf = new Map(
        districts.flatMap(({ districtCode, wardAreas }) =>
          wardAreas.map(({ areaId }) => [areaId, districtCode] as const),
        ),
      );
      return this.#maker.make({ ...grains, districtOf }, policy);
    });
  }
}

/** What a result says of its protection. */
export function disclosureUsed(policy: DisclosurePolicy, notes: readonly string[]): DisclosureUsed {
  return {
    sensitivityClass: policy.sensitivityClass,
    hiddenBelow: policy.floor,
    roundedTo: policy.roundingBase,
    zeroShown: policy.zeroShown,
    notes: [...notes],
  };
}
