import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { SecretBox, serviceSecret } from '../../server/access/secret-box.ts';

const folder = mkdtempSync(join(tmpdir(), 'wardlight-secret-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('opens what it sealed, under the same secret and for the same place only', () => {
  const box = new SecretBox('a secret of at least thirty-two characters');
  const sealed = box.seal(Buffer.from('plain'), 'account 1');
  expect(sealed).not.toContain(Buffer.from('plain').toString('base64url'));
  expect(box.open(sealed, 'account 1').toString()).toBe('plain');
  expect(() => box.open(sealed, 'account 2')).toThrow(/WARDLIGHT_SECRET/);
  expect(() => new SecretBox('another secret of thirty-two characters').open(sealed, 'account 1')).toThrow();
  const last = sealed.at(-3) === 'A' ? 'B' : 'A';
  expect(() => box.open(sealed.slice(0, -3) + last + sealed.slice(-2), 'account 1')).toThrow();
  expect(box.seal(Buffer.from('plain'), 'account 1')).not.toBe(sealed);
});

it('opens what the secret before it sealed, says so, and seals under the new one alone', () => {
  const [old, now] = ['the secret of last year, long enough', 'the secret of this year, long enough'];
  const sealed = new SecretBox(old).seal(Buffer.from('plain'), 'account 1');
  const box = new SecretBox(now, old);
  expect(box.open(sealed, 'account 1').toString()).toBe('plain');
  expect(box.isOld(sealed, 'account 1')).toBe(true);
  const again = box.seal(Buffer.from('plain'), 'account 1');
  expect(box.isOld(again, 'account 1')).toBe(false);
  expect(new SecretBox(now).open(again, 'account 1').toString()).toBe('plain');
  expect(() => new SecretBox(now).open(sealed, 'account 1')).toThrow(/WARDLIGHT_SECRET_PREVIOUS/);
});

it('refuses a short secret', () => {
  expect(() => new SecretBox('short')).toThrow(/5 characters; it needs 32/);
});

it('makes a secret in the data folder that only its owner reads, and finds it again', () => {
  const made = serviceSecret(undefined, join(folder, 'data'));
  expect(made.length).toBeGreaterThanOrEqual(43);
  expect(serviceSecret(undefined, join(folder, 'data'))).toBe(made);
  expect(serviceSecret('given '.repeat(6), join(folder, 'data'))).toBe('given '.repeat(6));
  expect(statSync(join(folder, 'data', 'secret.key')).mode & 0o777).toBe(0o600);
});
