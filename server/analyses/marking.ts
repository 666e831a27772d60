import type { Marking } from '../contract/shared.ts';
import type { SensitivityClass } from '../db/tables.ts';

/** The protective marking that the most sensitive data involved calls for. */
export function markingOf(datasets: readonly { readonly sensitivityClass: SensitivityClass }[]): Marking {
  return datasets.every(({ sensitivityClass }) => sensitivityClass === 'open')
    ? 'OFFICIAL'
    : 'OFFICIAL-SENSITIVE';
}
