import type { EmergingResult } from '../../server/contract/emerging.ts';
import type { MapClass, MapClasses, Pattern } from './map-classes.ts';

interface Group {
  label: string;
  colour: string;
  pattern: Pattern;
  /** The kinds in it, as the service names them without 'hot' or 'cold'. */
  kinds: readonly string[];
  side: 'hot' | 'cold';
}

/**
 * Sixteen classes are too many to tell apart on a map: they are drawn in the groups that call for the same question.
 * Each class keeps its name in the table, the card and the list of meanings.
 */
export const EMERGING_GROUPS: readonly Group[] = [
  {
    label: 'Newly hot',
    colour: '#8a1b0a',
    pattern: 'lined',
    kinds: ['new', 'consecutive'],
    side: 'hot',
  },
  { label: 'Hot and growing', colour: '#b3330f', pattern: 'solid', kinds: ['intensifying'], side: 'hot' },
  { label: 'Hot throughout', colour: '#e06a37', pattern: 'solid', kinds: ['persistent'], side: 'hot' },
  {
    label: 'Hot on and off',
    colour: '#f8bd9c',
    pattern: 'solid',
    kinds: ['sporadic', 'oscillating'],
    side: 'hot',
  },
  {
    label: 'Hot but fading, or no longer',
    colour: '#8f6d54',
    pattern: 'dots',
    kinds: ['diminishing', 'historical'],
    side: 'hot',
  },
  {
    label: 'Fewer than expected, of any kind',
    colour: '#5b8dc4',
    pattern: 'hatch',
    kinds: [
      'new',
      'consecutive',
      'intensifying',
      'persistent',
      'diminishing',
      'sporadic',
      'oscillating',
      'historical',
    ],
    side: 'cold',
  },
];

/** The group of a class named as the service does: 'new hot'. -1 for 'none'. */
export function emergingGroupOf(emergingClass: string): number {
  const [kind = '', side = ''] = emergingClass.split(' ');
  return EMERGING_GROUPS.findIndex((group) => group.side === side && group.kinds.includes(kind));
}

/** The classes of a history: the groups, those that no cell is in as well, then none. Cold only where there is any. */
export function emergingClasses(result: EmergingResult): MapClasses {
  const groupOf = result.classes.map((c) => emergingGroupOf(c.emergingClass));
  const none = EMERGING_GROUPS.length;
  const classes: MapClass[] = [
    ...EMERGING_GROUPS.map(({ label, colour, pattern }) => ({ label, colour, pattern, count: 0 })),
    { label: 'No pattern', colour: '#ffffff', pattern: 'none' as const, count: 0 },
  ];
  const classOf = Int8Array.from(result.cells.emergingClass, (k) => (groupOf[k]! < 0 ? none : groupOf[k]!));
  for (const k of classOf) classes[k]!.count++;
  const cold = EMERGING_GROUPS.findIndex((group) => group.side === 'cold');
  const shown = classes[cold]!.count > 0;
  return {
    title: 'How hot spots came and went',
    unit: '',
    of: 'cells',
    classes: shown ? classes : classes.filter((_, k) => k !== cold),
    classOf: shown ? classOf : classOf.map((k) => (k > cold ? k - 1 : k)),
  };
}
