import { type DensityKernel, kernelShape } from './density-kernels.ts';
import { type DensityTargets, kernelDensity, requirePoints, requireYears } from './kernel-density.ts';
import { isNotComputable, type NotComputable } from './not-computable.ts';

export type AdaptiveKernelDensityInput = DensityTargets & {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
  /** Bandwidth at an incident of middling density, metres; also that of the first, fixed pass. */
  readonly bandwidthM: number;
  readonly kernel?: DensityKernel;
  readonly years: number;
  /** No incident's bandwidth is wider than this many times `bandwidthM`: 5 by default. */
  readonly widestFactor?: number;
};

export interface AdaptiveKernelDensity {
  /** Incidents (or weight) per square kilometre per year, one value a target. */
  readonly density: Float64Array;
  /** The bandwidth each incident got, metres. */
  readonly incidentBandwidthM: Float64Array;
}

/**
 * Kernel density whose bump is narrow where incidents are dense and wide where they are sparse: h_i = h (g / f(x_i))^(1/2), f
 * a fixed-bandwidth density at the incidents and g its geometric mean over them. Abramson (1982), Annals of Statistics 10, pages
 * 1217-1223; Silverman (1986), page 101. The cap is that of spatstat's bw.abram (trim 5).
 *
 * Not corrected for edges. Use it to look, not to compare two periods: the bandwidths come from the data.
 *
 * @returns "not computable" where there are no incidents
 */
export function adaptiveKernelDensity(
  input: AdaptiveKernelDensityInput,
): AdaptiveKernelDensity | NotComputable {
  const { x, y, weight, bandwidthM, kernel = 'quartic', years, widestFactor = 5, cells } = input;
  requirePoints(x, y, weight);
  requireYears(years);
  if (!(widestFactor >= 1)) {
    throw new RangeError(
      `The widest bandwidth must be at least 1 times the given one; it was ${widestFactor}.`,
    );
  }
  const pilot = kernelDensity({ x, y, targetX: x, targetY: y, bandwidthM, kernel, years: 1 });
  if (isNotComputable(pilot)) return pilot;

  let logSum = 0;
  for (const value of pilot.density) logSum += Math.log(value);
  const geometricMean = Math.exp(logSum / x.length);
  const incidentBandwidthM = pilot.density.map(
    (value) => bandwidthM * Math.min(widestFactor, Math.sqrt(geometricMean / value)),
  );
  const targetX = cells ? Float64Array.from(cells.column, (c) => (c + 0.5) * cells.cellSizeM) : input.targetX;
  const targetY = cells ? Float64Array.from(cells.row, (r) => (r + 0.5) * cells.cellSizeM) : input.targetY;
  const density = new Float64Array(targetX.length);
  const byNorthing = Uint32Array.from({ length: density.length }, (_, t) => t).sort(
    (a, b) => targetY[a] - targetY[b],
  );
  const northings = Float64Array.from(byNorthing, (t) => targetY[t]);
  for (let i = 0; i < x.length; i++) {
    const { reachM, densityAt } = kernelShape(kernel, incidentBandwidthM[i]);
    const factor = ((weight === undefined ? 1 : weight[i]) * 1e6) / years;
    for (
      let k = firstAtLeast(northings, y[i] - reachM);
      k < northings.length && northings[k] <= y[i] + reachM;
      k++
    ) {
      const t = byNorthing[k];
      const dx = targetX[t] - x[i];
      const dy = northings[k] - y[i];
      const d2 = dx * dx + dy * dy;
      if (d2 < reachM * reachM) density[t] += factor * densityAt(d2);
    }
  }
  return { density, incidentBandwidthM };
}

/** Place of the first value not below `bound` in an ascending list. */
function firstAtLeast(ascending: Float64Array, bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
