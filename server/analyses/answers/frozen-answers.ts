import type { FreezeRequest, FrozenCheck, FrozenList, FrozenSummary } from '../../contract/frozen-results.ts';
import type { Asking, Tagged } from '../asking.ts';
import { checkFrozen, freeze, listFrozen, visibleFrozen } from '../frozen/frozen-results.ts';

// Results that are kept with what they were made from.

/** Compute a result and keep it with its inputs. @param frozenBy who asks, for the record */
export async function freezeResult(
  asking: Asking,
  { title, ...asked }: FreezeRequest,
  frozenBy: string,
): Promise<FrozenSummary> {
  return freeze(asking, asked, title, frozenBy);
}

/** Frozen results of which the asker may see every dataset. */
export async function answerFrozenList(asking: Asking): Promise<FrozenList> {
  return listFrozen(asking);
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
