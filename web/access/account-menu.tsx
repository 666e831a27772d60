import { ROLE_WORDS } from '../../server/contract/access.ts';
import { signOut } from './access-client.ts';
import { account, hasRole } from './session.ts';

/** Who is signed in, and what they can do about it. For the top bar. */
export function AccountMenu() {
  const who = account.value;
  if (!who) return null;
  return (
    <details class="account-menu">
      <summary>{who.displayName}</summary>
      <div class="account-menu-list">
        <p class="quiet">
          {who.roles.map((role) => ROLE_WORDS[role].title).join(', ')}, {who.organisation.name}
        </p>
        <a href="#account">Your account</a>
        {hasRole('administrator') && <a href="#accounts">Accounts</a>}
        {hasRole('auditor') && <a href="#audit">Audit</a>}
        <button type="button" onClick={leave}>
          Sign out
        </button>
      </div>
    </details>
  );
}

/** The page is loaded anew, so that nothing of what was seen stays in it. */
export async function leave(): Promise<void> {
  await signOut().catch(() => undefined);
  window.location.assign(window.location.pathname);
}
