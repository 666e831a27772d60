import { useSignal } from '@preact/signals';
import type {
  CompositePreview,
  CompositeProfile,
  CompositeProfiles,
  CompositeResult,
} from '../../server/contract/composites.ts';
import { hasRole } from '../access/session.ts';
import { apiPath } from '../api/client.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { formatDay } from '../words/format.ts';
import { taskHref } from './address.ts';
import { Refusal } from './answer-state.tsx';
import { postJson } from './api.ts';
import { FreezeResult } from './freeze-result.tsx';
import { recipeParams } from './recipe-address.ts';
import { useAnswer } from './use-answer.ts';

/** Save the recipe as a named, versioned profile, and freeze the result with everything it was computed from. */
export function CompositeKeep({ preview, result }: { preview: CompositePreview; result: CompositeResult }) {
  const saves = useSignal(0);
  // The number of saves is part of the key, so that a new profile is in the list at once.
  const profiles = useAnswer<CompositeProfiles>(`${apiPath('composites')}#${saves.value}`);
  const mayWrite = hasRole('analyst') || hasRole('data-steward');
  return (
    <>
      {mayWrite ? (
        <div class="report-pair">
          <SaveProfile
            recipe={preview.recipe}
            onSaved={() => {
              saves.value++;
            }}
          />
          <div class="stack">
            <h3>Freeze this result</h3>
            <FreezeResult request={freezing(preview, result)} />
          </div>
        </div>
      ) : (
        <p>
          Saving and freezing are for analysts and data stewards. The address of this page holds the whole
          recipe.
        </p>
      )}
      <h3>Saved profiles</h3>
      {profiles.data?.profiles.length === 0 && <p class="quiet">None yet.</p>}
      <ul class="plain-list">
        {profiles.data?.profiles.map((profile) => (
          <li key={`${profile.slug} ${profile.version}`}>
            <a href={taskHref('composite', recipeParams(profile.recipe))}>
              {profile.title}, version {profile.version}
            </a>{' '}
            <span class="quiet">
              {profile.newest ? 'newest; ' : ''}
              {profile.recipe.ingredients.length} measures, saved by {profile.createdBy} on{' '}
              {formatDay(profile.createdAt)}. {profile.note}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function SaveProfile({ recipe, onSaved }: { recipe: CompositePreview['recipe']; onSaved(): void }) {
  const title = useSignal('');
  const note = useSignal('');
  const saved = useSignal<CompositeProfile | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    error.value = null;
    try {
      saved.value = await postJson<CompositeProfile>(apiPath('composites'), {
        slug: slugOf(title.value),
        title: title.value.trim(),
        ...(note.value.trim() === '' ? {} : { note: note.value.trim() }),
        recipe,
      });
      onSaved();
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  return (
    <form class="stack" onSubmit={save}>
      <h3>Save the recipe as a profile</h3>
      <label class="field">
        <span>Name. Another recipe under the same name is its next version.</span>
        <input
          type="text"
          required
          minLength={3}
          maxLength={60}
          value={title.value}
          onInput={(event) => {
            title.value = event.currentTarget.value;
          }}
        />
      </label>
      <label class="field">
        <span>Why these measures and weights</span>
        <textarea
          rows={3}
          maxLength={2000}
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit">Save profile</button>
      <p role="status">{saved.value && `Saved: ${saved.value.title}, version ${saved.value.version}.`}</p>
      {error.value && <Refusal error={error.value} />}
    </form>
  );
}

function freezing(preview: CompositePreview, { period, studyArea }: CompositeResult): object {
  const query = { recipe: preview.recipe, from: period.from, to: period.to, area: studyArea.code };
  return { kind: 'composite', query };
}

/** The name of a profile as the service keeps it: 'Night-time harm, 2026' is 'night-time-harm-2026'. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}
