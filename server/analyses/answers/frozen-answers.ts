import type { FreezeRequest, FrozenCheck, FrozenSummary } from '../../contract/frozen-results.ts';
import type { Asking, Tagged } from '../asking.ts';
import { loadComposite, resolveComposite } from '../ward-risk/composite-inputs.ts';
import { checkFrozen, freeze, visibleFrozen } from '../ward-risk/frozen-results.ts';
import { loadMeasures } from '../ward-risk/measures-inputs.ts';
import { resolveMeasures } from '../ward-risk/measures-request.ts';
import { readAllWeightSets } from '../ward-risk/weight-tables.ts';

// Results that are kept with what they were made from.

/** Compute a result and keep it with its inputs. @param frozenBy who asks, for the record */
export async function freezeResult(
  asking: Asking,
  request: FreezeRequest,
  frozenBy: string,
): Promise<FrozenSummary> {
  const holdings = await asking.holdings();
  const weightSets = await readAllWeightSets(asking.database);
  if (request.kind === 'measures') {
    const resolved = resolveMeasures(holdings, weightSets, request.query);
    const inputs = await loadMeasures(asking.database, holdings, resolved);
    const title = request.title ?? `Measures, ${inputs.studyArea.name}`;
    return freeze(asking.database, { kind: 'measures', inputs }, title, frozenBy);
  }
  const { recipe, ...place } = request.query;
  const resolved = resolveComposite(holdings, weightSets, recipe, place, null);
  const inputs = await loadComposite(asking.database, holdings, asking.releases, resolved);
  const title = request.title ?? `Composite, ${inputs.studyArea.name}`;
  return freeze(asking.database, { kind: 'composite', inputs }, title, frozenBy);
}

/** The bytes of a frozen result, as they were stored; for those who may see every dataset in it. */
export async function answerFrozen(asking: Asking, id: string): Promise<Tagged<string>> {
  const holdings = await asking.holdings();
  const { body, about } = await visibleFrozen(asking.database, holdings, id);
  return asking.tagged(`frozen|${id}`, holdings, about, async () => body);
}

export async function answerFrozenCheck(asking: Asking, id: string): Promise<FrozenCheck> {
  return checkFrozen(asking.database, await asking.holdings(), id);
}
