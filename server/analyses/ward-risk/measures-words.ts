import type { DisclosureUsed } from '../../contract/disclosure.ts';
import type { AreaBand, AreaMeasures } from '../../contract/measures.ts';
import { twoHoldSentence } from '../two-hold-sentence.ts';
import { count, counted, listed, monthInWords } from '../words.ts';
import type { MeasuresInputs } from './measures-inputs.ts';

const BAND_WORDS: Readonly<Record<AreaBand, string>> = {
  'much-lower': 'much lower than the district',
  lower: 'lower than the district',
  similar: 'similar to the district',
  higher: 'higher than the district',
  'much-higher': 'much higher than the district',
};

/** "29 events, 2.4 times the district rate (1.6–3.5): much higher than the district." Rounded counts are "about". */
export function areaSentence(
  { events, ratePer1000Year, rateInterval, tooFewToSay, band, people }: Omit<AreaMeasures, 'sentence'>,
  districtRate: number | null,
  whatIsCounted: string,
  { rounded = false }: { rounded?: boolean } = {},
): string {
  const said = `${rounded && events > 0 ? 'About ' : ''}${counted(events, 'event')} of ${whatIsCounted}`;
  if (people === null) return `${said}. How many people are here was not supplied, so there is no rate.`;
  if (ratePer1000Year === null || !rateInterval || !districtRate) return `${said}.`;
  const ratio = times(ratePer1000Year, rateInterval.lower, rateInterval.upper, districtRate);
  if (tooFewToSay) return `${said}, ${ratio}: too few to say whether this differs from the district.`;
  return `${said}, ${ratio}${band ? `: ${BAND_WORDS[band]}` : ''}.`;
}

/** "2.4 times the district rate (1.6–3.5)". */
export function times(rate: number, lower: number, upper: number, districtRate: number): string {
  const [at, from, to] = [rate, lower, upper].map((value) => twoDigits(value / districtRate));
  return `${at} times the district rate (${from}–${to})`;
}

/** Two significant digits, at most two decimals, and none from 10 on. */
export function twoDigits(value: number): string {
  if (value === 0) return '0';
  if (value >= 9.95) return count(Math.round(value));
  return value >= 0.995 ? value.toFixed(1) : value.toFixed(2);
}

/** The two areas that hold most, then how many differ from the district and how many cannot be told. */
export function measuresSentence(
  {
    whatIsCounted,
    parameters,
    studyArea,
    released,
  }: Pick<MeasuresInputs, 'whatIsCounted' | 'parameters' | 'studyArea' | 'released'>,
  areas: readonly AreaMeasures[],
): string {
  const one = parameters.level === 'ward' ? 'ward' : 'LSOA';
  const total = released?.events ?? areas.reduce((sum, { events }) => sum + events, 0);
  if (total === 0)
    return `No ${whatIsCounted.replace(/^all /, '')} was recorded in the ${one}s of ${studyArea.name} in the months supplied.`;
  const hidden = released?.hiddenAreas.length ?? 0;
  const top = topTwoSentence(areas, whatIsCounted, one, total, hidden);
  const rated = areas.filter(({ ratePer1000Year }) => ratePer1000Year !== null);
  if (rated.length === 0)
    return `${top} How many people live in the ${one}s was not supplied, so there are no rates.`;
  const higher = rated.filter(({ band }) => band === 'higher' || band === 'much-higher').length;
  const much = rated.filter(({ band }) => band === 'much-higher').length;
  const lower = rated.filter(({ band }) => band === 'lower' || band === 'much-lower').length;
  const few = rated.filter(({ tooFewToSay }) => tooFewToSay).length;
  const parts = [
    `${count(higher)} of ${counted(rated.length, one)} ${hidden > 0 ? 'shown ' : ''}${higher === 1 ? 'has a rate' : 'have rates'} above the district's beyond chance${much > 0 ? ` (${count(much)} far above)` : ''}`,
    `${count(lower)} below`,
  ];
  if (few > 0) parts.push(`${count(few)} with too few events to say`);
  return `${top} ${listed(parts)}.${hidden > 0 ? ` ${counted(hidden, one)} ${hidden === 1 ? 'is' : 'are'} hidden.` : ''}`.trim();
}

/**
 * "Two wards, A and B, hold 33 % (32–34 %) of all crime and ASB." Empty for fewer than four areas shown.
 *
 * @param total of the district; default the sum of the areas given
 * @param hidden areas whose count is hidden, and may be larger than those given
 */
export function topTwoSentence(
  areas: readonly { readonly name: string; readonly events: number }[],
  whatIsCounted: string,
  one: string,
  total = areas.reduce((sum, { events }) => sum + events, 0),
  hidden = 0,
): string {
  return twoHoldSentence({ areas, shown: areas.length, hidden, total, whatIsCounted, one });
}

/** What to say before the figures are used: supply faults, people, small counts, visitors, weights. */
export function measureCautions(
  {
    period,
    parameters,
    population,
    weightSet,
    areas: given,
    synthetic,
    released,
    comparisons,
  }: MeasuresInputs,
  areas: readonly AreaMeasures[],
  distinguishable: boolean | null,
): string[] {
  const one = parameters.level === 'ward' ? 'ward' : 'LSOA';
  const cautions: string[] = [];
  if (synthetic) cautions.push('The data is synthetic: it describes no real place.');
  if (released) cautions.push(...releasedCautions(released, one, period, comparisons));
  for (const { month, status } of period.flagged) {
    cautions.push(
      `${monthInWords(month)} looks ${status === 'under-supplied' ? 'under' : 'over'}-supplied: a fault of supply, not a ${status === 'under-supplied' ? 'fall' : 'rise'}. Rates that include it are ${status === 'under-supplied' ? 'low' : 'high'}.`,
    );
  }
  if (period.notSupplied.length > 0)
    cautions.push(`Not supplied, and not counted as days: ${listed(period.notSupplied.map(monthInWords))}.`);
  if (population === null) {
    cautions.push(
      parameters.denominator === 'workday'
        ? 'No workday population is loaded, so there are no rates. Ask for residents, or load one.'
        : 'No population is loaded, so there are no rates.',
    );
  } else {
    const without = given.filter(({ people }) => people === null || people <= 0).length;
    if (without > 0)
      cautions.push(`${counted(without, one)} without a figure of people: no rate, rank or band there.`);
  }
  const few = areas.filter(({ tooFewToSay }) => tooFewToSay).length;
  if (few > 0)
    cautions.push(
      `${counted(few, one)} with too few events to say: neither similar to the district nor different.`,
    );
  if (distinguishable === false)
    cautions.push('The counts vary no more than chance would make them, so no order of areas can be told.');
  const visited = areas.filter(({ visitors }) => visitors !== null).map(({ name }) => name);
  if (visited.length > 0)
    cautions.push(`Rates per resident mislead where visitors are many: ${listed(visited)}.`);
  if (weightSet) {
    cautions.push(
      `Harm is weighted by ${weightSet.title}, version ${weightSet.version}: each weight is a judgement with its source. Read it beside the count.`,
    );
  }
  return cautions;
}

/** What is hidden and rounded of restricted counts, and so how exact the `figures` made of them are. */
export function protectedCountsCaution(
  { hiddenBelow, roundedTo, zeroShown }: Pick<DisclosureUsed, 'hiddenBelow' | 'roundedTo' | 'zeroShown'>,
  figures: string,
): string {
  const hidden = zeroShown ? `of 1 to ${hiddenBelow - 1}` : `under ${hiddenBelow}`;
  return `Restricted data: counts ${hidden} are hidden, others rounded to the nearest ${roundedTo}. Every ${figures} is computed from the rounded counts, and is exact to no more than that.`;
}

/** How restricted counts are shown, which areas are not, and a year that is not over. */
function releasedCautions(
  { disclosure, hiddenAreas }: NonNullable<MeasuresInputs['released']>,
  one: string,
  period: MeasuresInputs['period'],
  { previous }: MeasuresInputs['comparisons'],
): string[] {
  const cautions = [protectedCountsCaution(disclosure, 'rate, interval, band and rank')];
  if (hiddenAreas.length > 0) {
    const names = hiddenAreas.map(({ name }) => name);
    cautions.push(
      `Hidden, which is not to be read as zero or low: ${counted(names.length, one)}, ${listed(names)}. A count there is small, or would give a small one away.`,
    );
  }
  if (period.notSupplied.length > 0 && !previous.notComputable) {
    cautions.push(
      `${counted(period.monthsSupplied, 'month')} supplied of this period are compared, per day, with the whole of ${monthInWords(previous.from)} to ${monthInWords(previous.to)}: a season may show as a change.`,
    );
  }
  return cautions;
}
