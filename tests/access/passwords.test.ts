import { describe, expect, it } from 'vitest';
import { passwordFault } from '../../server/access/password-rules.ts';
import { hashPassword, isPassword } from '../../server/access/passwords.ts';

const own = ['ann.lee', 'Ann Lee', 'Ravensand Council'];

describe('a new password', () => {
  it.each([
    ['short enough', 'eleven char', /11 characters; it needs 12/],
    ['from the breaches', '1q2w3e4r5t6y', /tried first/],
    ['from the breaches, in capitals', 'UNBELIEVABLE', /tried first/],
    ['from the breaches, with digits and signs around it', '12!password2026!', /tried first/],
    ['from the breaches, said twice', 'sunshinesunshine', /tried first/],
    ['one sign', 'aaaaaaaaaaaaaaaa', /tried first/],
    ['a short run, repeated', 'abcabcabcabcabc', /tried first/],
    ['the own name and the service', 'ann.lee-wardlight1', /mostly your own name/],
    ['the organisation', 'RavensandCouncil1', /mostly your own name/],
    ['longer than is hashed', 'x1y2'.repeat(70), /at most 256/],
  ])('is refused when %s', (_why, password, reason) => {
    expect(passwordFault(password, own)).toMatch(reason);
  });

  it.each([
    'four plain words together',
    'zb7-Kq2v-mm41',
    'überraschung im hafen',
    '🦊🦔🦉🦆🦢🐚🪸🌾🪨🌊⛵🧭',
  ])('is taken: %s', (password) => {
    expect(passwordFault(password, own)).toBeNull();
  });

  it('is counted in characters, not in halves of them', () => {
    expect(passwordFault('🦊🦔🦉🦆🦢🐚🪸🌾', own)).toMatch(/has 8 characters/);
  });
});

describe('a kept password', () => {
  it('is argon2id with 19 MiB and 2 passes, salted anew each time, and never the password', async () => {
    const [a, b] = await Promise.all([hashPassword('four plain words'), hashPassword('four plain words')]);
    expect(a).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(a).not.toBe(b);
    expect(a).not.toContain('plain');
  });

  it('opens to itself, however the keyboard composed it, and to nothing else', async () => {
    const hash = await hashPassword('caf\u00e9 four words');
    expect(await isPassword('cafe\u0301 four words', hash)).toBe(true);
    expect(await isPassword('cafe four words', hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
  });

  it('that is missing is like a wrong one, and takes as long', async () => {
    const hash = await hashPassword('four plain words');
    const time = async (encoded: string | null) => {
      const started = performance.now();
      for (let i = 0; i < 5; i++) expect(await isPassword('something else', encoded)).toBe(false);
      return performance.now() - started;
    };
    await time(null);
    const [missing, wrong] = [await time(null), await time(hash)];
    expect(missing).toBeGreaterThan(wrong / 3);
    expect(await isPassword('nobody has this password', null)).toBe(false);
  });
});
