import { ROLE_WORDS } from '../../server/contract/access.ts';
import { mayOpen } from '../page-outlet.tsx';
import { PAGES } from '../pages.ts';
import { pageHref } from '../state/place.ts';
import { signOut } from './access-client.ts';
import { account } from './session.ts';

/** Who is signed in, and what they can do about it. For the top bar. */
export function AccountMenu() {
  const who = account.value;
  const pages = PAGES.filter((page) => page.menu === 'account' && mayOpen(page));
  if (!who) return null;
  return (
    <details class="account-menu">
      <summary>{who.displayName}</summary>
      <div class="account-menu-list">
        <p class="quiet">
          {who.roles.map((role) => ROLE_WORDS[role].title).join(', ')}, {who.organisation.name}
        </p>
        {pages.map(({ path, label }) => (
          <a key={path} href={pageHref(path)}>
            {label}
          </a>
        ))}
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
