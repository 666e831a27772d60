import type { SensitivityClass } from './policy.ts';

/**
 * The protective marking that the most sensitive class involved calls for (Government Security Classifications, 2023):
 * open data alone is OFFICIAL; any figure that data shared by a partner went into is OFFICIAL-SENSITIVE, also where that
 * figure is shown as 0 or hidden.
 */
export function markingOfClasses(classes: readonly SensitivityClass[]): 'OFFICIAL' | 'OFFICIAL-SENSITIVE' {
  return classes.every((sensitivityClass) => sensitivityClass === 'open') ? 'OFFICIAL' : 'OFFICIAL-SENSITIVE';
}
