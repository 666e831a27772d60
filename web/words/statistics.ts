import type { Statistic } from '../../server/contract/hot-spots.ts';

/** How each statistic is called on screen, and the question it answers. */
export const STATISTICS: Record<Statistic, { label: string; question: string }> = {
  'gi-star': {
    label: 'Hot spots',
    question: 'Where are there more events than chance would put there? Gi*, adjusted for every cell tested.',
  },
  count: { label: 'Count', question: 'How many events were recorded in each cell?' },
  harm: {
    label: 'Harm',
    question: 'How much harm do the recorded events add up to, each kind by its weight?',
  },
  density: {
    label: 'Density',
    question: 'How many events per km² per year, smoothed over a distance so that cell edges do not matter?',
  },
};
