import { randomBytes } from 'node:crypto';
import type { AccountList, AccountSummary, OrganisationSummary, Role } from '../contract/access.ts';
import type { Database } from '../db/database.ts';
import {
  type AccountRow,
  insertAccount,
  readAccountByName,
  readAccounts,
  replaceRecoveryCodes,
  updateAccount,
} from '../db/queries/access/accounts.ts';
import { revokeApiTokensOf } from '../db/queries/access/api-tokens.ts';
import {
  insertOrganisation,
  type OrganisationRow,
  readOrganisation,
  readOrganisations,
} from '../db/queries/access/organisations.ts';
import { RequestError } from '../errors.ts';
import { nearestWord } from '../nearest-word.ts';
import { passwordFault } from './password-rules.ts';
import { hashPassword } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { base32 } from './totp.ts';

export interface AccountDraft {
  readonly username: string;
  readonly displayName: string;
  /** Slug. */
  readonly organisation: string;
  readonly roles: readonly Role[];
}

/** A first password is handed over within this time, or a new one is made. */
export const INITIAL_PASSWORD_DAYS = 7;
const DAY_MS = 86_400_000;

/** Accounts and organisations: made, changed, reset and disabled by an administrator or on the command line. */
export class Accounts {
  readonly #database: Database;
  readonly #sessions: Sessions;
  readonly #now: () => Date;

  constructor(database: Database, sessions: Sessions, now: () => Date) {
    this.#database = database;
    this.#sessions = sessions;
    this.#now = now;
  }

  async list(): Promise<AccountList> {
    const [accounts, organisations] = [
      await readAccounts(this.#database.db),
      await readOrganisations(this.#database.db),
    ];
    return {
      accounts: accounts.map((account) => this.#summary(account)),
      organisations: organisations.map(({ slug, name }) => ({ slug, name })),
    };
  }

  /** @returns the password to sign in with once, within INITIAL_PASSWORD_DAYS, which then has to be changed */
  async create({ username, displayName, organisation, roles }: AccountDraft): Promise<string> {
    const { organisationId } = await this.#organisation(organisation);
    const initialPassword = newInitialPassword();
    const accountId = await insertAccount(this.#database.db, {
      username,
      displayName,
      organisationId,
      roles,
      passwordHash: await hashPassword(initialPassword),
      mustChangePassword: true,
      initialPasswordUntil: this.#initialPasswordUntil(),
    });
    if (accountId === null) throw nameTaken('username', username);
    return initialPassword;
  }

  /** Roles and organisation hold from the account's next request; disabling ends its sessions and tokens at once. */
  async change(
    username: string,
    change: Partial<Omit<AccountDraft, 'username'>> & { readonly disabled?: boolean },
  ): Promise<void> {
    const account = await this.find(username);
    const { organisationId } = change.organisation ? await this.#organisation(change.organisation) : {};
    await updateAccount(this.#database.db, account.accountId, {
      ...(change.displayName === undefined ? {} : { displayName: change.displayName }),
      ...(organisationId === undefined ? {} : { organisationId }),
      ...(change.roles === undefined ? {} : { roles: change.roles }),
      ...(change.disabled === undefined ? {} : { disabledAt: change.disabled ? this.#now() : null }),
    });
    if (change.disabled) await this.#endEverything(account.accountId);
  }

  /** A new initial password; lock and second factor go, sessions and tokens end. */
  async reset(username: string): Promise<string> {
    const account = await this.find(username);
    if (account.passwordHash === null) {
      throw new RequestError('invalid-parameter', {
        detail: `The account ${account.username} has no password here: it signs in by ${account.demonstration ? 'demonstration' : 'single sign-on'}.`,
        seen: account.username,
        hint: 'Reset it where it is kept.',
        field: 'username',
      });
    }
    const initialPassword = newInitialPassword();
    await updateAccount(this.#database.db, account.accountId, {
      passwordHash: await hashPassword(initialPassword),
      mustChangePassword: true,
      initialPasswordUntil: this.#initialPasswordUntil(),
      totpSecret: null,
      totpPending: null,
      totpConfirmedAt: null,
      totpLastStep: null,
      failedAttempts: 0,
      lockedUntil: null,
    });
    await replaceRecoveryCodes(this.#database.db, account.accountId, []);
    await this.#endEverything(account.accountId);
    return initialPassword;
  }

  /** The account's own change of password, once they have proved the current one. Every session of it ends. */
  async changePassword(account: AccountRow, currentPassword: string, newPassword: string): Promise<void> {
    const fault =
      currentPassword === newPassword
        ? 'The new password is the current one.'
        : passwordFault(newPassword, [account.username, account.displayName, account.organisationName]);
    if (fault) throw new RequestError('weak-password', { detail: fault, field: 'newPassword' });
    await updateAccount(this.#database.db, account.accountId, {
      passwordHash: await hashPassword(newPassword),
      mustChangePassword: false,
      initialPasswordUntil: null,
    });
    await this.#sessions.endAll(account.accountId);
  }

  async createOrganisation(draft: OrganisationSummary): Promise<void> {
    if (!(await insertOrganisation(this.#database.db, draft))) throw nameTaken('slug', draft.slug);
  }

  /** @throws RequestError unknown-account */
  async find(username: string): Promise<AccountRow> {
    const account = await readAccountByName(this.#database.db, username);
    if (account) return account;
    throw new RequestError('unknown-account', {
      detail: 'There is no account of that name.',
      seen: username,
      hint: 'Accounts are listed at /api/accounts.',
      field: 'username',
    });
  }

  async #organisation(slug: string): Promise<OrganisationRow> {
    const found = await readOrganisation(this.#database.db, slug);
    if (found) return found;
    const known = (await readOrganisations(this.#database.db)).map((organisation) => organisation.slug);
    const near = nearestWord(slug, known);
    throw new RequestError('invalid-parameter', {
      detail: `There is no organisation called ${slug}.`,
      seen: slug,
      hint: `${near ? `Did you mean ${near}? ` : ''}Create it first, or use one of: ${known.join(', ') || 'none yet'}.`,
      field: 'organisation',
    });
  }

  #initialPasswordUntil(): Date {
    return new Date(this.#now().getTime() + INITIAL_PASSWORD_DAYS * DAY_MS);
  }

  async #endEverything(accountId: number): Promise<void> {
    await this.#sessions.endAll(accountId);
    await revokeApiTokensOf(this.#database.db, accountId, this.#now());
  }

  #summary(account: AccountRow): AccountSummary {
    return {
      username: account.username,
      displayName: account.displayName,
      organisation: { slug: account.organisationSlug, name: account.organisationName },
      roles: account.roles as Role[],
      signsInBy: account.demonstration
        ? 'demonstration'
        : account.providerIssuer
          ? 'single-sign-on'
          : 'password',
      secondFactor: account.totpConfirmedAt !== null,
      locked: account.lockedUntil !== null && account.lockedUntil > this.#now(),
      disabled: account.disabledAt !== null,
    };
  }
}

/** 100 random bits in groups that can be read out. */
function newInitialPassword(): string {
  return (base32(randomBytes(15)).slice(0, 20).toLowerCase().match(/.{5}/g) ?? []).join('-');
}

function nameTaken(field: string, name: string): RequestError {
  return new RequestError('name-taken', {
    detail: `The name ${name} is taken.`,
    seen: name,
    hint: 'Choose another.',
    field,
  });
}
