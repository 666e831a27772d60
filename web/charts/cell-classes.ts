import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import { sayBand } from '../words/bands.ts';
import { capitalMany, countedIn } from '../words/counted.ts';
import { formatCount, formatDistance, formatMeasure } from '../words/format.ts';
import { sayHidden } from '../words/hidden.ts';
import { classBreaks, classOf } from './class-breaks.ts';
import { FEWER_COLOURS, HIDDEN_COLOUR, MORE_COLOURS, sequentialColours } from './colours.ts';
import type { MapClass, MapClasses } from './map-classes.ts';

/**
 * The classes of a hot-spot result: bands of evidence for Gi*, easy steps for counts and densities. Restricted data
 * adds cells whose count is hidden, after the others, and cells whose evidence is withheld: dotted, never pale or empty.
 */
export function cellClasses(result: HotSpotResult): MapClasses {
  const shown = shownClasses(result);
  const withheld = (result.parameters.statistic === 'gi-star' && result.cells.bandWithheld) || [];
  const hiddenCells = result.hiddenCells?.length ?? 0;
  const { classes } = shown;
  const classOf = new Int8Array(shown.classOf.length + hiddenCells);
  classOf.set(shown.classOf);
  if (withheld.some((isWithheld) => isWithheld)) {
    const k = classes.push({ label: WITHHELD, colour: HIDDEN_COLOUR, pattern: 'dots', count: 0 }) - 1;
    withheld.forEach((isWithheld, i) => {
      if (!isWithheld) return;
      classes[classOf[i]!]!.count--;
      classes[k]!.count++;
      classOf[i] = k;
    });
  }
  if (hiddenCells > 0) {
    const label = sayHidden(result.disclosure);
    classOf.fill(
      classes.push({ label, colour: HIDDEN_COLOUR, pattern: 'dots', count: hiddenCells }) - 1,
      shown.classOf.length,
    );
  }
  return { ...shown, classOf };
}

const WITHHELD = 'Withheld: hidden cells beside it could change it';

function shownClasses(result: HotSpotResult): MapClasses {
  const { statistic, cellSizeM, bandwidthM } = result.parameters;
  if (statistic === 'gi-star')
    return bandClasses(result.cells.band ?? new Array(result.cells.length).fill(0));
  if (statistic === 'count')
    return stepClasses(result.cells.events, {
      title: `${capitalMany(countedIn(result))} in each cell of ${formatDistance(cellSizeM)}`,
      unit: '',
      none: 'None recorded',
      areCounts: true,
    });
  if (statistic === 'harm' && result.cells.harm && result.harm)
    return stepClasses(result.cells.harm, {
      title: `Harm in each cell of ${formatDistance(cellSizeM)}`,
      unit: `${result.harm.unit}, ${result.harm.title}`,
      none: 'None recorded',
      areCounts: false,
    });
  return stepClasses(result.cells.densityPerKm2Year, {
    title:
      result.method.densityMethod === 'quartic-kernel' && bandwidthM !== null
        ? `Density, smoothed over ${formatDistance(bandwidthM)}`
        : 'Density',
    unit: `${countedIn(result).many} per km²${countedIn(result).perYear}`,
    none: 'Zero',
    areCounts: false,
  });
}

const BANDS = [3, 2, 1, 0, -1, -2, -3];

function bandClasses(bands: readonly number[]): MapClasses {
  const shown = BANDS.filter((band) => band >= 0 || bands.some((b) => b < 0));
  const classes = shown.map((band): MapClass => {
    if (band === 0) return { label: sayBand(0), colour: '#ffffff', pattern: 'none', count: 0 };
    const colour = (band > 0 ? MORE_COLOURS : FEWER_COLOURS)[Math.abs(band) - 1]!;
    return { label: sayBand(band), colour, pattern: band > 0 ? 'solid' : 'hatch', count: 0 };
  });
  const classOfCell = Int8Array.from(bands, (band) => shown.indexOf(band));
  for (const k of classOfCell) classes[k]!.count++;
  return { title: 'Evidence of a hot spot', unit: '', of: 'cells', classes, classOf: classOfCell };
}

function stepClasses(
  valuesWithGaps: readonly (number | null)[],
  words: { title: string; unit: string; none: string; areCounts: boolean },
): MapClasses {
  const values = valuesWithGaps.filter((value) => value !== null);
  const breaks = classBreaks(values);
  const maximum = values.reduce((most, value) => Math.max(most, value), 0);
  const colours = sequentialColours(breaks.length + 1);
  const steps: MapClass[] =
    maximum === 0
      ? []
      : colours.map((colour, k) => ({
          label: stepLabel(breaks[k - 1] ?? null, breaks[k] ?? null, maximum, words.areCounts),
          colour,
          pattern: 'solid',
          count: 0,
        }));
  // Darkest first, as the eye looks for it, and nothing at the end.
  const classes: MapClass[] = [
    ...steps.reverse(),
    { label: words.none, colour: '#ffffff', pattern: 'none', count: 0 },
  ];
  // Not computable is neither none nor a low value: it has a class and a pattern of its own.
  if (values.length < valuesWithGaps.length)
    classes.push({ label: 'Not computable', colour: '#8a929c', pattern: 'hatch', count: 0 });
  const classOfCell = Int8Array.from(valuesWithGaps, (value) =>
    value === null ? classes.length - 1 : steps.length - 1 - classOf(value, breaks),
  );
  for (const k of classOfCell) classes[k]!.count++;
  return { title: words.title, unit: words.unit, of: 'cells', classes, classOf: classOfCell };
}

/** 'from–to' of a class; whole numbers end one below the next class, measures say 'under' and 'or more'. */
function stepLabel(lower: number | null, upper: number | null, maximum: number, whole: boolean): string {
  if (whole) {
    const from = lower ?? 1;
    const to = upper === null ? maximum : upper - 1;
    return from === to ? formatCount(from) : `${formatCount(from)}–${formatCount(to)}`;
  }
  if (lower === null)
    return upper === null ? `up to ${formatMeasure(maximum)}` : `under ${formatMeasure(upper)}`;
  return `${formatMeasure(lower)}–${formatMeasure(upper ?? maximum)}`;
}
