import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  ROLE_WORDS,
  type SecondFactorSetUp,
  TOKEN_SCOPES,
  type TokenScope,
  type TokenSummary,
} from '../../server/contract/access.ts';
import { formatDay } from '../words/format.ts';
import {
  beginSecondFactor,
  changePassword,
  confirmSecondFactor,
  createToken,
  fetchSession,
  fetchTokens,
  revokeToken,
  signOutEverywhere,
} from './access-client.ts';
import { AccessFrame } from './access-frame.tsx';
import { leave } from './account-menu.tsx';
import { Field, Form, ShownOnce } from './form-parts.tsx';
import { account, session } from './session.ts';

/** One's own account: password, second factor, tokens, sessions. What has to be done first comes first, and alone. */
export default function AccountPage() {
  const who = account.value;
  if (!who) return null;
  const [duty] = who.duties;
  if (duty === 'change-password') {
    return (
      <AccessFrame title="Choose your password">
        <p>The password you signed in with works once. Choose your own before you go on.</p>
        <PasswordForm />
      </AccessFrame>
    );
  }
  if (duty === 'set-up-second-factor') {
    return (
      <AccessFrame title="Set up your second factor">
        <p>
          Besides your password, this service asks for a code from an authenticator app on your telephone.
        </p>
        <SecondFactorForm />
      </AccessFrame>
    );
  }
  return (
    <AccessFrame title="Your account">
      <p>
        {who.displayName} ({who.username}), {who.organisation.name}.{' '}
        {who.roles.map((role) => ROLE_WORDS[role].title).join(', ')}.
      </p>
      {who.via === 'password' && (
        <>
          <section>
            <h2>Password</h2>
            <PasswordForm />
          </section>
          <section>
            <h2>Second factor</h2>
            <p>
              {who.secondFactor
                ? `Set up, with ${who.recoveryCodesLeft} recovery codes left. Set it up again to move to another telephone or to get new recovery codes.`
                : 'Not set up yet.'}
            </p>
            <SecondFactorForm />
          </section>
        </>
      )}
      <section>
        <h2>API tokens</h2>
        <Tokens />
      </section>
      <section>
        <h2>Sessions</h2>
        <p>Signing out everywhere ends every session of yours, on every computer, this one too.</p>
        <button
          type="button"
          onClick={async () => {
            await signOutEverywhere().catch(() => undefined);
            await leave();
          }}
        >
          Sign out everywhere
        </button>
      </section>
    </AccessFrame>
  );
}

function PasswordForm() {
  const done = useSignal(false);
  return (
    <>
      {done.value && <p role="status">The password is changed. Your other sessions have ended.</p>}
      <Form
        action="Change password"
        label="Change password"
        onSubmit={async ({ currentPassword, newPassword }, form) => {
          session.value = await changePassword({
            currentPassword: currentPassword ?? '',
            newPassword: newPassword ?? '',
          });
          done.value = true;
          form.reset();
        }}
      >
        {(error) => (
          <>
            <Field
              name="currentPassword"
              label="Current password"
              type="password"
              autoComplete="current-password"
              error={error}
            />
            <Field
              name="newPassword"
              label="New password"
              hint="12 characters or more. Three or four words in a row are easy to remember. You can paste it from a password manager."
              type="password"
              autoComplete="new-password"
              error={error}
            />
          </>
        )}
      </Form>
    </>
  );
}

function SecondFactorForm() {
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
      onSubmit={async ({ password }) => {
        setUp.value = await beginSecondFactor(password ?? '');
      }}
    >
      {(error) => (
        <Field
          name="password"
          label="Your password"
          type="password"
          autoComplete="current-password"
          error={error}
        />
      )}
    </Form>
  );
}

const SCOPE_WORDS: Readonly<Record<TokenScope, string>> = {
  figures: 'Read figures',
  audit: 'Read the audit',
};

function Tokens() {
  const tokens = useSignal<readonly TokenSummary[]>([]);
  const made = useSignal<string | null>(null);
  const load = async () => {
    tokens.value = (await fetchTokens()).tokens;
  };
  useEffect(() => {
    void load().catch(() => undefined);
  }, []);
  return (
    <>
      <p>For a program of yours. It may do no more than you may, and ends by itself.</p>
      {tokens.value.length > 0 && (
        <table class="figures">
          <caption>Your tokens</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">For</th>
              <th scope="col">Ends</th>
              <th scope="col">Last used</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {tokens.value.map((token) => (
              <tr key={token.tokenId}>
                <th scope="row">{token.name}</th>
                <td>{token.scopes.map((scope) => SCOPE_WORDS[scope]).join(', ')}</td>
                <td>{formatDay(token.expiresAt)}</td>
                <td>{token.lastUsedAt ? formatDay(token.lastUsedAt) : 'Never'}</td>
                <td>
                  {token.revokedAt ? (
                    'Ended'
                  ) : (
                    <button
                      type="button"
                      aria-label={`End ${token.name}`}
                      onClick={async () => {
                        await revokeToken(token.tokenId).catch(() => undefined);
                        await load();
                      }}
                    >
                      End
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {made.value && <ShownOnce title="Your new token" lines={[made.value]} />}
      <Form
        action="Create token"
        label="Create a token"
        onSubmit={async ({ name, days, ...rest }, form) => {
          const scopes = TOKEN_SCOPES.filter((scope) => rest[scope]);
          made.value = (
            await createToken({
              name: name ?? '',
              scopes: scopes.length > 0 ? scopes : ['figures'],
              days: Number(days),
            })
          ).token;
          form.reset();
          await load();
        }}
      >
        {(error) => (
          <>
            <Field name="name" label="What it is for" error={error} />
            <fieldset>
              <legend>What it may do</legend>
              {TOKEN_SCOPES.map((scope) => (
                <label key={scope} class="tick">
                  <input type="checkbox" name={scope} defaultChecked={scope === 'figures'} />{' '}
                  {SCOPE_WORDS[scope]}
                </label>
              ))}
            </fieldset>
            <Field
              name="days"
              label="Days until it ends"
              hint="1 to 365."
              type="number"
              min={1}
              max={365}
              value="90"
              error={error}
            />
          </>
        )}
      </Form>
    </>
  );
}
