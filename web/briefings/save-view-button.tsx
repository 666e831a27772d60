import '../styles/keeping.css';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SharedWith } from '../../server/contract/workspace.ts';
import { mayKeep } from '../access/session.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { sayScope } from '../panels/finding.tsx';
import { pageHref } from '../state/place.ts';
import { main } from '../state/store.ts';
import { keep } from './saved-client.ts';
import { SharingChoice } from './sharing-choice.tsx';
import { TextField } from './text-field.tsx';

/** Keeps what the map shows now under a name. Nothing for a role that may not keep. Place it once, beside the map. */
export function SaveViewButton() {
  const isOpen = useSignal(false);
  const name = useSignal('');
  const description = useSignal('');
  const sharedWith = useSignal<SharedWith>('own');
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
        name: name.value.trim(),
        description: description.value.trim(),
        sharedWith: sharedWith.value,
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
          if (!isOpen.value) name.value = (sayScope(main) ?? '').slice(0, 120);
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
          <TextField
            label="Name"
            value={name.value}
            maxLength={120}
            required
            onChange={(value) => {
              name.value = value;
            }}
          />
          <TextField
            label="Description"
            value={description.value}
            maxLength={2000}
            rows={2}
            onChange={(value) => {
              description.value = value;
            }}
          />
          <SharingChoice
            value={sharedWith.value}
            onChange={(value) => {
              sharedWith.value = value;
            }}
          />
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
