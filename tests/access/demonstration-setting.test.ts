import { describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';

/** What the setting comes to; undefined leaves it to the data held: on exactly while all of it is synthetic. */
const demonstration = (environment: NodeJS.ProcessEnv): boolean | undefined =>
  readConfig(environment).access.demonstration;

describe('the setting of the demonstration', () => {
  it('leaves it to what the data folder holds, so that one with real data starts without a word', () => {
    expect(demonstration({})).toBeUndefined();
  });
  it('is kept where it is given', () => {
    expect(demonstration({ WARDLIGHT_DEMONSTRATION: 'yes' })).toBe(true);
    expect(demonstration({ WARDLIGHT_DEMONSTRATION: 'no' })).toBe(false);
  });
  it('is off without the synthetic district, and on a server', () => {
    expect(demonstration({ WARDLIGHT_SAMPLE: 'no' })).toBe(false);
    expect(demonstration({ DATABASE_URL: 'postgres://localhost/wardlight' })).toBe(false);
  });
});
