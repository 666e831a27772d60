import Type, { type Static } from 'typebox';

/** Number of a stored row or of its version: from 1 to the largest that the database's `integer` holds. */
export const RowNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });

/** A calendar month, UK civil time. */
export const Month = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
  description: 'A calendar month, YYYY-MM, Europe/London.',
});

/** Hours and weekdays that events are kept to; for open layers with times of day. */
export const TimesParameters = {
  hours: Type.Optional(
    Type.String({
      maxLength: 5,
      description:
        'First and last hour of the day, inclusive, civil time: 9-17, or 22-3 round midnight. Default all.',
    }),
  ),
  weekdays: Type.Optional(
    Type.String({ maxLength: 40, description: 'Weekdays, comma separated: mon,tue,...,sun. Default all.' }),
  ),
};

/** The hours and weekdays that were counted, in a result's parameters. */
export const TimesUsed = Type.Optional(
  Type.String({ description: 'In words, where hours or weekdays were chosen.' }),
);

/** A choice the service made by itself, and why. */
export const Chosen = Type.Object({
  parameter: Type.String(),
  value: Type.Union([Type.String(), Type.Number(), Type.Null()]),
  because: Type.String({ description: 'One sentence a reader can repeat.' }),
});
export type Chosen = Static<typeof Chosen>;

/** A statistic that the data cannot support. Never 0. */
export const NotComputableState = Type.Object({
  reason: Type.String(),
  detail: Type.String({ description: 'What was needed and what was seen.' }),
});
export type NotComputableState = Static<typeof NotComputableState>;

/** How a month was supplied. "Not supplied" is never zero. */
export const MonthStatus = Type.Union([
  Type.Literal('supplied'),
  Type.Literal('under-supplied'),
  Type.Literal('over-supplied'),
  Type.Literal('not-supplied'),
]);
export type MonthStatus = Static<typeof MonthStatus>;

/** Protective marking under the Government Security Classifications. */
export const Marking = Type.Union([Type.Literal('OFFICIAL'), Type.Literal('OFFICIAL-SENSITIVE')]);
export type Marking = Static<typeof Marking>;

/** Where figures come from, to print under every map and table. */
export const Source = Type.Object({
  dataset: Type.String({ description: 'Slug.' }),
  title: Type.String(),
  owner: Type.String(),
  licence: Type.String(),
  attribution: Type.String(),
  synthetic: Type.Boolean(),
  lastImportedAt: Type.String({ description: 'ISO 8601 instant.' }),
});
export type Source = Static<typeof Source>;

/** Given where places of a register are counted instead of events: `events` are then places, and nothing is per year. */
export const RegisterUsed = Type.Object({
  onDay: Type.String({ description: 'The day that the register is counted on, YYYY-MM-DD.' }),
  counted: Type.Optional(
    Type.String({ description: 'What is counted, where it is no place: "children placed".' }),
  ),
});
export type RegisterUsed = Static<typeof RegisterUsed>;

/** A period of whole months as it was used. */
export const PeriodUsed = Type.Object({
  from: Month,
  to: Type.String({ description: 'Last month, inclusive, YYYY-MM.' }),
  monthsSupplied: Type.Integer(),
  days: Type.Integer({ description: 'Days in the supplied months; rates per year divide by days / 365.25.' }),
  notSupplied: Type.Array(Type.String(), { description: 'Months in the period that nobody supplied.' }),
  flagged: Type.Array(Type.Object({ month: Type.String(), status: MonthStatus, reason: Type.String() }), {
    description: 'Supplied months whose volume breaks from their neighbours.',
  }),
});
export type PeriodUsed = Static<typeof PeriodUsed>;

/** RFC 9457 problem body: what is wrong, what was seen, what to do. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  seen: Type.Optional(Type.String()),
  hint: Type.Optional(Type.String()),
  field: Type.Optional(Type.String()),
});
export type Problem = Static<typeof Problem>;
