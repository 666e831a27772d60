import {
  type Duty,
  ROLE_WORDS,
  ROLES,
  type Role,
  type SessionState,
  type SignInOptions,
} from '../contract/access.ts';
import type { AuditQuestion, QuestionsQuery } from '../contract/audit.ts';
import type { Database } from '../db/database.ts';
import {
  type AccountRow,
  countRecoveryCodes,
  readAccount,
  readAccounts,
  readHoldingsKind,
} from '../db/queries/access/accounts.ts';
import type { AccessOptions } from './access-options.ts';
import { Accounts } from './accounts.ts';
import { ApiTokens } from './api-tokens.ts';
import { askedQuestions } from './asked-questions.ts';
import type { Asker } from './asker.ts';
import { AuditLog } from './audit-log.ts';
import { csrfTokenOf } from './bearer.ts';
import { prepareDemonstration } from './demonstration.ts';
import { Provider } from './provider.ts';
import { SecondFactor } from './second-factor.ts';
import { SecretBox } from './secret-box.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';

/** Who asks, and until when. */
export interface Authenticated {
  readonly asker: Asker;
  readonly expiresAt: Date;
}

/** Everything about who may come in, behind one object. */
export class Access {
  readonly accounts: Accounts;
  readonly audit: AuditLog;
  readonly provider: Provider | null;
  readonly secondFactor: SecondFactor;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly tokens: ApiTokens;
  readonly now: () => Date;
  readonly #database: Database;
  readonly #options: AccessOptions;
  readonly #idleMinutes: number;
  #demonstration = false;

  private constructor(database: Database, options: AccessOptions) {
    this.#database = database;
    this.#options = options;
    this.now = options.now ?? (() => new Date());
    this.#idleMinutes = options.sessionIdleMinutes ?? 30;
    this.audit = new AuditLog(database);
    this.sessions = new Sessions(
      database,
      { idleMinutes: this.#idleMinutes, hours: options.sessionHours ?? 12 },
      this.now,
    );
    this.tokens = new ApiTokens(database, this.now);
    this.accounts = new Accounts(database, this.sessions, this.now);
    this.secondFactor = new SecondFactor(
      database,
      options.secret ? new SecretBox(options.secret, options.previousSecret) : null,
      this.now,
    );
    this.signIn = new SignIn(database, this.sessions, this.secondFactor, this.audit, this.now);
    if (options.provider && !options.publicUrl) {
      throw new Error('Single sign-on needs PUBLIC_URL: the provider sends browsers back to it.');
    }
    this.provider = options.provider
      ? new Provider(database, options.provider, options.publicUrl as string, this.now)
      : null;
  }

  /** @throws DemonstrationBesideRealDataError */
  static async open(database: Database, options: AccessOptions = {}): Promise<Access> {
    const access = new Access(database, options);
    access.#demonstration = await prepareDemonstration(database, options.demonstration, access.now());
    return access;
  }

  /** The ways in that are offered now. */
  async options(): Promise<SignInOptions> {
    const demonstration = await this.demonstrationIsOn();
    return {
      password: true,
      singleSignOn: this.#options.provider
        ? { label: this.#options.provider.label, path: 'api/sign-in/provider' }
        : null,
      demonstration: demonstration ? ROLES.map((role) => ({ role, ...ROLE_WORDS[role] })) : [],
    };
  }

  /** Off from the moment that real data is held, even before the service is started again. */
  async demonstrationIsOn(): Promise<boolean> {
    return this.#demonstration && (await readHoldingsKind(this.#database.db)) !== 'real';
  }

  /** Who a session's token stands for; null where it has ended, or its account may not come in any more. */
  async ofSession(bearer: string): Promise<Authenticated | null> {
    const session = await this.sessions.find(bearer);
    if (!session) return null;
    const account = await readAccount(this.#database.db, session.accountId);
    if (!account || account.disabledAt) return null;
    if (account.demonstration && !(await this.demonstrationIsOn())) return null;
    return {
      asker: {
        ...identityOf(account),
        via: session.via,
        scopes: null,
        duties: this.#dutiesOf(account, session.via),
      },
      expiresAt: session.expiresAt,
    };
  }

  /** Who an API token stands for. A token is no way around a duty. */
  async ofToken(token: string): Promise<Authenticated | null> {
    const found = await this.tokens.find(token);
    if (!found) return null;
    const account = await readAccount(this.#database.db, found.accountId);
    if (!account || account.disabledAt) return null;
    if (account.demonstration && !(await this.demonstrationIsOn())) return null;
    const via = account.providerIssuer
      ? 'single-sign-on'
      : account.demonstration
        ? 'demonstration'
        : 'password';
    return {
      asker: {
        ...identityOf(account),
        via: 'token',
        scopes: found.scopes,
        duties: this.#dutiesOf(account, via),
      },
      expiresAt: found.expiresAt,
    };
  }

  /**
   * An account of each kind, as if it asked: what an account may see goes by its roles and organisation. Kinds with most accounts
   * first.
   */
  async kindsOfAskers(most: number): Promise<Asker[]> {
    const demonstration = await this.demonstrationIsOn();
    const kinds = new Map<string, { asker: Asker; accounts: number }>();
    for (const account of await readAccounts(this.#database.db)) {
      if (account.disabledAt || (account.demonstration && !demonstration)) continue;
      const identity = identityOf(account);
      const key = [identity.organisation.slug, ...identity.roles].join(' ');
      const asker: Asker = { ...identity, via: 'password', scopes: null, duties: [] };
      kinds.set(key, { asker, accounts: (kinds.get(key)?.accounts ?? 0) + 1 });
    }
    const ordered = [...kinds.values()].sort((a, b) => b.accounts - a.accounts);
    return ordered.slice(0, most).map(({ asker }) => asker);
  }

  /** What the page is told about who is signed in. @param bearer the session's token; null where there is none */
  async state(authenticated: Authenticated | null, bearer: string | null): Promise<SessionState> {
    const idleMinutes = this.#idleMinutes;
    if (!authenticated) return { account: null, csrfToken: null, expiresAt: null, idleMinutes };
    const { asker, expiresAt } = authenticated;
    const account = await this.account(asker);
    return {
      account: {
        username: asker.username,
        displayName: asker.displayName,
        organisation: asker.organisation,
        roles: [...asker.roles],
        via: asker.via,
        secondFactor: account.totpConfirmedAt !== null,
        recoveryCodesLeft: await countRecoveryCodes(this.#database.db, asker.accountId),
        duties: [...asker.duties],
      },
      csrfToken: bearer ? csrfTokenOf(bearer) : null,
      expiresAt: expiresAt.toISOString(),
      idleMinutes,
    };
  }

  /** Questions of restricted layers, for the auditor. */
  async questions(query: QuestionsQuery): Promise<AuditQuestion[]> {
    return askedQuestions(this.#database, query);
  }

  /** The asker's own account as it is stored. */
  async account({ accountId }: Asker): Promise<AccountRow> {
    const account = await readAccount(this.#database.db, accountId);
    if (!account) throw new Error(`Account ${accountId} asked, and is not there.`);
    return account;
  }

  #dutiesOf(account: AccountRow, via: string): Duty[] {
    if (via !== 'password') return [];
    const duties: Duty[] = [];
    if (account.mustChangePassword) duties.push('change-password');
    const required = this.#options.requireSecondFactor ?? this.#options.secret !== undefined;
    if (required && !account.totpConfirmedAt) duties.push('set-up-second-factor');
    return duties;
  }
}

function identityOf(account: AccountRow): Omit<Asker, 'via' | 'scopes' | 'duties'> {
  return {
    accountId: account.accountId,
    username: account.username,
    displayName: account.displayName,
    organisation: { slug: account.organisationSlug, name: account.organisationName },
    roles: ROLES.filter((role: Role) => account.roles.includes(role)),
  };
}
