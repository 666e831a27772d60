import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { MaskedCells } from '../../server/stats/lattice/mask-cells.ts';

/** Mean milliseconds of each R function, by name. */
export type RTimes = ReadonlyMap<string, number>;

const SCRIPT = resolve('tests/bench/spatial-against-r.R');

/**
 * Time spdep and spatstat in R on the given cells, counts and points. Run from the root of the project.
 *
 * @returns null where Rscript, the two packages or the script are missing; the reason is printed
 */
export function timeInR(
  cells: MaskedCells,
  counts: Float64Array,
  x: Float64Array,
  y: Float64Array,
): RTimes | null {
  const packages = spawnSync('Rscript', ['-e', 'library(spdep); library(spatstat.explore)']);
  if (packages.status !== 0 || !existsSync(SCRIPT)) {
    console.log(
      'R is left out: it needs Rscript with spdep and spatstat.explore, run from the root of the project.',
    );
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-bench-'));
  try {
    const cellLines = Array.from(
      counts,
      (count, i) => `${cells.column[i]},${cells.row[i]},${count},${cells.cellSizeM}`,
    );
    writeFileSync(join(folder, 'cells.csv'), `column,row,count,size\n${cellLines.join('\n')}\n`);
    const pointLines = Array.from(x, (value, i) => `${value},${y[i]}`);
    writeFileSync(join(folder, 'points.csv'), `x,y\n${pointLines.join('\n')}\n`);
    const run = spawnSync('Rscript', [SCRIPT, folder], { encoding: 'utf8', maxBuffer: 1 << 24 });
    if (run.status !== 0) throw new Error(`R could not time the reference functions: ${run.stderr}`);
    return meansOf(run.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function meansOf(output: string): RTimes {
  const times = new Map<string, number[]>();
  for (const line of output.trim().split('\n')) {
    const [name, ms] = line.split('\t');
    times.set(name, [...(times.get(name) ?? []), Number(ms)]);
  }
  return new Map([...times].map(([name, list]) => [name, list.reduce((a, b) => a + b, 0) / list.length]));
}
