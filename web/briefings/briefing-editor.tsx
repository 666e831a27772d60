import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { BriefingBody, SavedItem, SharedWith } from '../../server/contract/workspace.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { openPage, pageHref } from '../state/place.ts';
import { changeSaved, keep, listSaved } from './saved-client.ts';
import { SharingChoice } from './sharing-choice.tsx';
import { SlideForm } from './slide-form.tsx';
import { bodyOfDraft, type DraftSlide, moveSlide, slideOfView } from './slides.ts';
import { TextField } from './text-field.tsx';

const MOST_SLIDES = 40;

interface Draft {
  name: string;
  description: string;
  sharedWith: SharedWith;
  slides: DraftSlide[];
}

/** Makes a briefing from kept views, or changes one: every save is a new version. */
export function BriefingEditor({
  item,
  onSaved,
}: {
  item: SavedItem | null;
  onSaved?(saved: SavedItem): void;
}) {
  const nextKey = useRef(0);
  const draft = useSignal<Draft>({
    name: item?.name ?? '',
    description: item?.description ?? '',
    sharedWith: item?.sharedWith ?? 'organisation',
    slides: ((item?.body as BriefingBody | undefined)?.slides ?? []).map((slide) => ({
      ...slide,
      key: nextKey.current++,
    })),
  });
  const views = useSignal<SavedItem[] | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const said = useSignal('');
  const busy = useSignal(false);
  useEffect(() => {
    listSaved('view')
      .then((items) => {
        views.value = items;
      })
      .catch((cause: unknown) => {
        error.value = toServiceError(cause);
      });
  }, []);
  const set = (part: Partial<Draft>) => {
    draft.value = { ...draft.value, ...part };
  };
  const { name, description, sharedWith, slides } = draft.value;

  const save = async (event: Event) => {
    event.preventDefault();
    if (busy.value || slides.length === 0) {
      if (slides.length === 0) said.value = 'A briefing needs a slide: add a view first.';
      return;
    }
    busy.value = true;
    try {
      error.value = null;
      const common = {
        name: name.trim(),
        description: description.trim(),
        sharedWith,
        body: bodyOfDraft(slides),
      };
      const saved = item
        ? await changeSaved(item.id, { ...common, basedOnVersion: item.version })
        : await keep({ ...common, kind: 'briefing' });
      onSaved?.(saved);
      openPage('briefings', [String(saved.id)]);
    } catch (cause) {
      error.value = toServiceError(cause);
    } finally {
      busy.value = false;
    }
  };

  return (
    <form class="briefings" onSubmit={save} aria-label="Briefing">
      <p>
        <a href={pageHref('briefings', item ? [String(item.id)] : [])}>
          {item ? 'Back without saving' : 'All briefings'}
        </a>
      </p>
      <h1>{item ? `Edit ${item.name}` : 'New briefing'}</h1>
      {error.value && (
        <p class="form-problem" role="alert">
          <strong>{error.value.message}</strong> {error.value.hint}
        </p>
      )}
      <TextField
        label="Name"
        value={name}
        maxLength={120}
        required
        onChange={(value) => set({ name: value })}
      />
      <TextField
        label="Description"
        hint="For whom and when, such as: Task force, 3 October"
        value={description}
        maxLength={2000}
        rows={2}
        onChange={(value) => set({ description: value })}
      />
      <SharingChoice value={sharedWith} onChange={(value) => set({ sharedWith: value })} />
      <h2>Slides</h2>
      {slides.length === 0 && <p class="quiet">None yet. Add a kept view from the list below.</p>}
      <ol class="draft-slides">
        {slides.map((slide, i) => (
          <SlideForm
            key={slide.key}
            slide={slide}
            at={i}
            count={slides.length}
            onChange={(part) =>
              set({ slides: slides.map((one) => (one.key === slide.key ? { ...one, ...part } : one)) })
            }
            onMove={(by) => {
              set({ slides: moveSlide(slides, i, by) });
              said.value = `${slide.title} is now slide ${i + by + 1} of ${slides.length}.`;
            }}
            onRemove={() => {
              set({ slides: slides.filter((one) => one.key !== slide.key) });
              said.value = `${slide.title} is out of the briefing; the view itself is kept.`;
            }}
          />
        ))}
      </ol>
      <section aria-labelledby="views-to-add">
        <h2 id="views-to-add">Add a kept view</h2>
        {views.value?.length === 0 && (
          <p class="quiet">
            No view is kept yet. <a href={pageHref('')}>Go to the map</a>, choose what it shows, and save the
            view.
          </p>
        )}
        <ul class="views-to-add">
          {views.value?.map((view) => (
            <li key={view.id}>
              <span>{view.name}</span>
              <button
                type="button"
                aria-label={`Add ${view.name}`}
                disabled={slides.length >= MOST_SLIDES}
                onClick={() => {
                  set({ slides: [...slides, { ...slideOfView(view), key: nextKey.current++ }] });
                  said.value = `${view.name} is slide ${slides.length + 1}.`;
                }}
              >
                Add
              </button>
            </li>
          ))}
        </ul>
      </section>
      <p class="saved-said" role="status">
        {said.value}
      </p>
      <button type="submit" class="primary" aria-disabled={busy.value}>
        Save briefing
      </button>
    </form>
  );
}
