import type { Marking } from '../contract/shared.ts';
import type { SensitivityClass } from '../db/tables.ts';
import { markingOfClasses } from '../disclosure/marking.ts';

/** The protective marking that the most sensitive data involved calls for. */
export function markingOf(datasets: readonly { readonly sensitivityClass: SensitivityClass }[]): Marking {
  return markingOfClasses(datasets.map(({ sensitivityClass }) => sensitivityClass));
}
