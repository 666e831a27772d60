/** One measured piece of work. */
export interface BenchResult {
  readonly name: string;
  readonly minMs: number;
  readonly meanMs: number;
  readonly sdMs: number;
  /** Greatest time the methods allow, or null where none is set. */
  readonly budgetMs: number | null;
  readonly withinBudget: boolean;
}

export interface BenchOptions {
  /** Timed runs, after one untimed run that lets the compiler settle: 10 by default. */
  readonly runs?: number;
  /** Greatest mean time in milliseconds. */
  readonly budgetMs?: number;
}

/** Time a function and print min / mean / sd and the budget. The function's result is kept, so that it is not optimised away. */
export function bench(
  name: string,
  fn: () => unknown,
  { runs = 10, budgetMs }: BenchOptions = {},
): BenchResult {
  let kept: unknown = fn();
  const times: number[] = [];
  for (let r = 0; r < runs; r++) {
    const start = performance.now();
    kept = fn();
    times.push(performance.now() - start);
  }
  if (kept === undefined)
    throw new Error(`The bench "${name}" returned nothing: return the result that was computed.`);
  const minMs = Math.min(...times);
  const meanMs = times.reduce((sum, time) => sum + time, 0) / runs;
  const sdMs = Math.sqrt(times.reduce((sum, time) => sum + (time - meanMs) ** 2, 0) / Math.max(1, runs - 1));
  const withinBudget = budgetMs === undefined || meanMs <= budgetMs;
  const budget =
    budgetMs === undefined ? '' : `  budget ${budgetMs} ms: ${withinBudget ? 'held' : 'EXCEEDED'}`;
  const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(11);
  console.log(`${name.padEnd(64)} min ${ms(minMs)}  mean ${ms(meanMs)}  sd ${ms(sdMs)}  n ${runs}${budget}`);
  return { name, minMs, meanMs, sdMs, budgetMs: budgetMs ?? null, withinBudget };
}
