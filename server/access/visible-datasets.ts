import type { Role } from '../contract/access.ts';
import type { SensitivityClass } from '../db/tables.ts';

/** As much of a dataset as decides who may see it. */
export interface SharedDataset {
  readonly sensitivityClass: SensitivityClass;
  /** Record of sharing: permittedRoles, permittedOrganisations (slugs), expiresOn (YYYY-MM-DD). */
  readonly agreement: Readonly<Record<string, unknown>>;
}

/**
 * The datasets that an account may see: the one place where that is decided. Anything but open data needs a record of sharing
 * that names one of the account's roles and its organisation and has not run out: what the record does not say is not
 * permitted. Open data is for every signed-in role, unless it came under a record that names roles or organisations: then
 * that record holds for it too.
 *
 * @param today the day in the United Kingdom, YYYY-MM-DD; an agreement holds through the day it names
 */
export function visibleDatasets<T extends SharedDataset>(
  account: { readonly roles: readonly Role[]; readonly organisation: { readonly slug: string } },
  datasets: readonly T[],
  today: string,
): T[] {
  return datasets.filter(({ sensitivityClass, agreement }) => {
    if (account.roles.length === 0) return false;
    const { expiresOn } = agreement;
    if (expiresOn !== undefined && expiresOn !== null) {
      if (typeof expiresOn !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(expiresOn) || expiresOn < today)
        return false;
    }
    const { permittedRoles, permittedOrganisations } = agreement;
    if (sensitivityClass === 'open' && permittedRoles === undefined && permittedOrganisations === undefined)
      return true;
    return (
      words(permittedRoles).some((role) => account.roles.includes(role as Role)) &&
      words(permittedOrganisations).includes(account.organisation.slug)
    );
  });
}

/** The calendar day in the United Kingdom, YYYY-MM-DD. */
export function ukDay(now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' }).format(now);
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}
