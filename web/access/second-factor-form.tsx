import { useSignal } from '@preact/signals';
import type { SecondFactorSetUp } from '../../server/contract/access.ts';
import { beginSecondFactor, confirmSecondFactor, fetchSession } from './access-client.ts';
import { Field, Form, ShownOnce } from './form-parts.tsx';
import { account, session } from './session.ts';

/** Set up or renew the second factor: password, key for the app, a code of it, recovery codes. */
export function SecondFactorForm() {
  const setUp = useSignal<SecondFactorSetUp | null>(null);
  const codes = useSignal<readonly string[] | null>(null);
  if (codes.value) {
    return (
      <>
        <ShownOnce
          title="Your recovery codes: each works once, when the telephone is not at hand"
          lines={codes.value}
        />
        <button
          type="button"
          class="primary"
          onClick={async () => {
            session.value = await fetchSession();
            codes.value = null;
            setUp.value = null;
          }}
        >
          I have kept them
        </button>
      </>
    );
  }
  if (setUp.value) {
    return (
      <>
        <p>
          In your authenticator app choose to type a key, and type this one; on a telephone,{' '}
          <a href={setUp.value.uri}>open it in the app</a>.
        </p>
        <pre>{setUp.value.secret.match(/.{1,4}/g)?.join(' ')}</pre>
        <Form
          action="Confirm"
          label="Confirm the second factor"
          onSubmit={async ({ code }) => {
            codes.value = (await confirmSecondFactor(code ?? '')).recoveryCodes;
          }}
        >
          {(error) => (
            <Field
              name="code"
              label="Code that the app shows now"
              autoComplete="one-time-code"
              inputMode="numeric"
              error={error}
            />
          )}
        </Form>
      </>
    );
  }
  return (
    <Form
      action="Begin"
      label="Set up a second factor"
      onSubmit={async ({ password, code }) => {
        setUp.value = await beginSecondFactor({
          password: password ?? '',
          ...(code === undefined ? {} : { code }),
        });
      }}
    >
      {(error) => (
        <>
          <Field
            name="password"
            label="Your password"
            type="password"
            autoComplete="current-password"
            error={error}
          />
          {account.value?.secondFactor && (
            <Field
              name="code"
              label="Code of the present second factor"
              hint="Six digits from the app as it is set up now, or a recovery code."
              autoComplete="one-time-code"
              error={error}
            />
          )}
        </>
      )}
    </Form>
  );
}
