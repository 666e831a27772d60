import { bytesOf } from '../charts/colours.ts';
import type { MapClasses, Pattern } from '../charts/map-classes.ts';
import type { Lattice } from './lattice.ts';

/** Two textures over the lattice's rectangle, south row first: colour with opacity, and pattern number. */
export interface CellPaint {
  lattice: Lattice;
  /** 4 bytes a cell, not premultiplied; opacity 0 where nothing is drawn. */
  rgba: Uint8Array;
  /** 0 solid, 1 diagonal hatch, 2 dots, 3 dark lines over the full colour, 4 pale level bars. */
  pattern: Uint8Array;
}

const PATTERN_NUMBER: Record<Pattern, number> = { solid: 0, none: 0, hatch: 1, dots: 2, lined: 3, barred: 4 };
/** Lets ward lines and the coast shine through, and stays within 3:1 of the land for the palest class that matters. */
const OPACITY = 224;

/** Paints every cell in the colour of its class. */
export function paintCells(lattice: Lattice, { classes, classOf }: MapClasses): CellPaint {
  const size = lattice.width * lattice.height;
  const rgba = new Uint8Array(size * 4);
  const pattern = new Uint8Array(size);
  const inks = classes.map((c) => ({
    rgb: bytesOf(c.colour),
    opacity: c.pattern === 'none' ? 0 : OPACITY,
    pattern: PATTERN_NUMBER[c.pattern],
  }));
  for (let at = 0; at < size; at++) {
    const cell = lattice.indexAt[at]!;
    if (cell < 0) continue;
    const ink = inks[classOf[cell]!]!;
    rgba.set(ink.rgb, at * 4);
    rgba[at * 4 + 3] = ink.opacity;
    pattern[at] = ink.pattern;
  }
  return { lattice, rgba, pattern };
}
