import { ROLE_WORDS, ROLES, type Role } from '../contract/access.ts';
import type { Database } from '../db/database.ts';
import {
  insertAccount,
  readAccounts,
  readHoldingsKind,
  readRealDataset,
  updateAccount,
} from '../db/queries/access/accounts.ts';
import { insertOrganisation, readOrganisation } from '../db/queries/access/organisations.ts';
import { deleteSessionsOf } from '../db/queries/access/sessions.ts';

const ORGANISATION = { slug: 'demonstration', name: 'Demonstration partnership' };

/** User name of the demonstration account of a role. */
export function demonstrationName(role: Role): string {
  return `demonstration-${role}`;
}

/** Sign-ins without a password beside real data: the service must not start. */
export class DemonstrationBesideRealDataError extends Error {
  readonly code = 'demonstration-beside-real-data';
  constructor(dataset: string) {
    super(
      `The demonstration sign-ins are on, and the database holds real data (${dataset}): anybody could read it without a password. ` +
        'Set WARDLIGHT_DEMONSTRATION=no and make an administrator of your own:\n' +
        '  npm run account -- create --username NAME --name "Full name" --organisation SLUG --organisation-name "Organisation" --role administrator\n' +
        'Or keep the demonstration, and the real data in a folder of its own: WARDLIGHT_DATA=FOLDER. Nothing was changed.',
    );
    this.name = 'DemonstrationBesideRealDataError';
  }
}

/**
 * Make the demonstration accounts, one a role, or put them out of use.
 *
 * @param wanted undefined: on exactly while all data held is synthetic
 * @returns whether they are on
 * @throws DemonstrationBesideRealDataError
 */
export async function prepareDemonstration(
  { db }: Database,
  wanted: boolean | undefined,
  now: Date,
): Promise<boolean> {
  const held = await readHoldingsKind(db);
  if (wanted && held === 'real') {
    throw new DemonstrationBesideRealDataError(
      (await readRealDataset(db)) ?? 'a dataset that is not synthetic',
    );
  }
  const on = wanted ?? held === 'synthetic';
  const accounts = (await readAccounts(db)).filter(({ demonstration }) => demonstration);
  if (!on) {
    for (const { accountId, disabledAt } of accounts) {
      if (!disabledAt) await updateAccount(db, accountId, { disabledAt: now });
      await deleteSessionsOf(db, accountId);
    }
    return false;
  }
  await insertOrganisation(db, ORGANISATION);
  const organisation = await readOrganisation(db, ORGANISATION.slug);
  for (const role of ROLES) {
    const known = accounts.find(({ username }) => username === demonstrationName(role));
    if (known) {
      if (known.disabledAt) await updateAccount(db, known.accountId, { disabledAt: null });
      continue;
    }
    await insertAccount(db, {
      username: demonstrationName(role),
      displayName: `${ROLE_WORDS[role].title} (demonstration)`,
      organisationId: organisation!.organisationId,
      roles: [role],
      demonstration: true,
    });
  }
  return true;
}
