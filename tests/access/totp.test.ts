import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32, matchTotp, totpCode, totpStep, totpUri } from '../../server/access/totp.ts';
import { fromBase32 } from '../support/sign-in.ts';

describe('codes of the second factor', () => {
  // RFC 6238 (2011), appendix B, SHA-1 rows: the secret is the ASCII text 12345678901234567890, codes have 8 digits.
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at %i seconds are those of RFC 6238', (seconds, code) => {
    const secret = Buffer.from('12345678901234567890');
    expect(totpCode(secret, totpStep(new Date(seconds * 1000)), 8)).toBe(code);
    expect(totpCode(secret, totpStep(new Date(seconds * 1000)))).toBe(code.slice(2));
  });

  // RFC 4226 (2005), appendix D.
  it.each([
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ])('of counter %# are those of RFC 4226: %s', (code) => {
    const secret = Buffer.from('12345678901234567890');
    const codes = Array.from({ length: 10 }, (_, counter) => totpCode(secret, counter));
    expect(codes).toContain(code);
    expect(codes.indexOf(code)).toBe(
      [
        '755224',
        '287082',
        '359152',
        '969429',
        '338314',
        '254676',
        '287922',
        '162583',
        '399871',
        '520489',
      ].indexOf(code),
    );
  });

  it('are taken one step early and late, never two, and never again', () => {
    const secret = Buffer.from('a secret of twenty b');
    const now = new Date(1_700_000_015_000);
    const step = totpStep(now);
    for (const offset of [-1, 0, 1]) {
      expect(matchTotp(secret, totpCode(secret, step + offset), now, null)).toBe(step + offset);
    }
    for (const offset of [-2, 2])
      expect(matchTotp(secret, totpCode(secret, step + offset), now, null)).toBeNull();
    expect(matchTotp(secret, totpCode(secret, step), now, step)).toBeNull();
    expect(matchTotp(secret, totpCode(secret, step - 1), now, step)).toBeNull();
    expect(matchTotp(secret, totpCode(secret, step + 1), now, step)).toBe(step + 1);
    expect(matchTotp(secret, '', now, null)).toBeNull();
    expect(matchTotp(secret, `${totpCode(secret, step)}0`, now, null)).toBeNull();
  });

  it('share their secret in base32 that reads back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
        expect(fromBase32(base32(bytes))).toEqual(Buffer.from(bytes));
      }),
    );
    // RFC 4648 section 10, without padding.
    expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
      'MY',
      'MZXQ',
      'MZXW6',
      'MZXW6YQ',
      'MZXW6YTB',
      'MZXW6YTBOI',
    ]);
  });

  it('come with an address that names the service and the account', () => {
    const uri = new URL(totpUri(Buffer.from('12345678901234567890'), 'ann.lee@kent'));
    expect(uri.protocol).toBe('otpauth:');
    expect(decodeURIComponent(uri.pathname)).toContain('Wardlight:ann.lee@kent');
    expect(uri.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });
});
