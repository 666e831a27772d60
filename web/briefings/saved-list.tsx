import { useSignal } from '@preact/signals';
import type { BriefingBody, SavedItem, ViewBody } from '../../server/contract/workspace.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { exploreHref, pageHref } from '../state/place.ts';
import { formatDay } from '../words/format.ts';
import { type Names, NamingFields, useNaming } from './naming-fields.tsx';
import { changeSaved, removeSaved } from './saved-client.ts';
import { SHARED_WORDS } from './sharing-choice.tsx';

interface Props {
  items: readonly SavedItem[];
  /** What is said where there is none. */
  empty: string;
  onChanged(): Promise<void>;
}

/** What is kept, with who made it; one's own can be renamed, shared and removed. */
export function SavedList({ items, empty, onChanged }: Props) {
  const said = useSignal('');
  return (
    <>
      {items.length === 0 && <p class="quiet">{empty}</p>}
      <ul class="saved-list">
        {items.map((item) => (
          <Row
            key={item.id}
            item={item}
            onDone={async (words) => {
              await onChanged();
              said.value = words;
            }}
          />
        ))}
      </ul>
      <p class="saved-said" role="status">
        {said.value}
      </p>
    </>
  );
}

function Row({ item, onDone }: { item: SavedItem; onDone(words: string): Promise<void> }) {
  const doing = useSignal<'nothing' | 'changing' | 'removing'>('nothing');
  const error = useSignal<ServiceError | null>(null);
  const run = async (work: () => Promise<unknown>, words: string) => {
    try {
      error.value = null;
      await work();
      doing.value = 'nothing';
      await onDone(words);
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  const href = hrefOf(item);
  const copy = () =>
    run(() => navigator.clipboard.writeText(new URL(href, window.location.href).href), 'Link copied.');
  return (
    <li>
      <div class="saved-row">
        <div>
          <a href={href}>{item.name}</a>
          {item.kind === 'briefing' && (
            <span class="quiet"> · {(item.body as BriefingBody).slides.length} slides</span>
          )}
          {item.description !== '' && <p>{item.description}</p>}
          <p class="quiet">
            By {item.own ? 'you' : `${item.madeBy}, ${item.organisation}`}, {formatDay(item.savedAt)}. Version{' '}
            {item.version}. Read by {SHARED_WORDS[item.sharedWith].toLowerCase()}.
          </p>
        </div>
        <div class="saved-actions">
          {item.kind === 'briefing' && (
            <a href={pageHref('briefings', [String(item.id), 'present'])} aria-label={`Present ${item.name}`}>
              Present
            </a>
          )}
          <button type="button" aria-label={`Copy link of ${item.name}`} onClick={copy}>
            Copy link
          </button>
          {item.own && (
            <>
              {item.kind === 'briefing' && (
                <a href={pageHref('briefings', [String(item.id), 'edit'])} aria-label={`Edit ${item.name}`}>
                  Edit
                </a>
              )}
              <button
                type="button"
                aria-expanded={doing.value === 'changing'}
                aria-label={`Rename or share ${item.name}`}
                onClick={() => {
                  doing.value = doing.value === 'changing' ? 'nothing' : 'changing';
                }}
              >
                Rename or share
              </button>
              <button
                type="button"
                aria-expanded={doing.value === 'removing'}
                aria-label={`Remove ${item.name}`}
                onClick={() => {
                  doing.value = doing.value === 'removing' ? 'nothing' : 'removing';
                }}
              >
                Remove
              </button>
            </>
          )}
        </div>
      </div>
      {error.value && (
        <p class="form-problem" role="alert">
          {error.value.message} {error.value.hint}
        </p>
      )}
      {doing.value === 'changing' && (
        <NameForm
          item={item}
          onSave={(names) =>
            run(
              () =>
                changeSaved(item.id, {
                  ...names,
                  body: item.body,
                  basedOnVersion: item.version,
                }),
              `${names.name} is saved.`,
            )
          }
        />
      )}
      {doing.value === 'removing' && (
        <p class="saved-confirm">
          {item.name} leaves every list, also those of others.{' '}
          <button type="button" onClick={() => run(() => removeSaved(item.id), `${item.name} is removed.`)}>
            Remove it
          </button>{' '}
          <button
            type="button"
            onClick={() => {
              doing.value = 'nothing';
            }}
          >
            Keep it
          </button>
        </p>
      )}
    </li>
  );
}

interface NameFormProps {
  item: SavedItem;
  onSave(names: Names): Promise<void>;
}

function NameForm({ item, onSave }: NameFormProps) {
  const naming = useNaming(item);
  return (
    <form
      class="saved-form"
      aria-label={`Name and readers of ${item.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void onSave(naming.typed());
      }}
    >
      <NamingFields naming={naming} />
      <button type="submit" class="primary">
        Save
      </button>
    </form>
  );
}

function hrefOf(item: SavedItem): string {
  if (item.kind === 'view') return exploreHref((item.body as ViewBody).address);
  return pageHref('briefings', [String(item.id)]);
}
