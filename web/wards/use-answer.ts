import { useEffect, useMemo } from 'preact/hooks';
import { reloadToSignIn } from '../access/session-ended.ts';
import { toServiceError } from '../api/service-error.ts';
import { createResource, type ResourceState } from '../state/resource.ts';
import { getJson, postJson } from './api.ts';

const NOTHING = { data: null, key: null, loading: false, error: null };

/** The answer to a path of the API (null: nothing is asked). While the next one is on its way the last one stays. */
export function useAnswer<T>(path: string | null): ResourceState<T> {
  return useKept<T>(path, (signal) => getJson<T>(path ?? '', signal));
}

/** The same for a question too long for an address: `body` is posted (null: nothing is asked). */
export function usePosted<T>(path: string, body: object | null): ResourceState<T> {
  const key = body === null ? null : `${path} ${JSON.stringify(body)}`;
  return useKept<T>(key, (signal) => postJson<T>(path, body, signal));
}

function useKept<T>(key: string | null, fetchIt: (signal: AbortSignal) => Promise<T>): ResourceState<T> {
  const resource = useMemo(() => createResource<T>(toServiceError), []);
  useEffect(() => {
    if (key !== null) void resource.want(key, fetchIt);
  }, [key]);
  // Read before the return, so that the component follows it from its first drawing on.
  const state = resource.state.value;
  // The session has ended: the sign-in comes back at the same address, and nothing that was seen stays in memory.
  if (state.error?.code === 'sign-in-required') reloadToSignIn();
  return key === null ? NOTHING : state;
}
