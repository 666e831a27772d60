import type { Statistic } from '../../server/contract/hot-spots.ts';
import type { Mode } from '../state/view.ts';

/** What each mode of the map is called, and the question it answers. */
export const MODE_WORDS: Record<Mode, { label: string; question: string }> = {
  'hot-spots': { label: 'Hot spots', question: 'Where does it concentrate?' },
  wards: { label: 'Wards', question: 'Which wards have the highest rate or share?' },
  coincidence: { label: 'Coincidence', question: 'Where are two layers hot in the same place?' },
  change: { label: 'Change', question: 'What is different from an earlier period?' },
  emerging: { label: 'Emerging', question: 'Which hot spots are new, lasting or fading?' },
};

export const METHOD_TITLES = {
  wards: 'Rates and shares by ward',
  coincidence: 'Hot spots of two layers together',
  change: 'Two periods compared',
  emerging: 'How hot spots came and went',
} as const;

/** How a figure is said aloud: what may be repeated, then what must not be made of it. */
export const HOW_TO_SAY: Record<Statistic | Exclude<Mode, 'hot-spots'>, readonly string[]> = {
  'gi-star': [
    'Say: “In these squares and those around them more was recorded than chance would put there.”',
    'Say of the rest: “no evidence of a hot spot”. Not “safe”, not “low risk”: a square may hold too little to tell.',
  ],
  count: [
    'Say: “So many were recorded in this square in this period.”',
    'A high count alone is not a hot spot: larger places have more of everything.',
  ],
  harm: [
    'Say: “Weighted by the sentence that each kind of crime would start at, this square holds so many days.”',
    'It is not suffering measured, and not a cost. A square can be high through one rare, severe crime.',
  ],
  density: [
    'Say: “So many per square kilometre in a year, smoothed over the distance chosen.”',
    'Do not read the edge of a colour as a border: it moves with the smoothing distance.',
  ],
  wards: [
    'Say the rate with its interval: “between so many and so many for every 1,000 residents”.',
    'Do not rank wards whose intervals overlap.',
  ],
  coincidence: [
    'Say: “These squares are hot spots of both, each tested by itself.”',
    'Being in the same place is not cause, and the people are not the same people.',
  ],
  change: [
    'Say: “More (or fewer) were recorded than in the period before, by more than chance.”',
    'No evidence of a change is not evidence of no change: small counts can hide one.',
  ],
  emerging: [
    'Say: “This square has been a hot spot in so many of the months, and in the last.”',
    'It describes the past. It is not a forecast.',
  ],
};

/** The title of a method page from its name: 'local-g' as 'Local g'. The pages carry their full titles. */
const PAGE_TITLES: Readonly<Record<string, string>> = {
  'local-g': 'Getis-Ord Gi*',
  'adjust-p-values': 'Allowing for many tests',
  'joint-hot-spots': 'Where two layers are hot together',
  'bivariate-local-moran': 'Bivariate local Moran’s I',
  'kernel-density': 'Density of incidents',
  'bandwidth-suggestions': 'Bandwidth suggestions',
  'period-change': 'Change between two periods',
  'two-count-test': 'Two counts compared',
  'emerging-hot-spots': 'Emerging hot spots',
  'space-time-cube': 'Squares and months together',
  'mann-kendall': 'Mann-Kendall trend test',
  'rate-interval': 'Rate with an interval',
  'share-interval': 'Share of the district',
  lattice: 'The grid',
  weights: 'Spatial weights',
};

export function titleOfMethodPage(page: string): string {
  const plain = page.replace(/-/g, ' ');
  return PAGE_TITLES[page] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
