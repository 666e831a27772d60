import { randomBytes } from 'node:crypto';
import type { Database } from '../db/database.ts';
import {
  type AccountRow,
  replaceRecoveryCodes,
  takeRecoveryCode,
  takeTotpStep,
  updateAccount,
} from '../db/queries/access/accounts.ts';
import { RequestError } from '../errors.ts';
import { bearerHash } from './bearer.ts';
import type { SecretBox } from './secret-box.ts';
import { base32, matchTotp, newTotpSecret, totpUri } from './totp.ts';

const RECOVERY_CODES = 10;

/** Codes from an authenticator app (RFC 6238), and recovery codes for the day the telephone is lost. */
export class SecondFactor {
  readonly #database: Database;
  readonly #box: SecretBox | null;
  readonly #now: () => Date;

  /** @param box null: no second factor can be set up */
  constructor(database: Database, box: SecretBox | null, now: () => Date) {
    this.#database = database;
    this.#box = box;
    this.#now = now;
  }

  /** Begin: a new secret, asked for only once a code of it was given back. Until then the one before, if any, stays good. */
  async setUp({ accountId, username }: AccountRow): Promise<{ secret: string; uri: string }> {
    const secret = newTotpSecret();
    await updateAccount(this.#database.db, accountId, {
      totpPending: this.#theBox().seal(secret, labelOf(accountId)),
    });
    return { secret: base32(secret), uri: totpUri(secret, username) };
  }

  /** Finish: from here on every sign-in asks for a code. @returns recovery codes, shown once; null where the code is wrong */
  async confirm(account: AccountRow, code: string): Promise<string[] | null> {
    if (account.totpPending === null) return null;
    const secret = this.#theBox().open(account.totpPending, labelOf(account.accountId));
    const step = matchTotp(secret, code, this.#now(), null);
    if (step === null) return null;
    const codes = Array.from({ length: RECOVERY_CODES }, () => grouped(base32(randomBytes(15))));
    await replaceRecoveryCodes(
      this.#database.db,
      account.accountId,
      codes.map((text) => bearerHash(plain(text))),
    );
    await updateAccount(this.#database.db, account.accountId, {
      totpSecret: account.totpPending,
      totpPending: null,
      totpConfirmedAt: this.#now(),
      totpLastStep: step,
    });
    return codes;
  }

  /** Whether a code is good now: from the app, or a recovery code. Either works once. */
  async takes(account: AccountRow, code: string): Promise<boolean> {
    return (
      (await this.#takesAppCode(account, code)) ||
      (await takeRecoveryCode(this.#database.db, account.accountId, bearerHash(plain(code))))
    );
  }

  async #takesAppCode(account: AccountRow, code: string): Promise<boolean> {
    if (account.totpSecret === null) return false;
    const secret = this.#theBox().open(account.totpSecret, labelOf(account.accountId));
    const step = matchTotp(secret, code, this.#now(), account.totpLastStep);
    if (step === null || !(await takeTotpStep(this.#database.db, account.accountId, step))) return false;
    // A new secret takes over as people sign in; whoever has not by the time that the old one is taken away is reset.
    if (this.#theBox().isOld(account.totpSecret, labelOf(account.accountId))) {
      await updateAccount(this.#database.db, account.accountId, {
        totpSecret: this.#theBox().seal(secret, labelOf(account.accountId)),
      });
    }
    return true;
  }

  #theBox(): SecretBox {
    if (this.#box) return this.#box;
    throw new RequestError('not-ready', {
      detail: 'This service cannot keep second factors: it was started without a secret.',
      hint: 'Set WARDLIGHT_SECRET and start it again.',
    });
  }
}

function labelOf(accountId: number): string {
  return `second factor of account ${accountId}`;
}

/** ABCD-EFGH-...: read from paper. 120 random bits, so that a plain hash is enough to keep them by (ASVS 5.0, 6.5.2). */
function grouped(text: string): string {
  return (text.match(/.{4}/g) ?? []).join('-');
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[^A-Z2-7]/g, '');
}
