import { computed, signal } from '@preact/signals';
import type { OperationBody, SavedItem } from '../../server/contract/workspace.ts';
import { fetchSaved } from '../api/client.ts';

/** Kept study areas and operations that may be opened, by name; empty until they are loaded. */
export const savedPlaces = signal<readonly SavedItem[]>([]);

/** What was done last with a kept area or operation, said beside their list. */
export const saidOfPlaces = signal('');

/** Loads study areas and operations anew. */
export async function loadSavedPlaces(): Promise<void> {
  const { signal: never } = new AbortController();
  const lists = await Promise.all([fetchSaved('study-area', never), fetchSaved('operation', never)]);
  savedPlaces.value = lists.flatMap(({ items }) => items);
}

/** Whether the outlines of operations lie on the map and their days on the time strip. */
export const showOperations = signal(true);

/** Operations by their first day. */
export const operations = computed(() =>
  savedPlaces.value
    .filter((item): item is SavedItem & { body: OperationBody } => item.kind === 'operation')
    .sort((a, b) => a.body.from.localeCompare(b.body.from)),
);

export const keptStudyAreas = computed(() => savedPlaces.value.filter((item) => item.kind === 'study-area'));

/** The parameter area of a kept item at the version listed. */
export function areaCode({ id, version }: Pick<SavedItem, 'id' | 'version'>): string {
  return `study-area:${id}:${version}`;
}
