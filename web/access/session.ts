import { computed, signal } from '@preact/signals';
import type { Role, SessionState } from '../../server/contract/access.ts';

/** Who is signed in; null while it is not known yet. */
export const session = signal<SessionState | null>(null);

export const account = computed(() => session.value?.account ?? null);

/** Goes with every request that changes something. */
export const csrfToken = computed(() => session.value?.csrfToken ?? null);

/** Whether who is signed in may keep things; a viewer reads what is shared. */
export const mayKeep = () => hasRole('analyst') || hasRole('data-steward') || hasRole('administrator');

export function hasRole(role: Role): boolean {
  return account.value?.roles.includes(role) ?? false;
}
