import Type, { type Static } from 'typebox';

/** How figures of a restricted layer were protected. Absent from results of open data alone. */
export const DisclosureUsed = Type.Object({
  sensitivityClass: Type.String({
    description: 'The class that decides: partner-crime, health, children-probation, housing.',
  }),
  hiddenBelow: Type.Integer({ description: 'Counts under this are hidden.' }),
  roundedTo: Type.Integer({ description: 'Shown counts are rounded to the nearest multiple.' }),
  zeroShown: Type.Boolean({ description: 'Whether 0 is shown; where not, it is hidden like a small count.' }),
  notes: Type.Array(Type.String(), {
    description: 'What was hidden, rounded or widened here, in sentences.',
  }),
});
export type DisclosureUsed = Static<typeof DisclosureUsed>;
