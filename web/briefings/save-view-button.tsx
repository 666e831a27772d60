import '../styles/keeping.css';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { mayKeep } from '../access/session.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { sayScope } from '../panels/finding.tsx';
import { pageHref } from '../state/place.ts';
import { main } from '../state/store.ts';
import { NamingFields, useNaming } from './naming-fields.tsx';
import { keep } from './saved-client.ts';

/** Keeps what the map shows now under a name. Nothing for a role that may not keep. Place it once, beside the map. */
export function SaveViewButton() {
  const isOpen = useSignal(false);
  const naming = useNaming();
  const error = useSignal<ServiceError | null>(null);
  const saved = useSignal('');
  const box = useRef<HTMLDivElement>(null);
  const close = () => {
    isOpen.value = false;
    box.current?.querySelector('button')?.focus();
  };
  useEffect(() => {
    const form = isOpen.value ? box.current?.querySelector('form') : null;
    form?.querySelector('input')?.focus();
    // Escape closes the form alone, not what is pinned to the map.
    form?.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
    });
  }, [isOpen.value]);
  if (!mayKeep()) return null;
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      error.value = null;
      // The address bar holds the whole view, every choice made: what opens later is what is seen now.
      const address = window.location.search.slice(1);
      const kept = await keep({
        kind: 'view',
        ...naming.typed(),
        body: { address },
      });
      saved.value = kept.name;
      close();
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  return (
    <div class="save-view" ref={box}>
      <button
        type="button"
        aria-expanded={isOpen.value}
        onClick={() => {
          if (!isOpen.value) naming.name.value = (sayScope(main) ?? '').slice(0, 120);
          saved.value = '';
          isOpen.value = !isOpen.value;
        }}
      >
        Save view
      </button>
      {isOpen.value && (
        <form class="saved-form" aria-label="Save this view" onSubmit={save}>
          {error.value && (
            <p class="form-problem" role="alert">
              <strong>{error.value.message}</strong> {error.value.hint}
            </p>
          )}
          <NamingFields naming={naming} />
          <button type="submit" class="primary">
            Save
          </button>{' '}
          <button type="button" onClick={close}>
            Cancel
          </button>
        </form>
      )}
      <p role="status" class="save-view-said">
        {saved.value !== '' && (
          <>
            {saved.value} is saved under <a href={pageHref('briefings')}>Briefings</a>.
          </>
        )}
      </p>
    </div>
  );
}
