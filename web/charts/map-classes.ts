/**
 * How a class is filled besides its colour. 'lined' keeps the full colour and rules dark lines over it: for what must be
 * found first, in grey prints too. 'barred' breaks it with pale level bars, which tells it from a solid class of the same
 * lightness. 'hatch' and 'dots' thin the colour out.
 */
export type Pattern = 'solid' | 'hatch' | 'dots' | 'lined' | 'barred' | 'none';

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
