import { expect, it } from 'vitest';
import { ResultCache } from '../../server/analyses/result-cache.ts';

/** Work that ends when it is told to, and says whether it was stopped. */
function workInHand() {
  let finish: (value: string) => void = () => undefined;
  let isStopped = false;
  let begun = 0;
  return {
    make: (nobodyWaits: AbortSignal) => {
      begun++;
      return new Promise<string>((resolve, reject) => {
        finish = resolve;
        nobodyWaits.addEventListener('abort', () => {
          isStopped = true;
          reject(nobodyWaits.reason);
        });
      });
    },
    finish: (value: string) => finish(value),
    isStopped: () => isStopped,
    begun: () => begun,
  };
}

it('makes a result once for everybody who waits for it, and keeps it', async () => {
  const cache = new ResultCache<string>(2);
  const work = workInHand();
  const both = [cache.get('a', work.make), cache.get('a', work.make)];
  work.finish('done');
  expect(await Promise.all(both)).toEqual(['done', 'done']);
  expect(await cache.get('a', work.make)).toBe('done');
  expect(work.begun()).toBe(1);
});

it('stops the work when the last who waits goes away, and begins anew for the next', async () => {
  const cache = new ResultCache<string>(2);
  const work = workInHand();
  const [first, second] = [new AbortController(), new AbortController()];
  const waiting = [cache.get('a', work.make, first.signal), cache.get('a', work.make, second.signal)];
  first.abort(new Error('went away'));
  await expect(waiting[0]).rejects.toThrow('went away');
  expect(work.isStopped()).toBe(false);
  second.abort(new Error('went too'));
  await expect(waiting[1]).rejects.toThrow('went too');
  expect(work.isStopped()).toBe(true);
  const next = cache.get('a', work.make, new AbortController().signal);
  work.finish('anew');
  expect(await next).toBe('anew');
  expect(work.begun()).toBe(2);
});

it('goes on for one who cannot go away, though another does', async () => {
  const cache = new ResultCache<string>(2);
  const work = workInHand();
  const leaves = new AbortController();
  const stays = cache.get('a', work.make);
  const left = cache.get('a', work.make, leaves.signal);
  leaves.abort(new Error('went away'));
  await expect(left).rejects.toThrow('went away');
  work.finish('done');
  expect(await stays).toBe('done');
});

it('keeps no failure', async () => {
  const cache = new ResultCache<string>(2);
  await expect(cache.get('a', async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await cache.get('a', async () => 'mended')).toBe('mended');
});

it('says how much is done of what is being made, and of nothing else', async () => {
  const cache = new ResultCache<string>(2);
  let tell: (done: number, total: number) => void = () => undefined;
  const work = workInHand();
  const result = cache.get('a', (nobodyWaits, tellDone) => {
    tell = tellDone;
    return work.make(nobodyWaits);
  });
  expect(cache.share('a')).toBeNull();
  tell(1, 4);
  expect(cache.share('a')).toBe(0.25);
  expect(cache.share('b')).toBeNull();
  work.finish('done');
  await result;
  expect(cache.share('a')).toBeNull();
});
