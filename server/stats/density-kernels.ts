import { normalCdf } from './distributions/normal.ts';

/** Shapes of the smoothing bump. */
export type DensityKernel = 'quartic' | 'gaussian' | 'epanechnikov' | 'triweight';

/**
 * A two-dimensional kernel of mass 1.
 *
 * `bandwidthM` is the radius of support h for quartic, Epanechnikov and triweight, and the standard deviation of each
 * axis for the Gaussian. A quartic of radius h spreads as a Gaussian of h / sqrt(8).
 */
export interface KernelShape {
  /** Beyond this distance, in metres, the kernel is 0. */
  readonly reachM: number;
  /** Density per square metre at a squared distance in square metres (not above reach squared). */
  densityAt(squaredDistance: number): number;
}

/** The Gaussian is cut at 7 standard deviations: 2e-11 of its mass lies beyond. */
const GAUSSIAN_REACH = 7;

/**
 * f(d), mass 1 in the plane: quartic (3 / (pi h^2)) (1 - d^2/h^2)^2, Epanechnikov (2 / (pi h^2)) (1 - d^2/h^2), triweight
 * (4 / (pi h^2)) (1 - d^2/h^2)^3, Gaussian exp(-d^2 / (2 h^2)) / (2 pi h^2).
 * Silverman (1986), Density Estimation, page 76. Programs that draw (1 - d^2/h^2)^2 without its factor show heights, not
 * incidents per area.
 */
export function kernelShape(kernel: DensityKernel, bandwidthM: number): KernelShape {
  if (!(bandwidthM > 0 && Number.isFinite(bandwidthM))) {
    throw new RangeError(`The bandwidth must be a number of metres above 0; it was ${bandwidthM}.`);
  }
  const h2 = bandwidthM * bandwidthM;
  const scale = 1 / (Math.PI * h2);
  const inverse = 1 / h2;
  switch (kernel) {
    case 'quartic':
      return { reachM: bandwidthM, densityAt: (d2) => 3 * scale * (1 - d2 * inverse) ** 2 };
    case 'epanechnikov':
      return { reachM: bandwidthM, densityAt: (d2) => 2 * scale * (1 - d2 * inverse) };
    case 'triweight':
      return { reachM: bandwidthM, densityAt: (d2) => 4 * scale * (1 - d2 * inverse) ** 3 };
    case 'gaussian':
      return {
        reachM: GAUSSIAN_REACH * bandwidthM,
        densityAt: (d2) => (scale / 2) * Math.exp(-d2 * inverse * 0.5),
      };
    default:
      throw new RangeError(
        `Unknown kernel "${String(kernel)}". Use quartic, gaussian, epanechnikov or triweight.`,
      );
  }
}

/** The Gaussian's mass in each cell of a row, from -reach to +reach cells about the centre of a cell. */
export function gaussianCellMass(bandwidthM: number, cellSizeM: number): Float64Array {
  const reach = Math.ceil((GAUSSIAN_REACH * bandwidthM) / cellSizeM);
  const mass = new Float64Array(2 * reach + 1);
  for (let step = 0; step <= reach; step++) {
    const from = normalCdf((-(step + 0.5) * cellSizeM) / bandwidthM);
    const to = normalCdf((-(step - 0.5) * cellSizeM) / bandwidthM);
    mass[reach - step] = to - from;
    mass[reach + step] = to - from;
  }
  return mass;
}
