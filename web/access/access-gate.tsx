import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SignInOptions } from '../../server/contract/access.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { Lazily } from '../lazily.tsx';
import { fetchSession, fetchSignInOptions } from './access-client.ts';
import { account, session } from './session.ts';
import { SignInView } from './sign-in-view.tsx';

interface Props {
  children: ComponentChildren;
  /** Called once, when somebody is in: ask for figures from here on. */
  onSignedIn(): void;
}

/** The application for who is signed in; the way in for who is not; first of all what an account must do before anything. */
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
  }, []);
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
  if (!ready) return <Lazily load={() => import('./account-page.tsx')} />;
  return <>{children}</>;
}
