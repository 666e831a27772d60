import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { DEFAULT_POLICIES } from '../../server/disclosure/policy.ts';

describe('WARDLIGHT_DISCLOSURE', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-rules-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const read = (rules: unknown) => {
    const path = join(folder, 'rules.json');
    writeFileSync(path, typeof rules === 'string' ? rules : JSON.stringify(rules));
    return readConfig({ WARDLIGHT_DISCLOSURE: path }).policyOf;
  };

  it('makes a rule of one class stricter and leaves the others as they are', () => {
    const policyOf = read({ health: { floor: 10 } });
    expect(policyOf('health').floor).toBe(10);
    expect(policyOf('partner-crime')).toEqual(DEFAULT_POLICIES['partner-crime']);
  });

  it('refuses to start where a rule would be looser, a class is not known, or the file is no JSON', () => {
    expect(() => read({ health: { floor: 2 } })).toThrow(/stricter only/);
    expect(() => read({ helth: { floor: 10 } })).toThrow(/Did you mean health/);
    expect(() => read('floor = 10')).toThrow(/cannot be used/);
    expect(() => readConfig({ WARDLIGHT_DISCLOSURE: join(folder, 'missing.json') })).toThrow(/missing\.json/);
  });
});
