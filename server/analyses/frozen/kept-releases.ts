import { NotOnTapeError } from '../../db/taped-database.ts';
import type { Disclosed } from '../../disclosure/disclosed.ts';
import type { DisclosurePolicy } from '../../disclosure/policy.ts';
import type { ReleasePlan } from '../../disclosure/release-plan.ts';
import type { Holdings, LayerHolding } from '../holdings.ts';
import { Releases } from '../releases.ts';

/** What was asked of the release plans: by layer, the rules and the figures given. Never the events behind them. */
export interface KeptReleases {
  readonly policies: Map<string, DisclosurePolicy>;
  readonly plans: Map<string, KeptPlan | null>;
}

interface KeptPlan {
  readonly facts: Omit<ReleasePlan, 'answer'>;
  readonly answers: Map<string, Disclosed>;
}

export function noKeptReleases(): KeptReleases {
  return { policies: new Map(), plans: new Map() };
}

/** The same releases, with what is asked of them kept. */
export class RecordingReleases extends Releases {
  readonly #inner: Releases;
  readonly #kept: KeptReleases;

  constructor(inner: Releases, ...[database]: ConstructorParameters<typeof Releases>) {
    super(database);
    this.#inner = inner;
    this.#kept = noKeptReleases();
  }

  get kept(): KeptReleases {
    return this.#kept;
  }

  override policy(layer: Pick<LayerHolding, 'datasets'>): DisclosurePolicy {
    const policy = this.#inner.policy(layer);
    this.#kept.policies.set(nameOf(layer), policy);
    return policy;
  }

  override async plan(holdings: Holdings, layer: LayerHolding): Promise<ReleasePlan | null> {
    const plan = await this.#inner.plan(holdings, layer);
    const name = nameOf(layer);
    if (plan === null) {
      this.#kept.plans.set(name, null);
      return null;
    }
    const { policy, figures, hiddenSmall, hiddenSecondary, unproven, noneInCells } = plan;
    const facts = { policy, figures, hiddenSmall, hiddenSecondary, unproven, noneInCells };
    const known = this.#kept.plans.get(name) ?? { facts, answers: new Map<string, Disclosed>() };
    this.#kept.plans.set(name, known);
    return {
      ...facts,
      answer: (question) => {
        const figure = plan.answer(question);
        known.answers.set(JSON.stringify(question), figure);
        return figure;
      },
    };
  }
}

/** Releases that give what was kept and nothing else. */
export class ReplayedReleases extends Releases {
  readonly #kept: KeptReleases;

  constructor(kept: KeptReleases, ...[database]: ConstructorParameters<typeof Releases>) {
    super(database);
    this.#kept = kept;
  }

  override policy(layer: Pick<LayerHolding, 'datasets'>): DisclosurePolicy {
    const policy = this.#kept.policies.get(nameOf(layer));
    if (!policy) throw new NotOnTapeError(`policy of ${nameOf(layer)}`);
    return policy;
  }

  override async plan(_: Holdings, layer: LayerHolding): Promise<ReleasePlan | null> {
    const kept = this.#kept.plans.get(nameOf(layer));
    if (kept === undefined) throw new NotOnTapeError(`released figures of ${nameOf(layer)}`);
    if (kept === null) return null;
    return {
      ...kept.facts,
      answer: (question) => {
        const figure = kept.answers.get(JSON.stringify(question));
        if (!figure) throw new NotOnTapeError(`released figure ${JSON.stringify(question)}`);
        return figure;
      },
    };
  }
}

function nameOf({ datasets }: Pick<LayerHolding, 'datasets'>): string {
  return datasets.map(({ slug }) => slug).join(',');
}
