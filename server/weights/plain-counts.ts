import type { WeightSet } from './weight-set.ts';

const NOT_VICTIM_REPORTED = ['possession-of-weapons', 'drugs', 'shoplifting'];

/** Every recorded event counts one: volume, with the victim-reported switch. */
export const plainCounts: WeightSet = {
  slug: 'plain-counts',
  version: 1,
  title: 'Plain counts',
  unit: 'events',
  layer: 'crime',
  method:
    'Each recorded event counts one. A shop theft counts as much as a robbery: read it beside a harm-weighted total.',
  source: 'Definition',
  sourceYear: 2026,
  significantDigits: 3,
  createdBy: null,
  createdAt: null,
  rows: [
    'anti-social-behaviour',
    'bicycle-theft',
    'burglary',
    'criminal-damage-arson',
    'drugs',
    'other-crime',
    'other-theft',
    'possession-of-weapons',
    'public-order',
    'robbery',
    'shoplifting',
    'theft-from-the-person',
    'vehicle-crime',
    'violent-crime',
  ].map((category) => ({
    category,
    weight: 1,
    low: 1,
    high: 1,
    quality: 'published',
    victimReported: !NOT_VICTIM_REPORTED.includes(category),
    source: 'Definition',
    sourceYear: 2026,
    note: 'Counts one.',
  })),
};
