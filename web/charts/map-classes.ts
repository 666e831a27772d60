/** How a class is filled besides its colour. */
export type Pattern = 'solid' | 'hatch' | 'dots' | 'none';

export interface MapClass {
  label: string;
  colour: string;
  pattern: Pattern;
  /** Cells or wards in it. */
  count: number;
}

/**
 * A map's classes as its legend shows them and its cells or wards are painted: both are made from this one object.
 * Every cell or ward is in exactly one class.
 */
export interface MapClasses {
  /** What is shown. */
  title: string;
  /** In what unit; '' for words. */
  unit: string;
  /** What is counted: 'cells', 'wards'. */
  of: string;
  classes: MapClass[];
  /** For each cell or ward, the index of its class. */
  classOf: Int8Array;
}
