import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SignInOptions } from '../../server/contract/access.ts';
import { ServiceError, toServiceError } from '../api/service-error.ts';
import { signIn, signInAsRole } from './access-client.ts';
import { Field, Form } from './form-parts.tsx';
import { session } from './session.ts';
import { takeSessionEnded } from './session-ended.ts';

const PROVIDER_PROBLEMS: Readonly<Record<string, string>> = {
  unreachable: 'Single sign-on does not answer. Try again in a moment.',
  interrupted: 'That sign-in had ended or began in another window. Begin again here.',
  refused: 'Single sign-on did not confirm who you are. Try again, or ask your administrator.',
  'no-role': 'You are signed in there, but none of your groups has a role here. Ask your administrator.',
  'too-weak':
    'Single sign-on led in without a second factor, which this service asks for. Set one up there and try again.',
  'no-organisation':
    'You are signed in there, but your organisation is not known here. Ask your administrator.',
  disabled: 'Your account here is disabled. Ask your administrator.',
};

/** The ways in: a role of the synthetic district, single sign-on, or user name and password with a code. */
export function SignInView({ options }: { options: SignInOptions }) {
  const hasEnded = useSignal(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = 'Sign in – Wardlight';
    heading.current?.focus();
    hasEnded.value = takeSessionEnded();
  }, []);
  const problem = new URLSearchParams(window.location.search).get('sign-in-problem');
  return (
    <main class="access-page sign-in">
      <p class="product">Wardlight</p>
      <h1 ref={heading} tabIndex={-1}>
        Sign in
      </h1>
      {hasEnded.value && <p role="status">Your session has ended. Sign in again to go on where you were.</p>}
      {problem !== null && (
        <p class="form-problem" role="alert">
          {PROVIDER_PROBLEMS[problem] ?? 'Single sign-on did not succeed. Try again.'}
        </p>
      )}
      {options.demonstration.length > 0 && <Demonstration roles={options.demonstration} />}
      {options.singleSignOn && (
        <p>
          <a class="primary" href={options.singleSignOn.path}>
            {options.singleSignOn.label}
          </a>
        </p>
      )}
      {options.demonstration.length > 0 ? (
        <details>
          <summary>Sign in with a user name</summary>
          <PasswordForm />
        </details>
      ) : (
        <PasswordForm />
      )}
    </main>
  );
}

function Demonstration({ roles }: { roles: SignInOptions['demonstration'] }) {
  const error = useSignal<ServiceError | null>(null);
  return (
    <section aria-labelledby="demonstration">
      <h2 id="demonstration">Look around a synthetic district</h2>
      <p>Everything in it is made up, so no password is needed. Choose whom to look as.</p>
      {error.value && (
        <p class="form-problem" role="alert">
          {error.value.message} {error.value.hint}
        </p>
      )}
      <ul class="role-choice">
        {roles.map(({ role, title, task }) => (
          <li key={role}>
            <button
              type="button"
              onClick={async () => {
                try {
                  session.value = await signInAsRole(role);
                } catch (cause) {
                  error.value = toServiceError(cause);
                }
              }}
            >
              <strong>{title}</strong>
              <span class="quiet">{task}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Name and password first; the code only once it is asked for. */
function PasswordForm() {
  const asksForCode = useSignal(false);
  return (
    <Form
      action={asksForCode.value ? 'Continue' : 'Sign in'}
      label="Sign in"
      onSubmit={async ({ username, password, code }) => {
        try {
          session.value = await signIn({
            username: username ?? '',
            password: password ?? '',
            ...(code ? { code } : {}),
          });
        } catch (cause) {
          if (!(cause instanceof ServiceError && cause.code === 'second-factor-required')) throw cause;
          asksForCode.value = true;
        }
      }}
    >
      {(error) => (
        <>
          <div hidden={asksForCode.value}>
            <Field name="username" label="User name" autoComplete="username" error={error} />
            <Field
              name="password"
              label="Password"
              type="password"
              autoComplete="current-password"
              error={error}
            />
          </div>
          {asksForCode.value && <CodeField error={error} />}
        </>
      )}
    </Form>
  );
}

function CodeField({ error }: { error: ServiceError | null }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  return (
    <div ref={box}>
      <Field
        name="code"
        label="Code"
        hint="The six digits that your authenticator app shows now, or a recovery code."
        autoComplete="one-time-code"
        inputMode="text"
        error={error}
      />
    </div>
  );
}
