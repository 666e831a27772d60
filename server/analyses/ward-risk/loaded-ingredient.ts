import type { Ingredient } from '../../contract/composites.ts';
import type { Database } from '../../db/database.ts';
import type { WeightSet } from '../../weights/weight-set.ts';
import type { Holdings } from '../holdings.ts';
import type { Releases } from '../releases.ts';
import type { Selection } from '../selection.ts';
import type { AreaUnits } from './area-units.ts';
import type { UnitFigures } from './unit-figures.ts';

/** One ingredient with a number for each area, before any scale. */
export interface LoadedIngredient {
  readonly label: string;
  readonly unit: string;
  readonly weight: number;
  readonly higherIsWorse: boolean;
  readonly source: string;
  readonly method: string;
  /** Events per area (null: hidden), for a shrunken or crude rate; null for a measure that is a number already. */
  readonly events: readonly (number | null)[] | null;
  readonly shrink: boolean;
  /** Exposure of `events` in thousands of person-years at `people` of 1: years / 1000. */
  readonly thousandYears: number;
  /** The number itself where `events` is null; null for an area without one. */
  readonly values: readonly (number | null)[] | null;
}

/** What ingredients are read from, and a record of what was read. */
export interface IngredientLoader {
  readonly database: Database;
  readonly holdings: Holdings;
  readonly releases: Releases;
  readonly selection: Selection;
  readonly units: AreaUnits;
  readonly residents: UnitFigures | null;
  readonly year: number;
  readonly weightSet: WeightSet | null;
  /** Layers read so far. */
  readonly layers: Set<string>;
  /** Datasets that figures of areas were read from so far. */
  readonly figureDatasets: Set<string>;
}

/** An ingredient of one kind. */
export type IngredientOf<K extends Ingredient['kind']> = Extract<Ingredient, { kind: K }>;
