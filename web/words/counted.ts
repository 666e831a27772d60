import type { RegisterUsed } from '../../server/contract/shared.ts';
import { formatCount } from './format.ts';

/** What a result counts, in words: events of a period, or places of a register. */
export interface Counted {
  one: string;
  many: string;
  /** After a density or rate: places have no year. */
  aYear: string;
  perYear: string;
}

export const EVENTS: Counted = { one: 'event', many: 'events', aYear: ' a year', perYear: ' per year' };
const PLACES: Counted = { one: 'place', many: 'places', aYear: '', perYear: '' };

/** The words for what a result counts. */
export function countedIn(result: { register?: RegisterUsed } | null | undefined): Counted {
  if (!result?.register) return EVENTS;
  const { counted } = result.register;
  return counted === undefined ? PLACES : { one: counted, many: counted, aYear: '', perYear: '' };
}

/** 'event' or 'places' with its count: '1 event', '1,204 places'. */
export function formatCounted(count: number, { one, many }: Counted): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** 'events' as 'Events', to begin a line with. */
export function capitalMany({ many }: Counted): string {
  return many.charAt(0).toUpperCase() + many.slice(1);
}
