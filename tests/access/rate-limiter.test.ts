import { expect, it } from 'vitest';
import { RateLimiter } from '../../server/access/rate-limiter.ts';

it('lets a burst through, then one for each share of a minute, each key by itself', () => {
  let ms = 0;
  const limiter = new RateLimiter({ burst: 3, perMinute: 6 }, () => new Date(ms));
  expect([1, 2, 3].map(() => limiter.take('a'))).toEqual([0, 0, 0]);
  expect(limiter.take('a')).toBe(10);
  expect(limiter.take('b')).toBe(0);
  ms = 9_000;
  expect(limiter.take('a')).toBe(1);
  ms = 10_000;
  expect(limiter.take('a')).toBe(0);
  expect(limiter.take('a')).toBe(10);
  ms = 3_600_000;
  expect([1, 2, 3, 4].map(() => limiter.take('a') === 0)).toEqual([true, true, true, false]);
});

it('does not give more for a clock that goes back', () => {
  let ms = 60_000;
  const limiter = new RateLimiter({ burst: 1, perMinute: 1 }, () => new Date(ms));
  expect(limiter.take('a')).toBe(0);
  ms = 0;
  expect(limiter.take('a')).toBeGreaterThan(0);
});
