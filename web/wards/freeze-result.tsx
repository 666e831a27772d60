import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FrozenCheck, FrozenSummary } from '../../server/contract/frozen-results.ts';
import { hasRole } from '../access/session.ts';
import { apiPath } from '../api/client.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { pageHref } from '../state/place.ts';
import { formatCount } from '../words/format.ts';
import { Refusal } from './answer-state.tsx';
import { getJson, postJson } from './api.ts';

/** Who may freeze results. */
export const mayFreeze = () => hasRole('analyst') || hasRole('data-steward');

/** Freezes the result that a request asks for, names it by its hash, and computes it again on demand. */
export function FreezeResult({ request }: { request: object }) {
  const frozen = useSignal<FrozenSummary | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const busy = useSignal(false);
  const key = JSON.stringify(request);
  useEffect(() => {
    frozen.value = null;
    error.value = null;
  }, [key]);
  if (!mayFreeze()) return null;
  const freeze = async () => {
    busy.value = true;
    error.value = null;
    try {
      frozen.value = await postJson<FrozenSummary>(apiPath('frozen-results'), request);
    } catch (cause) {
      error.value = toServiceError(cause);
    }
    busy.value = false;
  };
  return (
    <div class="stack">
      <p>
        Freezing keeps the figures with everything they were computed from, so that they come back to the byte
        after data or weights have changed. Whoever may see the data may read it.
      </p>
      <p>
        <button type="button" onClick={freeze} disabled={busy.value}>
          {busy.value ? 'Freezing' : 'Freeze result'}
        </button>{' '}
        <a href={pageHref('wards', ['frozen'])}>Frozen results</a>
      </p>
      <div role="status">
        {frozen.value && (
          <>
            <p>
              Frozen: {frozen.value.title}, {formatCount(frozen.value.bytes)} bytes, data version{' '}
              {frozen.value.dataVersion}. Its name is the SHA-256 of its bytes:
            </p>
            <p class="hash">
              <a href={apiPath(`frozen-results/${frozen.value.id}`)}>{frozen.value.id}</a>
            </p>
          </>
        )}
      </div>
      {frozen.value && <CheckFrozen id={frozen.value.id} />}
      {error.value && <Refusal error={error.value} />}
    </div>
  );
}

/** Computes a frozen result again from what it was computed from, and says whether it is the same to the byte. */
export function CheckFrozen({ id }: { id: string }) {
  const check = useSignal<FrozenCheck | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const run = async () => {
    error.value = null;
    try {
      const path = apiPath(`frozen-results/${id}/check`);
      check.value = await getJson<FrozenCheck>(path, new AbortController().signal);
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  return (
    <>
      <button type="button" onClick={run}>
        Compute it again and compare
      </button>
      <div role="status">{check.value && <p>{check.value.sentence}</p>}</div>
      {error.value && <Refusal error={error.value} />}
    </>
  );
}
