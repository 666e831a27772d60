/** One line of the bench's table. Times in milliseconds. */
export interface Row {
  readonly name: string;
  readonly n: number;
  readonly medianMs: number;
  readonly worstMs: number;
  /** Of all processes concerned, a question. */
  readonly cpuMs?: number;
  /** What the time went on. */
  readonly splits?: Readonly<Record<string, number>>;
  /** Of the answer, as it travels. */
  readonly bytes?: number;
  readonly note?: string;
  /** What the median may be. */
  readonly budgetMs?: number;
}

/** Prints a heading and its lines. */
export function printTable(heading: string, rows: readonly Row[]): void {
  console.log(`\n${heading}`);
  console.log(
    `  ${'what'.padEnd(46)} ${'median'.padStart(8)} ${'worst'.padStart(8)} ${'CPU'.padStart(7)}   of which`,
  );
  for (const { name, medianMs, worstMs, cpuMs, splits, bytes, note, budgetMs } of rows) {
    const parts = Object.entries(splits ?? {}).map(([part, ms]) => `${part} ${ms.toFixed(ms < 10 ? 1 : 0)}`);
    if (bytes !== undefined) parts.push(`${(bytes / 1000).toFixed(0)} kB`);
    if (note) parts.push(note);
    if (budgetMs !== undefined) parts.push(medianMs <= budgetMs ? `within ${budgetMs}` : `OVER ${budgetMs}`);
    console.log(
      `  ${name.padEnd(46)} ${ms(medianMs, 8)} ${ms(worstMs, 8)} ${cpuMs === undefined ? '      -' : ms(cpuMs, 7)}   ${parts.join(', ')}`,
    );
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the share `q` of the values lies; the nearest there is. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function ms(value: number, width: number): string {
  return value.toFixed(value < 10 ? 1 : 0).padStart(width);
}
