import Type, { type Static } from 'typebox';
import { DisclosureUsed } from './disclosure.ts';
import { ResultFrame, WhichEvents } from './result-frame.ts';
import { Chosen, PeriodUsed, RegisterUsed, TimesUsed } from './shared.ts';

/** GET /api/wards: events, rates and shares by ward, with their intervals. */
export const WardLayerQuery = Type.Object(
  {
    ...WhichEvents,
    area: Type.Optional(
      Type.String({
        description:
          'Code of a district; default the district with most events. A ward or a kept study area stands for its district; of open events `insideArea` then counts those inside.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type WardLayerQuery = Static<typeof WardLayerQuery>;

const Interval = Type.Object({ lower: Type.Number(), upper: Type.Number() });

export const WardRow = Type.Object({
  code: Type.String(),
  name: Type.String(),
  events: Type.Integer(),
  rankByEvents: Type.Integer({ description: '1 is most; equal counts share the better rank.' }),
  share: Type.Number({ description: 'Of the district events in wards, 0 to 1.' }),
  shareInterval: Interval,
  population: Type.Union([Type.Integer(), Type.Null()], { description: 'null: not supplied.' }),
  ratePer1000Year: Type.Union([Type.Number(), Type.Null()], {
    description: 'Events per 1,000 residents per year.',
  }),
  rateInterval: Type.Union([Interval, Type.Null()]),
  againstDistrict: Type.Union(
    [
      Type.Literal('much-lower'),
      Type.Literal('lower'),
      Type.Literal('similar'),
      Type.Literal('higher'),
      Type.Literal('much-higher'),
      Type.Null(),
    ],
    {
      description:
        'From the interval, not the point: higher when the 95 % interval lies above the district rate, much higher when the 99.8 % one does.',
    },
  ),
});
export type WardRow = Static<typeof WardRow>;

export const InsideArea = Type.Object({
  code: Type.String(),
  name: Type.String(),
  ofWholeWards: Type.Boolean({ description: 'True where the area is made of whole wards.' }),
  events: Type.Integer(),
  wards: Type.Array(Type.Object({ code: Type.String(), events: Type.Integer() }), {
    description:
      'The wards that it touches, with the events inside it, most first. No rates: residents are known of whole wards only.',
  }),
});
export type InsideArea = Static<typeof InsideArea>;

export const WardLayerResult = Type.Object({
  parameters: Type.Object({
    layer: Type.String(),
    categories: Type.Array(Type.String()),
    from: Type.String(),
    to: Type.String(),
    area: Type.String(),
    times: TimesUsed,
  }),
  chosen: Type.Array(Chosen),
  studyArea: Type.Object({
    code: Type.String(),
    name: Type.String(),
    boundaryYear: Type.Integer(),
    family: Type.String(),
  }),
  period: PeriodUsed,
  sentence: Type.String({ description: '"Two wards, A and B, hold 33 % (32-34 %) of all crime and ASB."' }),
  population: Type.Union([
    Type.Object({ referenceYear: Type.Integer(), method: Type.String(), source: Type.String() }),
    Type.Null(),
  ]),
  district: Type.Object({
    events: Type.Integer(),
    population: Type.Union([Type.Integer(), Type.Null()]),
    ratePer1000Year: Type.Union([Type.Number(), Type.Null()]),
    rateInterval: Type.Union([Interval, Type.Null()]),
  }),
  wards: Type.Array(WardRow, { description: 'Most events first.' }),
  hiddenWards: Type.Optional(
    Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        population: Type.Union([Type.Integer(), Type.Null()]),
        reason: Type.String(),
      }),
      {
        description:
          'Wards of restricted data whose count is hidden, by name: not in `wards`, not zero, not low, and not ranked.',
      },
    ),
  ),
  insideArea: Type.Optional(InsideArea),
  disclosure: Type.Optional(DisclosureUsed),
  register: Type.Optional(RegisterUsed),
  ...ResultFrame,
});
export type WardLayerResult = Static<typeof WardLayerResult>;
