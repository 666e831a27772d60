import type { Source } from '../../server/contract/shared.ts';
import { auditIdOf } from '../api/client.ts';
import type { Scene } from '../state/scene.ts';

/** The audit's entries of the figures of a map and of what lies on top (services, rates by LSOA): what a picture of it is made of. */
export function looksOf({ figures }: Scene, ...onTop: readonly (object | null)[]): string[] {
  return [figures.value.data, ...onTop].map((answer) => auditIdOf(answer)).filter((id) => id !== null);
}

/** 'Audit entry 12.': printed on what leaves, so that it leads to who made it, when, and of what. '' without any. */
export function sayAudit(ids: readonly string[]): string {
  const own = [...new Set(ids)];
  if (own.length === 0) return '';
  return own.length === 1 ? `Audit entry ${own[0]}.` : `Audit entries ${own.join(', ')}.`;
}

/** What each source asks to be said of it, once, as sentences that can stand in one line. */
export function sayAttributions(sources: readonly Source[]): string[] {
  return [...new Set(sources.map(({ attribution }) => attribution.replace(/\.?$/, '.')))];
}
