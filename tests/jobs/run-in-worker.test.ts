import { describe, expect, it } from 'vitest';
import { compiledWorker } from '../../server/compiled-worker.ts';
import { runInWorker } from '../../server/jobs/run-in-worker.ts';
import type { StatsTaskInput } from '../../server/jobs/stats-tasks.ts';
import { typedArrayBuffers } from '../../server/jobs/typed-array-buffers.ts';
import { emergingHotSpots } from '../../server/stats/emerging-hot-spots.ts';
import { knox } from '../../server/stats/knox.ts';
import { localGPermutation } from '../../server/stats/local-g-permutation.ts';
import { isNotComputable } from '../../server/stats/not-computable.ts';
import { poissonScan } from '../../server/stats/poisson-scan.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { rankIntervals } from '../../server/stats/rank-intervals.ts';
import { spaceTimeCube } from '../../server/stats/space-time-cube.ts';
import { queenGridWeights } from '../../server/stats/weights/grid-weights.ts';
import { kNearestWeights } from '../../server/stats/weights/k-nearest-weights.ts';

function knoxInput(n: number, permutations: number): StatsTaskInput<'knox'> {
  const random = seededRandom(1);
  return {
    events: {
      x: Float64Array.from({ length: n }, () => random() * 5000),
      y: Float64Array.from({ length: n }, () => random() * 5000),
      day: Int32Array.from({ length: n }, () => Math.floor(random() * 365)),
      timePrecision: 'day',
    },
    options: { distanceBreaksM: [0, 200, 400], timeBreaksDays: [0, 8, 15], permutations },
    seed: 7,
  };
}

describe('a job in a worker thread', () => {
  it('gives exactly what the function gives on the main thread', async () => {
    const input = knoxInput(500, 99);
    expect(await runInWorker('knox', input)).toEqual(
      knox(input.events, { ...input.options, random: seededRandom(input.seed) }),
    );

    const random = seededRandom(2);
    const n = 60;
    const x = Float64Array.from({ length: n }, () => random() * 100);
    const y = Float64Array.from({ length: n }, () => random() * 100);
    const cases = Float64Array.from({ length: n }, () => Math.floor(random() * 9));
    const population = Float64Array.from({ length: n }, () => 100 + Math.floor(random() * 100));
    const places = { x, y, cases, population };
    expect(await runInWorker('poissonScan', { places, options: { replicates: 19 }, seed: 3 })).toEqual(
      poissonScan(places, { random: seededRandom(3), replicates: 19 }),
    );

    const weights = kNearestWeights(x, y, 5, { includeSelf: true });
    expect(
      await runInWorker('localGPermutation', { values: cases, weights, permutations: 99, seed: 4 }),
    ).toEqual(localGPermutation(cases, weights, { permutations: 99, random: seededRandom(4) }));
    expect(await runInWorker('rankIntervals', { events: cases, population, draws: 200, seed: 5 })).toEqual(
      rankIntervals({ events: cases, population, draws: 200, random: seededRandom(5) }),
    );
  });

  it('passes "not computable" through with its reason', async () => {
    const { events, ...rest } = knoxInput(50, 9);
    expect(
      await runInWorker('knox', { ...rest, events: { ...events, timePrecision: 'month' } }),
    ).toMatchObject({
      computable: false,
      reason: 'invalid-input',
    });
  });

  it('tells rising progress that ends at the whole', async () => {
    const seen: [number, number][] = [];
    await runInWorker('knox', knoxInput(2000, 999), {
      onProgress: (done, total) => seen.push([done, total]),
    });
    expect(seen.at(-1)).toEqual([999, 999]);
    expect(seen.every(([done], k) => k === 0 || done > seen[k - 1][0])).toBe(true);
  });

  it('tells how much of a map of histories is done, without changing it', async () => {
    const side = 60;
    const n = side * side;
    const random = seededRandom(11);
    const column = Int32Array.from({ length: n }, (_, i) => i % side);
    const row = Int32Array.from({ length: n }, (_, i) => Math.floor(i / side));
    const cube = {
      counts: Float64Array.from({ length: n * 24 }, () => Math.floor(random() * 1.2)),
      daysPerStep: new Float64Array(24).fill(30),
      cells: n,
      weights: queenGridWeights({ count: n, column, row }, { includeSelf: true }),
    };
    const seen: [number, number][] = [];
    const told = await runInWorker('emergingHotSpots', cube, {
      onProgress: (done, total) => seen.push([done, total]),
    });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every(([done, total], k) => total === 5 * n && (k === 0 || done > seen[k - 1][0]))).toBe(
      true,
    );
    expect(seen.at(-1)).toEqual([5 * n, 5 * n]);
    const binned = spaceTimeCube(cube.counts, cube.daysPerStep, n);
    expect(isNotComputable(binned)).toBe(false);
    expect(told).toEqual(isNotComputable(binned) ? null : emergingHotSpots(binned, cube.weights));
  });

  it('leaves the main thread free meanwhile', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await runInWorker('knox', knoxInput(6000, 999));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });

  it('stops at once when aborted and rejects with the reason', async () => {
    const controller = new AbortController();
    const started = performance.now();
    // A job of minutes; it is stopped at its first sign of life.
    const job = runInWorker('knox', knoxInput(10_000, 200_000), {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('the analyst changed the bands')),
    });
    await expect(job).rejects.toThrow('the analyst changed the bands');
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('does not start when the signal is aborted already', async () => {
    const signal = AbortSignal.abort(new Error('no longer wanted'));
    await expect(runInWorker('knox', knoxInput(10, 9), { signal })).rejects.toThrow('no longer wanted');
  });

  it("carries over the kind and the words of the task's error", async () => {
    const { events, ...rest } = knoxInput(10, 9);
    const job = runInWorker('knox', {
      ...rest,
      events,
      options: { ...rest.options, distanceBreaksM: [100, 0] },
    });
    await expect(job).rejects.toThrow(RangeError);
    await expect(job).rejects.toThrow(/rising edges of 0 or more; saw 100, 0/);
  });

  it('says which tasks there are when asked for one that is not', async () => {
    await expect(runInWorker('knots' as 'knox', knoxInput(10, 9))).rejects.toThrow(/no task "knots".*knox/);
  });

  it('names the command to run when the compiled worker is missing', () => {
    const caller = new URL('../../server/jobs/run-in-worker.ts', import.meta.url).href;
    expect(() => compiledWorker(caller, 'no-such-worker')).toThrow(
      /no-such-worker is not compiled.*build:server/,
    );
  });

  it('copies the input unless told to hand it over', async () => {
    const kept = knoxInput(100, 9);
    await runInWorker('knox', kept);
    expect(kept.events.x.length).toBe(100);
    const given = knoxInput(100, 9);
    await runInWorker('knox', given, { transfer: typedArrayBuffers(given) });
    expect(given.events.x.length).toBe(0);
  });
});

describe('typedArrayBuffers', () => {
  it('finds each buffer once, at any depth, and no shared memory', () => {
    const a = new Float64Array(4);
    const view = a.subarray(1, 2);
    const b = Uint8Array.of(1);
    const shared = new Uint8Array(new SharedArrayBuffer(2));
    expect(typedArrayBuffers({ a, list: [{ view }, b, null, 3, 'x'], shared })).toEqual([a.buffer, b.buffer]);
  });
});
