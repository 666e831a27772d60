/** How well a weight is founded. */
export type WeightQuality =
  /** Printed in the source for this very category. */
  | 'published'
  /** Put together from printed figures of finer offences. */
  | 'derived'
  /** Only a range is known for the category: our arithmetic on its ends. Read the total with its range. */
  | 'crude'
  /** Set by a user of this service. */
  | 'local';

/** What one recorded event of a category counts for. */
export interface WeightRow {
  /** Slug of the category in its layer. */
  readonly category: string;
  /** Weight of one recorded event, in the set's unit; null where the source has none: such events are left out, and said so. */
  readonly weight: number | null;
  /** The least and the most that the source supports; equal to the weight where it is one figure, null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly quality: WeightQuality;
  /** False for offences found by looking for them (drugs, weapons, shop theft): the victim-reported switch leaves them out. */
  readonly victimReported: boolean;
  /** Author and title of the figure. */
  readonly source: string;
  /** Year of the figure, not of the crime. */
  readonly sourceYear: number;
  /** What a reader must know before using this row. */
  readonly note: string;
}

/** One version of a table of weights. A version is never changed: a change is the next version. */
export interface WeightSet {
  /** Lower case, hyphens. */
  readonly slug: string;
  /** From 1. */
  readonly version: number;
  readonly title: string;
  /** What a total is measured in: days, pounds, events. */
  readonly unit: string;
  /** Layer that the weights are for. Others are refused: harm of different kinds is not added. */
  readonly layer: string;
  /** What the weights measure and where they stop, in a few sentences. */
  readonly method: string;
  readonly source: string;
  readonly sourceYear: number;
  readonly rows: readonly WeightRow[];
  /** Significant digits a total deserves. */
  readonly significantDigits: number;
  /** null for a set that ships with the product. */
  readonly createdBy: string | null;
  /** ISO 8601 instant; null for a set that ships with the product. */
  readonly createdAt: string | null;
}

/** 'cchi-2026-derived@1'. */
export function weightSetName({ slug, version }: Pick<WeightSet, 'slug' | 'version'>): string {
  return `${slug}@${version}`;
}
