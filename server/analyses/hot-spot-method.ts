import type { HotSpotResult, Statistic } from '../contract/hot-spots.ts';

/** Raised whenever a definition changes, so that an old figure can say which one made it. */
export const HOT_SPOT_DEFINITION = '3';

const METHODS: Readonly<Record<Statistic, Omit<HotSpotResult['method'], 'definitionVersion'>>> = {
  'gi-star': {
    title: 'Hot spots (Getis-Ord Gi*)',
    definition:
      'Each cell is taken with the eight around it and compared with the whole study area: does this neighbourhood hold more ' +
      'events than a random arrangement of the same counts would give it? The p-values of all cells are adjusted together ' +
      '(Benjamini-Hochberg), so that about one in twenty of the cells called hot at 95 % is expected to be there by chance. ' +
      'A cell that is not hot is not shown to be quiet: there is no evidence of a hot spot.',
    densityMethod: 'cell',
    methodPages: ['local-g', 'adjust-p-values', 'lattice'],
  },
  density: {
    title: 'Density',
    definition:
      'Each event is spread over a smooth bump (quartic kernel) as wide as the bandwidth, and the bumps are added up: events ' +
      'per square kilometre per year at the centre of each cell, corrected where the study area ends, at the coast for one.',
    densityMethod: 'quartic-kernel',
    methodPages: ['kernel-density', 'bandwidth-suggestions', 'lattice'],
  },
  harm: {
    title: 'Harm',
    definition:
      'Each recorded event counts for the weight of its category, and the weights are added up in each cell: one robbery can ' +
      'weigh more than a hundred shop thefts. A weight stands for a typical event of its kind, and a category mixes ' +
      'offences. Health and other partners’ counts are never added to crime harm.',
    densityMethod: 'cell',
    methodPages: ['lattice'],
  },
  count: {
    title: 'Count',
    definition:
      'Events in each cell of the National Grid lattice. A count says where events were recorded, not whether that is more than ' +
      'expected; density is the count per square kilometre of the cell and year.',
    densityMethod: 'cell',
    methodPages: ['lattice'],
  },
};

/** How a statistic is defined here, in words an analyst can read aloud. */
export function hotSpotMethod(statistic: Statistic): HotSpotResult['method'] {
  return { ...METHODS[statistic], definitionVersion: HOT_SPOT_DEFINITION };
}
