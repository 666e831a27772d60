import type { Role } from '../contract/access.ts';
import type { SessionVia } from '../db/access-tables.ts';
import type { Database } from '../db/database.ts';
import {
  type AccountRow,
  countFailedAttempt,
  readAccountByName,
  updateAccount,
} from '../db/queries/access/accounts.ts';
import { RequestError } from '../errors.ts';
import type { AuditLog } from './audit-log.ts';
import { demonstrationName } from './demonstration.ts';
import { isPassword } from './passwords.ts';
import type { SecondFactor } from './second-factor.ts';
import { sessionOrigin } from './session-origin.ts';
import type { Sessions } from './sessions.ts';

/** Wrong attempts in a row that lock an account, and for how long. */
export const ATTEMPTS_BEFORE_LOCK = 10;
export const LOCK_MINUTES = 15;

/** Where a sign-in comes from. */
export interface SignInContext {
  readonly address: string;
  /** What the browser says of itself. */
  readonly userAgent: string | undefined;
  /** Token of the session that the browser has already, if any: it ends. */
  readonly previous: string | null;
}

type FailedPart = 'account' | 'password' | 'code' | 'demonstration';

export interface Started {
  readonly bearer: string;
  readonly expiresAt: Date;
}

/** The ways in. Each writes to the audit, whether it led in or not. */
export class SignIn {
  readonly #database: Database;
  readonly #sessions: Sessions;
  readonly #secondFactor: SecondFactor;
  readonly #audit: AuditLog;
  readonly #now: () => Date;

  constructor(
    database: Database,
    sessions: Sessions,
    secondFactor: SecondFactor,
    audit: AuditLog,
    now: () => Date,
  ) {
    this.#database = database;
    this.#sessions = sessions;
    this.#secondFactor = secondFactor;
    this.#audit = audit;
    this.#now = now;
  }

  /**
   * With user name and password, and a code where the account has a second factor. What was wrong is not said: a stranger
   * learns neither which names exist nor that an account is locked.
   *
   * @throws RequestError sign-in-failed; second-factor-required where the password is right and a code is missing
   */
  async withPassword(
    { username, password, code }: { username: string; password: string; code?: string },
    context: SignInContext,
  ): Promise<Started> {
    const account = await readAccountByName(this.#database.db, username);
    const matches = await isPassword(password, account?.passwordHash ?? null);
    if (!account || account.disabledAt || isLocked(account, this.#now()) || hasRunOut(account, this.#now())) {
      throw await this.#failed(account, context, 'account');
    }
    if (!matches) throw await this.#failed(account, context, 'password');
    if (account.totpConfirmedAt) {
      if (code === undefined || code === '') {
        throw new RequestError('second-factor-required', {
          detail: 'This account also asks for a code.',
          hint: 'Type the six digits that your authenticator app shows now, or a recovery code.',
          field: 'code',
        });
      }
      if (!(await this.#secondFactor.takes(account, code)))
        throw await this.#failed(account, context, 'code');
    }
    return this.begin(account, 'password', context);
  }

  /** As the demonstration account of a role. Whether they are on is for the caller to know. */
  async asDemonstration(role: Role, context: SignInContext): Promise<Started> {
    const account = await readAccountByName(this.#database.db, demonstrationName(role));
    if (!account?.demonstration || account.disabledAt)
      throw await this.#failed(undefined, context, 'demonstration');
    return this.begin(account, 'demonstration', context);
  }

  /**
   * Whoever is signed in proves again that the account is theirs, before they change how it is entered. Wrong attempts count
   * towards the lock as at sign-in and are recorded; the one that locks the account signs it out everywhere, since a stolen session is
   * what guesses here.
   *
   * @returns what is not right; 'no-code' where the password is, and a code is missing; null where everything is
   */
  async whatIsUnproved(
    account: AccountRow,
    { password, code }: { password: string; code?: string | undefined },
    context: Pick<SignInContext, 'address'>,
  ): Promise<'password' | 'code' | 'no-code' | null> {
    const locked = isLocked(account, this.#now());
    if (!(await isPassword(password, account.passwordHash)) || locked) {
      await this.#countFailed(account, context, locked ? 'account' : 'password', 'account.proof');
      return 'password';
    }
    if (code === undefined || !account.totpConfirmedAt) return null;
    if (code === '') return 'no-code';
    if (await this.#secondFactor.takes(account, code)) return null;
    await this.#countFailed(account, context, 'code', 'account.proof');
    return 'code';
  }

  /** Start the session of an account that has proved itself. */
  async begin(account: AccountRow, via: SessionVia, context: SignInContext): Promise<Started> {
    const { address, previous } = context;
    if (account.failedAttempts > 0 || account.lockedUntil) {
      await updateAccount(this.#database.db, account.accountId, { failedAttempts: 0, lockedUntil: null });
    }
    const started = await this.#sessions.start(account.accountId, via, sessionOrigin(context), previous);
    await this.#audit.write({ action: 'sign-in', outcome: 'ok', asker: askerOf(account, via), address });
    return started;
  }

  async #failed(
    account: AccountRow | undefined,
    context: SignInContext,
    part: FailedPart,
  ): Promise<RequestError> {
    await this.#countFailed(account, context, part, 'sign-in');
    return new RequestError('sign-in-failed', {
      detail: part === 'code' ? 'The code is not right.' : 'The user name or the password is not right.',
      hint: `Try again. ${ATTEMPTS_BEFORE_LOCK} wrong attempts in a row lock an account for ${LOCK_MINUTES} minutes; an administrator can reset it.`,
      field: part === 'code' ? 'code' : 'password',
    });
  }

  async #countFailed(
    account: AccountRow | undefined,
    { address }: Pick<SignInContext, 'address'>,
    part: FailedPart,
    action: 'sign-in' | 'account.proof',
  ): Promise<void> {
    let why: string = part;
    if (account && part !== 'account') {
      const until = new Date(this.#now().getTime() + LOCK_MINUTES * 60_000);
      const { locked } = await countFailedAttempt(
        this.#database.db,
        account.accountId,
        ATTEMPTS_BEFORE_LOCK,
        until,
      );
      if (locked) why = `${part}; account locked`;
      if (locked && action === 'account.proof') await this.#sessions.endAll(account.accountId);
    }
    // A name that is no account's may be a password typed into the wrong box: it is not kept.
    await this.#audit.write({
      action,
      outcome: 'failed',
      asker: account ? askerOf(account, 'password') : null,
      address,
      subject: why,
    });
  }
}

/** A first password that nobody used in time. */
function hasRunOut({ mustChangePassword, initialPasswordUntil }: AccountRow, now: Date): boolean {
  return mustChangePassword && initialPasswordUntil !== null && initialPasswordUntil <= now;
}

function isLocked({ lockedUntil }: AccountRow, now: Date): boolean {
  return lockedUntil !== null && lockedUntil > now;
}

function askerOf(account: AccountRow, via: SessionVia) {
  return {
    accountId: account.accountId,
    username: account.username,
    organisation: { slug: account.organisationSlug, name: account.organisationName },
    roles: account.roles as Role[],
    via,
  };
}
