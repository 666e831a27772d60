import type { WardRow } from '../../server/contract/ward-layer.ts';
import type { WardMeasure } from '../state/view.ts';
import { type Counted, EVENTS } from '../words/counted.ts';
import { formatMeasure, formatShare } from '../words/format.ts';
import { HIDDEN_COLOUR, sequentialColours } from './colours.ts';
import type { MapClass, MapClasses } from './map-classes.ts';

/**
 * Below this many events a rate is too unsteady to be ranked or coloured. The Office for National Statistics marks
 * rates from fewer than 20 events as unreliable ("Quality of avoidable mortality and age-standardised rates").
 */
export const TOO_FEW_EVENTS = 20;

export type WardState = 'shown' | 'too-few' | 'not-supplied';

/** As much of a ward or LSOA as its fill depends on. */
export type FilledArea = Pick<WardRow, 'events' | 'share' | 'ratePer1000Year'>;

export function wardState(ward: FilledArea, measure: WardMeasure): WardState {
  if (measure === 'share') return 'shown';
  if (ward.ratePer1000Year === null) return 'not-supplied';
  return ward.events < TOO_FEW_EVENTS ? 'too-few' : 'shown';
}

/**
 * Classes of equal width, five or nearly, in easy numbers from zero to the highest ward, then the wards that cannot be shown:
 * too few to say (dotted), population not supplied (hatched). `classOf` has the wards as given,
 * then as many as are hidden (restricted data; default none).
 */
export function wardClasses(
  wards: readonly FilledArea[],
  measure: WardMeasure,
  hidden: { wards: number; label: string } = { wards: 0, label: '' },
  { many, perYear }: Counted = EVENTS,
): MapClasses {
  const measured = (ward: FilledArea) => (measure === 'share' ? ward.share : (ward.ratePer1000Year ?? 0));
  const shown = wards.filter((ward) => wardState(ward, measure) === 'shown');
  const maximum = shown.reduce((most, ward) => Math.max(most, measured(ward)), 0);
  const step = maximum === 0 ? 0 : easyStep(maximum / 5);
  const steps = step === 0 ? 0 : Math.max(1, Math.ceil(Number((maximum / step).toFixed(9))));
  const colours = sequentialColours(Math.max(1, steps));
  const say = (value: number) =>
    measure === 'share' ? formatShare(value).replace(/\s?%$/, '') : formatMeasure(value);

  const classes: MapClass[] = Array.from({ length: steps }, (_, k): MapClass => {
    const [from, to] = [k * step, (k + 1) * step].map((v) => Number(v.toPrecision(6))) as [number, number];
    return { label: `${say(from)}–${say(to)}`, colour: colours[k]!, pattern: 'solid', count: 0 };
  }).reverse();
  classes.push({ label: `No ${many}`, colour: '#ffffff', pattern: 'none', count: 0 });
  const none = classes.length - 1;
  classes.push({
    label: `Too few to say: under ${TOO_FEW_EVENTS} ${many}`,
    colour: '#a5803c',
    pattern: 'dots',
    count: 0,
  });
  classes.push({ label: 'Population not supplied', colour: '#8a929c', pattern: 'hatch', count: 0 });
  classes.push({ label: hidden.label, colour: HIDDEN_COLOUR, pattern: 'dots', count: 0 });

  const classOfShown = Array.from(wards, (ward) => {
    const state = wardState(ward, measure);
    if (state === 'not-supplied') return none + 2;
    if (state === 'too-few') return none + 1;
    const value = measured(ward);
    if (value === 0) return none;
    return steps - 1 - Math.min(steps - 1, Math.floor(Number((value / step).toFixed(9))));
  });
  const classOf = Int8Array.from([...classOfShown, ...new Array<number>(hidden.wards).fill(none + 3)]);
  for (const k of classOf) classes[k]!.count++;
  return {
    title: measure === 'share' ? `Share of the district’s ${many}` : 'Rate by ward',
    unit: measure === 'share' ? '%' : `${many} per 1,000 residents${perYear}`,
    of: 'wards',
    ...withoutEmptyStates(classes, classOf, none),
  };
}

/** Steps of the scale stay even if empty; the states after them are listed only where a ward is in one. */
function withoutEmptyStates(classes: MapClass[], classOf: Int8Array, firstState: number) {
  const kept = classes.map((c, k) => k < firstState || c.count > 0);
  const moved = kept.map((_, k) => kept.slice(0, k).filter(Boolean).length);
  return { classes: classes.filter((_, k) => kept[k]), classOf: classOf.map((k) => moved[k]!) };
}

/** The smallest of 1, 2, 2.5, 5, 10 times a power of ten that is at least the given step. */
function easyStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((s) => s * power >= atLeast * 0.999999) ?? 10;
  return Number((step * power).toPrecision(3));
}
