import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SignInOptions } from '../../server/contract/access.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { catalogue, hotSpots, wardLayer } from '../state/store.ts';
import { fetchSession, fetchSignInOptions } from './access-client.ts';
import { AccountPage } from './account-page.tsx';
import { AccountsPage } from './accounts-page.tsx';
import { AuditPage } from './audit-page.tsx';
import { accessPage, account, followAccessPage, hasRole, session } from './session.ts';

import { SignInView } from './sign-in-view.tsx';

interface Props {
  children: ComponentChildren;
  /** Called once, when somebody is in: ask for figures from here on. */
  onSignedIn(): void;
}

/** The page for who is signed in; the way in for who is not. Comes back to it when the session has ended. */
export function AccessGate({ children, onSignedIn }: Props) {
  const options = useSignal<SignInOptions | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const begun = useRef(false);
  const load = async () => {
    try {
      error.value = null;
      options.value = await fetchSignInOptions();
      session.value = await fetchSession();
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  useEffect(() => {
    void load();
    return followAccessPage();
  }, []);
  useSignalEffect(() => {
    const ended = [catalogue, hotSpots, wardLayer].some(
      ({ state }) => state.value.error?.code === 'sign-in-required',
    );
    // What another account may see is not for the next one: everything in memory goes with the page.
    if (ended && begun.current) window.location.reload();
  });
  const ready = account.value !== null && account.value.duties.length === 0;
  useEffect(() => {
    if (!ready || begun.current) return;
    begun.current = true;
    onSignedIn();
  }, [ready]);

  if (error.value) {
    return (
      <main class="access-page">
        <section class="problem" role="alert">
          <h1>{error.value.message}</h1>
          <p>{error.value.hint}</p>
          <button type="button" onClick={load}>
            Try again
          </button>
        </section>
      </main>
    );
  }
  if (!session.value || !options.value) return <p class="start-message">Wardlight is starting</p>;
  if (!account.value) return <SignInView options={options.value} />;
  if (!ready || accessPage.value === 'account') return <AccountPage />;
  if (accessPage.value === 'accounts' && hasRole('administrator')) return <AccountsPage />;
  if (accessPage.value === 'audit' && hasRole('auditor')) return <AuditPage />;
  return <>{children}</>;
}
