import { computed, signal } from '@preact/signals';
import type { Role, SessionState } from '../../server/contract/access.ts';

/** Who is signed in; null while it is not known yet. */
export const session = signal<SessionState | null>(null);

export const account = computed(() => session.value?.account ?? null);

/** Goes with every request that changes something. */
export const csrfToken = computed(() => session.value?.csrfToken ?? null);

/** Pages of this folder, by the part of the address after #; null: the map. */
export type AccessPage = 'account' | 'accounts' | 'audit';
const PAGES: readonly AccessPage[] = ['account', 'accounts', 'audit'];

export const accessPage = signal<AccessPage | null>(pageOfAddress());

export function hasRole(role: Role): boolean {
  return account.value?.roles.includes(role) ?? false;
}

/** Follow the address; back and forward work as everywhere. */
export function followAccessPage(): () => void {
  const follow = () => {
    accessPage.value = pageOfAddress();
  };
  window.addEventListener('hashchange', follow);
  return () => window.removeEventListener('hashchange', follow);
}

function pageOfAddress(): AccessPage | null {
  return PAGES.find((page) => window.location.hash === `#${page}`) ?? null;
}
