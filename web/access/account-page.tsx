import { ROLE_WORDS } from '../../server/contract/access.ts';
import { AccessFrame } from './access-frame.tsx';
import { PasswordForm } from './password-form.tsx';
import { SecondFactorForm } from './second-factor-form.tsx';
import { account } from './session.ts';
import { SessionList } from './session-list.tsx';
import { TokenList } from './token-list.tsx';

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
        <TokenList />
      </section>
      <section>
        <h2>Sessions</h2>
        <SessionList />
      </section>
    </AccessFrame>
  );
}
