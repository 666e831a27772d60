import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SessionSummary } from '../../server/contract/access.ts';
import type { ServiceError } from '../api/service-error.ts';
import { formatInstant } from '../words/format.ts';
import { endSession, fetchSessions, signOutEverywhere } from './access-client.ts';
import { leave } from './account-menu.tsx';
import { ScrollAcross } from './form-parts.tsx';

const VIA_WORDS: Readonly<Record<string, string>> = {
  password: 'Password',
  'single-sign-on': 'Single sign-on',
  demonstration: 'Demonstration',
};

/** Where one is signed in, with a way to end each, and all. */
export function SessionList() {
  const sessions = useSignal<readonly SessionSummary[]>([]);
  const problem = useSignal<ServiceError | null>(null);
  const said = useSignal('');
  const load = async () => {
    try {
      sessions.value = (await fetchSessions()).sessions;
      problem.value = null;
    } catch (cause) {
      problem.value = cause as ServiceError;
    }
  };
  useEffect(() => {
    void load();
  }, []);
  const end = async (one: SessionSummary) => {
    if (one.current) {
      await leave();
      return;
    }
    try {
      await endSession(one.sessionId);
      said.value = `${one.device} is signed out.`;
    } catch (cause) {
      said.value = (cause as ServiceError).message;
    }
    await load();
  };
  return (
    <>
      <p>
        Every browser that is signed in as you. If you do not know one, sign it out and change your password.
      </p>
      {problem.value && (
        <div class="form-problem" role="alert">
          <strong>{problem.value.message}</strong> {problem.value.hint}
        </div>
      )}
      {sessions.value.length > 0 && (
        <ScrollAcross label="Where you are signed in">
          <table class="figures">
            <caption>Where you are signed in</caption>
            <thead>
              <tr>
                <th scope="col">Browser</th>
                <th scope="col">From</th>
                <th scope="col">Signed in</th>
                <th scope="col">Last seen</th>
                <th scope="col">By</th>
                <th scope="col">Sign out</th>
              </tr>
            </thead>
            <tbody>
              {sessions.value.map((one) => (
                <tr key={one.sessionId}>
                  <th scope="row">
                    {one.device}
                    {one.current && ' (this one)'}
                  </th>
                  <td>{one.network ?? 'Not known'}</td>
                  <td>{formatInstant(one.createdAt)}</td>
                  <td>{one.current ? 'Now' : formatInstant(one.lastSeenAt)}</td>
                  <td>{VIA_WORDS[one.via] ?? one.via}</td>
                  <td>
                    <button
                      type="button"
                      aria-label={`Sign out ${one.device}, signed in ${formatInstant(one.createdAt)}`}
                      onClick={() => end(one)}
                    >
                      Sign out
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAcross>
      )}
      <p class="quiet" role="status">
        {said.value}
      </p>
      <p>
        <button
          type="button"
          onClick={async () => {
            await signOutEverywhere().catch(() => undefined);
            await leave();
          }}
        >
          Sign out everywhere
        </button>
      </p>
    </>
  );
}
