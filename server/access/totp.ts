import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const STEP_S = 30;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new shared secret: 160 random bits, as RFC 4226 section 4 recommends. */
export function newTotpSecret(): Buffer {
  return randomBytes(20);
}

/** The six-digit code of one 30-second step: RFC 6238 with HMAC-SHA-1, which every authenticator app speaks. */
export function totpCode(secret: Buffer, step: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[19] & 0x0f;
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/** The 30-second step of an instant. */
export function totpStep(now: Date): number {
  return Math.floor(now.getTime() / 1000 / STEP_S);
}

/**
 * The step that a code belongs to, or null. One step either side is taken, for clocks that differ (RFC 6238 section 5.2);
 * a step at or before `lastStep` is not, so that a code seen over a shoulder is worth nothing.
 */
export function matchTotp(secret: Buffer, code: string, now: Date, lastStep: number | null): number | null {
  const given = Buffer.from(code.replaceAll(' ', ''));
  const current = totpStep(now);
  for (const step of [current, current - 1, current + 1]) {
    if (lastStep !== null && step <= lastStep) continue;
    const expected = Buffer.from(totpCode(secret, step));
    if (given.length === expected.length && timingSafeEqual(given, expected)) return step;
  }
  return null;
}

/** RFC 4648 base32 without padding, as authenticator apps take it. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

/** Address that an authenticator app opens: the key URI format. */
export function totpUri(secret: Buffer, username: string): string {
  const query = new URLSearchParams({ secret: base32(secret), issuer: 'Wardlight' });
  return `otpauth://totp/${encodeURIComponent(`Wardlight:${username}`)}?${query}`;
}
