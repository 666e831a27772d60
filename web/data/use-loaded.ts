import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type ServiceError, toServiceError } from '../api/service-error.ts';

/** Something fetched when the component appears, and again by `reload`; the old answer stays until the new one is there. */
export function useLoaded<T>(load: () => Promise<T>): {
  readonly data: Signal<T | null>;
  readonly error: Signal<ServiceError | null>;
  reload(): Promise<void>;
} {
  const data = useSignal<T | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const reload = async () => {
    try {
      data.value = await load();
      error.value = null;
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  useEffect(() => {
    void reload();
  }, []);
  return { data, error, reload };
}
