import type { DisclosureUsed } from '../../server/contract/disclosure.ts';

/** How a hidden count is named: 'Hidden: fewer than 5'. Hidden is neither zero nor not supplied. */
export function sayHidden(disclosure: DisclosureUsed | undefined): string {
  return disclosure ? `Hidden: fewer than ${disclosure.hiddenBelow}` : 'Hidden: a small count';
}
