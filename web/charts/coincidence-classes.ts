import type { CoincidenceResult } from '../../server/contract/coincidence.ts';
import { inSentence } from '../../server/contract/in-sentence.ts';
import { HIDDEN_COLOUR } from './colours.ts';
import type { MapClass, MapClasses } from './map-classes.ts';

/** How sure a layer is hot in a cell: 0 not at 95 %, 1 at 95 %, 2 at 99 %. */
export type HeatStep = 0 | 1 | 2;

/**
 * Fill by [second layer's step][first layer's step]: purple for the second alone, teal for the first alone, both mixed
 * towards a dark blue. Joshua Stevens, "Bivariate Choropleth Maps: A How-to Guide", 2015, palette 3; teal and purple
 * part by hue for most readers. With deuteranopia and in grey prints they part by lightness only, so the first layer
 * alone is also barred, and both is also ruled and the darkest.
 */
export const SQUARE_COLOURS = [
  ['#e8e8e8', '#ace4e4', '#5ac8c8'],
  ['#dfb0d6', '#a5add3', '#5698b9'],
  ['#be64ac', '#8c62aa', '#3b4994'],
] as const;

/** Surer than this at both is the darkest step: 1 % after adjustment. */
const SURE_P = 0.01;

export interface CoincidenceClasses {
  classes: MapClasses;
  /** Index of the class of [second layer's step][first layer's step]. */
  square: readonly (readonly number[])[];
  /** Index of the class of cells that hidden counts keep from being shown; -1 where there are none. */
  notShown: number;
}

/**
 * The classes of two layers together: three steps of evidence for each. Whether a cell is hot in a layer is the service's
 * own joint class; the second step is an adjusted p under 1 %. Hot in neither is drawn as nothing.
 */
export function coincidenceClasses(result: CoincidenceResult): CoincidenceClasses {
  const { cells, first, second } = result;
  const names = [capital(first.what), capital(second.what)] as const;
  const classes: MapClass[] = [];
  const square = SQUARE_COLOURS.map((row, s) =>
    row.map((colour, f) => {
      const pattern = s > 0 ? (f > 0 ? 'lined' : 'solid') : f > 0 ? 'barred' : 'none';
      return classes.push({ label: stepWords(names, f, s), colour, pattern, count: 0 }) - 1;
    }),
  );
  const anyNotShown = cells.jointClass.includes(4);
  const notShown = anyNotShown
    ? classes.push({
        label: 'Not shown: hidden counts could change it',
        colour: HIDDEN_COLOUR,
        pattern: 'dots',
        count: 0,
      }) - 1
    : -1;
  const classOf = Int8Array.from(cells.jointClass, (joint, i) => {
    if (joint === 4) return notShown;
    return square[heatStep(joint, 2, cells.secondPAdjusted[i])]![
      heatStep(joint, 1, cells.firstPAdjusted[i])
    ]!;
  });
  for (const k of classOf) classes[k]!.count++;
  return {
    classes: { title: 'Hot spots of two layers together', unit: '', of: 'cells', classes, classOf },
    square,
    notShown,
  };
}

/** `side` 1 for the first layer, 2 for the second: the bits of the joint class. */
export function heatStep(joint: number, side: 1 | 2, pAdjusted: number | null | undefined): HeatStep {
  if ((joint & side) === 0 || joint === 4) return 0;
  return pAdjusted != null && pAdjusted < SURE_P ? 2 : 1;
}

const SURE = ['', '95\u00a0% sure', '99\u00a0% sure'];

function stepWords(names: readonly [string, string], first: number, second: number): string {
  if (first === 0 && second === 0) return 'Neither is a hot spot here';
  if (second === 0) return `${names[0]} only, ${SURE[first]}`;
  if (first === 0) return `${names[1]} only, ${SURE[second]}`;
  return `Both: ${names[0]} ${SURE[first]}, ${inSentence(names[1])} ${SURE[second]}`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
