import { signal } from '@preact/signals';
import type { KeptArea } from '../../server/contract/study-areas.ts';
import { apiPath, fetchKeptArea } from '../api/client.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { isKeptAreaCode } from './studied-area.ts';

type Known = { area: KeptArea } | { error: ServiceError } | 'asked';

/** Kept areas by the codes that they were asked for under: study-area:12 and study-area:12:3 are both one. */
const known = signal<ReadonlyMap<string, Known>>(new Map());

/** What is known of a kept area: itself, why it cannot be had, or that it is on its way. */
export function keptArea(code: string): KeptArea | ServiceError | 'on its way' {
  const found = known.value.get(code);
  if (found === undefined || found === 'asked') return 'on its way';
  return 'area' in found ? found.area : found.error;
}

/** Asks for a kept area unless it is known or asked for. Resolves when something is known. */
export async function wantKeptArea(code: string): Promise<void> {
  if (!isKeptAreaCode(code)) return;
  const before = known.peek().get(code);
  if (before !== undefined && (before === 'asked' || 'area' in before)) return;
  learn(code, 'asked');
  const [, id, version] = code.split(':');
  const path = apiPath(`study-areas/${id}`, version === undefined ? {} : { version });
  try {
    rememberKeptArea(await fetchKeptArea(path, new AbortController().signal), code);
  } catch (cause) {
    learn(code, { error: toServiceError(cause) });
  }
}

export function rememberKeptArea(area: KeptArea, alsoAs: string = area.code): void {
  const next = new Map(known.peek());
  for (const code of [area.code, alsoAs]) next.set(code, { area });
  known.value = next;
}

function learn(code: string, what: Known): void {
  known.value = new Map(known.peek()).set(code, what);
}
