import type { Duty, OrganisationSummary, Role, TokenScope } from '../contract/access.ts';
import type { SessionVia } from '../db/access-tables.ts';

/** Who asks: a signed-in browser, or a program with a token. */
export interface Asker {
  readonly accountId: number;
  readonly username: string;
  readonly displayName: string;
  readonly organisation: OrganisationSummary;
  readonly roles: readonly Role[];
  readonly via: SessionVia | 'token';
  /** null for a browser: it may do all that its roles may. */
  readonly scopes: readonly TokenScope[] | null;
  /** To be done before anything else is answered. */
  readonly duties: readonly Duty[];
}
