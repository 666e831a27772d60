import type { Problem } from '../../server/contract/shared.ts';
import type { AreaPlace } from '../../server/contract/study-areas.ts';
import type {
  DrawnShape,
  NewSavedItem,
  SavedItem,
  SavedItemChange,
  SavedKind,
} from '../../server/contract/workspace.ts';
import { FormRefusal } from '../access/access-client.ts';
import { csrfToken } from '../access/session.ts';
import { toServiceError } from '../api/service-error.ts';

/** What is kept of a kind: one's own and what others share, by name. */
export async function listSaved(kind: SavedKind): Promise<SavedItem[]> {
  const { items } = await send<{ items: SavedItem[] }>('GET', `saved?kind=${kind}`);
  return items;
}

export const openSaved = (id: number) => send<SavedItem>('GET', `saved/${id}`);
export const keep = (item: NewSavedItem) => send<SavedItem>('POST', 'saved', item);
/** Saves a new version; refused with 409 where somebody saved in between. */
export const changeSaved = (id: number, change: SavedItemChange) =>
  send<SavedItem>('PUT', `saved/${id}`, change);
export const removeSaved = (id: number) => send<null>('DELETE', `saved/${id}`);

/** Whether a drawn shape would do as a study area; nothing is kept. */
export const checkArea = (area: DrawnShape) => send<AreaPlace>('POST', 'study-areas/check', { area });

/** Throws FormRefusal for a problem body, ServiceError for anything else that goes wrong. */
async function send<T>(method: string, path: string, body?: object): Promise<T> {
  try {
    const response = await fetch(new URL(`api/${path}`, document.baseURI), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(method === 'GET' || !csrfToken.value ? {} : { 'x-csrf-token': csrfToken.value }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = response.status === 204 ? null : ((await response.json()) as unknown);
    if (response.ok) return answer as T;
    throw new FormRefusal(answer as Problem);
  } catch (cause) {
    throw toServiceError(cause);
  }
}
