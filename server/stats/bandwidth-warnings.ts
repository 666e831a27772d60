/** Something a reader must know before trusting a bandwidth. */
export interface BandwidthWarning {
  readonly code: 'snapped-points' | 'bandwidth-below-two-cells';
  readonly message: string;
}

export interface BandwidthWarningInput {
  /** Radii of quartic bumps in question, metres: the one chosen, or all that are offered. */
  readonly bandwidthsM: readonly number[];
  /** Side of the cells the density is drawn on, metres; left out, cells are not judged. */
  readonly cellSizeM?: number | undefined;
  readonly incidents: number;
  /** Places without their repeats: see distinctPoints. */
  readonly distinctPlaces: number;
}

/** With fewer places than this share of incidents, points were moved to a list of places before publication. */
const SNAPPED_SHARE = 0.6;

/**
 * Warnings that belong beside a density: the incidents lie at a short list of fixed places (police.uk moves each to the nearest of
 * its snap points), or a radius is under two cells, so that incidents fall between cell centres. Empty where all is well.
 */
export function bandwidthWarnings({
  bandwidthsM,
  cellSizeM,
  incidents,
  distinctPlaces,
}: BandwidthWarningInput): BandwidthWarning[] {
  const warnings: BandwidthWarning[] = [];
  if (distinctPlaces < SNAPPED_SHARE * incidents) {
    warnings.push({
      code: 'snapped-points',
      message: `The ${incidents} incidents lie at ${distinctPlaces} places: they were moved to fixed points before they were published. A bandwidth near the spacing of those points shows the points, not the incidents; stay at 400 m or more.`,
    });
  }
  if (cellSizeM === undefined) return warnings;
  const narrow = bandwidthsM.filter((bandwidthM) => bandwidthM < 2 * cellSizeM);
  if (narrow.length > 0) {
    const radii = narrow.map((bandwidthM) => `${Math.round(bandwidthM)} m`).join(', ');
    warnings.push({
      code: 'bandwidth-below-two-cells',
      message: `A radius of ${radii} is under two cells of ${cellSizeM} m, so that incidents can fall between cell centres. Use smaller cells or at least ${2 * cellSizeM} m.`,
    });
  }
  return warnings;
}
