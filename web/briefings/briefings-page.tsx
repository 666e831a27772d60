import '../styles/briefings.css';
import '../styles/keeping.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SavedItem } from '../../server/contract/workspace.ts';
import { mayKeep } from '../access/session.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import type { PageProps } from '../pages.ts';
import { pageHref, titlePage } from '../state/place.ts';
import { BriefingEditor } from './briefing-editor.tsx';
import { BriefingOutline } from './briefing-outline.tsx';
import { Presenter } from './presenter.tsx';
import { listSaved, openSaved } from './saved-client.ts';
import { SavedList } from './saved-list.tsx';

/** #briefings, #briefings/new, #briefings/12, #briefings/12/edit, #briefings/12/present?page=2 */
export default function BriefingsPage({ rest, query }: PageProps) {
  const [first, what] = rest;
  if (first === undefined) return <Overview />;
  if (first === 'new') return <BriefingEditor key="new" item={null} />;
  return <One key={first} id={Number(first)} what={what ?? ''} query={query} />;
}

function Overview() {
  const held = useSignal<{ briefings: SavedItem[]; views: SavedItem[] } | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const load = async () => {
    try {
      const [briefings, views] = await Promise.all([listSaved('briefing'), listSaved('view')]);
      held.value = { briefings, views };
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  useEffect(() => {
    titlePage('Briefings');
    void load();
  }, []);
  return (
    <div class="briefings">
      <h1>Briefings</h1>
      <Problem error={error.value} />
      {held.value === null && error.value === null && <p class="quiet">Loading what is kept</p>}
      {held.value && (
        <>
          <section aria-labelledby="kept-briefings">
            <h2 id="kept-briefings">Kept briefings</h2>
            {mayKeep() && (
              <p class="saved-new">
                <a class="primary" href={pageHref('briefings', ['new'])}>
                  New briefing
                </a>
              </p>
            )}
            <SavedList
              items={held.value.briefings}
              empty="No briefing is kept or shared with you yet. A briefing is made from kept views: map, one chart, one sentence, and what is asked of the board."
              onChanged={load}
            />
          </section>
          <section aria-labelledby="kept-views">
            <h2 id="kept-views">Kept views of the map</h2>
            <SavedList
              items={held.value.views}
              empty="No view is kept or shared with you yet. Save one from the map."
              onChanged={load}
            />
          </section>
        </>
      )}
    </div>
  );
}

function One({ id, what, query }: { id: number; what: string; query: URLSearchParams }) {
  const item = useSignal<SavedItem | null>(null);
  const error = useSignal<ServiceError | null>(null);
  useEffect(() => {
    openSaved(id)
      .then((opened) => {
        item.value = opened;
      })
      .catch((cause: unknown) => {
        error.value = toServiceError(cause);
      });
  }, [id]);
  const opened = item.value;
  useEffect(() => titlePage(opened?.name, 'Briefings'), [opened?.name, what]);
  if (opened?.kind === 'briefing') {
    if (what === 'present') return <Presenter item={opened} query={query} />;
    if (what === 'edit' && opened.own)
      return (
        <BriefingEditor
          item={opened}
          onSaved={(saved) => {
            item.value = saved;
          }}
        />
      );
    return <BriefingOutline item={opened} />;
  }
  return (
    <div class="briefings">
      <h1>{error.value || opened ? 'There is no such briefing' : 'Briefing'}</h1>
      {error.value || opened ? (
        <>
          <Problem error={error.value} />
          <p>
            It may have been removed, or is no longer shared with you.{' '}
            <a href={pageHref('briefings')}>All briefings</a>
          </p>
        </>
      ) : (
        <p class="quiet">Loading the briefing</p>
      )}
    </div>
  );
}

function Problem({ error }: { error: ServiceError | null }) {
  if (!error) return null;
  return (
    <p class="form-problem" role="alert">
      <strong>{error.message}</strong> {error.hint}
    </p>
  );
}
