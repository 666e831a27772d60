import { cchi2026Derived } from './cchi-2026-derived.ts';
import { homeOfficeCosts } from './home-office-costs.ts';
import { onsCrimeSeverity } from './ons-crime-severity.ts';
import { plainCounts } from './plain-counts.ts';
import type { WeightSet } from './weight-set.ts';

/**
 * The weight tables that ship with the product, the default first. Each is version 1 of its slug and is never edited: a
 * correction is a new version, here or through the API, so that an old figure keeps its meaning.
 */
export const shippedWeightSets: readonly WeightSet[] = [
  cchi2026Derived,
  onsCrimeSeverity,
  homeOfficeCosts,
  plainCounts,
];
