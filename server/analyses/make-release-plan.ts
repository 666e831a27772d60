import { createHash } from 'node:crypto';
import type { DisclosurePolicy } from '../disclosure/policy.ts';
import {
  type EventGrains,
  planReleaseInSteps,
  type ReleasePlan,
  releasePlan,
} from '../disclosure/release-plan.ts';
import { RequestError } from '../errors.ts';
import { runInWorker } from '../jobs/run-in-worker.ts';
import { ResultCache } from './result-cache.ts';

const PLANS_KEPT = 8;
/** Fewer grains are decided in less time than a thread takes to start. */
const GRAINS_FOR_A_WORKER = 500;
/** Longest that a small plan keeps the service from other requests, milliseconds; a single step may take a little longer. */
const SLICE_MS = 15;
/** Memory of the thread, MB: twice what 400,000 events of a district need. */
const WORKER_MEMORY_MB = 2_048;

/**
 * Makes release plans: the same grains under the same rules make the same plan, whatever else in the database has changed, so
 * it is kept by their content. Large ones are made in a thread of their own, one after the other, so that the service
 * answers meanwhile and two layers at once do not take every core.
 *
 * Measured on two cores under the rules for health, 500 m cells of a district of 23 wards, CPU seconds and memory: 18,000 events
 * of 8 categories over 36 months 1.7 s, 125 MB; 100,000 of them 3.4 s, 250 MB; 100,000 of 20 categories over 84 months 9 s,
 * 540 MB; 400,000 of 20 over 120 months 28 s, 990 MB. Time goes with the number of small figures, memory with the grains.
 */
export class ReleasePlanMaker {
  readonly #plans = new ResultCache<ReleasePlan>(PLANS_KEPT);
  #last: Promise<unknown> = Promise.resolve();

  /** @throws RequestError layer-too-large where the thread's memory does not suffice */
  async make(grains: EventGrains, policy: DisclosurePolicy): Promise<ReleasePlan> {
    return this.#plans.get(digestOf(grains, policy), () =>
      grains.events.length < GRAINS_FOR_A_WORKER
        ? inSlices(planReleaseInSteps(grains, policy))
        : this.#inTurn(() => makeInWorker(grains, policy)),
    );
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

async function makeInWorker(grains: EventGrains, policy: DisclosurePolicy): Promise<ReleasePlan> {
  try {
    return releasePlan(
      await runInWorker('decideRelease', { grains, policy }, { memoryMb: WORKER_MEMORY_MB }),
      policy,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    throw new RequestError('layer-too-large', {
      detail: 'The layer holds too many different events to decide together what may be shown of them.',
      seen: `${grains.events.length} combinations of category, month and place`,
      hint: 'Ask whoever runs this service to hold fewer years of it, or fewer districts in one dataset.',
      field: 'layer',
    });
  }
}

function digestOf(grains: EventGrains, policy: DisclosurePolicy): string {
  const hash = createHash('sha256').update(JSON.stringify([policy, [...grains.districtOf]]));
  const { categoryId, monthNo, wardId, column, row, events, slot } = grains;
  for (const numbers of [categoryId, monthNo, wardId, column, row, events, slot ?? []]) {
    hash.update(`|${numbers.length}|`).update(Int32Array.from(numbers));
  }
  return hash.digest('base64url');
}

/** Work through steps, letting other requests have their turn every few milliseconds. */
async function inSlices<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const step = steps.next();
      if (step.done) return step.value;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
