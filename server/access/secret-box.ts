import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Seals small secrets (those of second factors) for the database, which is then not enough to use them. */
export class SecretBox {
  readonly #key: Buffer;
  readonly #previousKey: Buffer | null;

  /**
   * @param secret at least 32 characters; the key is derived from it by HKDF-SHA-256
   * @param previous the secret before it, which only opens
   */
  constructor(secret: string, previous?: string) {
    if (secret.length < 32) {
      throw new Error(
        `WARDLIGHT_SECRET has ${secret.length} characters; it needs 32 or more. Make one with: openssl rand -base64 32`,
      );
    }
    this.#key = keyOf(secret);
    this.#previousKey = previous === undefined ? null : keyOf(previous);
  }

  /** Whether a text was sealed under the secret before this one: seal it anew while both are known. */
  isOld(sealed: string, label: string): boolean {
    return openedWith(this.#key, sealed, label) === null;
  }

  /** AES-256-GCM; `label` binds the text to its place: sealed for one account, it does not open for another. */
  seal(plain: Buffer, label: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(label));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
      'base64url',
    );
  }

  /** @throws where the text was changed, belongs elsewhere, or was sealed under another secret */
  open(sealed: string, label: string): Buffer {
    const opened =
      openedWith(this.#key, sealed, label) ??
      (this.#previousKey && openedWith(this.#previousKey, sealed, label));
    if (opened) return opened;
    throw new Error(
      'A sealed secret does not open: WARDLIGHT_SECRET, or the file secret.key in the data folder, is not the one it was sealed with. Restore it, give it as WARDLIGHT_SECRET_PREVIOUS, or reset the account: npm run account -- reset USERNAME',
    );
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'wardlight secret box', 32));
}

/** null where the key or the label is another, or the text was changed. */
function openedWith(key: Buffer, sealed: string, label: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      .setAAD(Buffer.from(label))
      .setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  } catch {
    return null;
  }
}

/** The service's secret: as given, else from the data folder's secret.key, which is made on first use and read by its owner only. */
export function serviceSecret(given: string | undefined, dataDirectory: string): string {
  if (given) return given;
  const path = join(dataDirectory, 'secret.key');
  if (!existsSync(path)) {
    mkdirSync(dataDirectory, { recursive: true });
    try {
      writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  chmodSync(path, 0o600);
  return readFileSync(path, 'utf8').trim();
}
