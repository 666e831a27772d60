import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

interface Props {
  /** The default export is what is shown. */
  load(): Promise<{ default: ComponentType }>;
}

/** A component whose chunk is loaded when it is first needed. */
export function Lazily({ load }: Props) {
  const loaded = useSignal<{ Shown: ComponentType } | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    load()
      .then((module) => {
        loaded.value = { Shown: module.default };
      })
      .catch(() => {
        failed.value = true;
      });
  }, []);
  if (failed.value)
    return (
      <p class="start-message" role="alert">
        This part of the page could not be loaded. Reload the page.
      </p>
    );
  return loaded.value ? <loaded.value.Shown /> : <p class="start-message">Loading</p>;
}
