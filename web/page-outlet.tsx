import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ROLE_WORDS } from '../server/contract/access.ts';
import { account } from './access/session.ts';
import { PAGES, type PageEntry, type PageProps } from './pages.ts';
import { pageHref, place, titlePage } from './state/place.ts';

/** Whether who is signed in may open a page. */
export function mayOpen({ roles }: PageEntry): boolean {
  return roles.length === 0 || roles.some((role) => account.value?.roles.includes(role));
}

/** The page that the address names, its chunk loaded when it is first opened; what to do where that cannot be. */
export function PageOutlet() {
  const loaded = useSignal<{ path: string; Page: ComponentType<PageProps> } | null>(null);
  const failed = useSignal<string | null>(null);
  const main = useRef<HTMLElement>(null);
  const { path, rest, query } = place.value;
  const entry = PAGES.find((page) => page.path === path) ?? null;
  const allowed = entry !== null && mayOpen(entry);

  useEffect(() => {
    failed.value = null;
    if (!entry || !allowed) return;
    titlePage(entry.label);
    entry
      .load()
      .then((module) => {
        loaded.value = { path: entry.path, Page: module.default };
      })
      .catch((cause: unknown) => {
        failed.value = cause instanceof Error ? cause.message : String(cause);
      });
  }, [entry?.path, allowed]);
  const shown = loaded.value?.path === path ? loaded.value : null;
  const where = [path, ...rest].join('/');
  // Whoever follows a link with the keyboard goes on from the new page's heading.
  useEffect(() => {
    const heading = main.current?.querySelector('h1');
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    main.current?.scrollTo(0, 0);
  }, [shown?.path, where]);

  return (
    <main class="page" id="page" ref={main} data-page={path} data-ready={shown !== null}>
      {entry === null ? (
        <Message title="There is no such page">
          The address names a page that this version does not have.
        </Message>
      ) : !allowed ? (
        <Message title={`The page ${entry.label} is not open to your role`}>
          It is for: {entry.roles.map((role) => ROLE_WORDS[role].title.toLowerCase()).join(', ')}. Ask an
          administrator if your work needs it.
        </Message>
      ) : failed.value !== null ? (
        <Message title={`The page ${entry.label} could not be loaded`}>
          Reload the page. If it stays, the service may have been updated or is not running. Seen:{' '}
          {failed.value}
        </Message>
      ) : shown ? (
        <shown.Page rest={rest} query={query} />
      ) : (
        <p class="start-message">Loading {entry.label.toLowerCase()}</p>
      )}
    </main>
  );
}

function Message({ title, children }: { title: string; children: preact.ComponentChildren }) {
  return (
    <section class="no-data">
      <h1>{title}</h1>
      <p>{children}</p>
      <p>
        <a href={pageHref('')}>Go to the map</a>
      </p>
    </section>
  );
}
