import Type, { type Static } from 'typebox';
import { DisclosureUsed } from './disclosure.ts';
import { AreaBand, Interval } from './measures.ts';
import { ResultFrame } from './result-frame.ts';
import { Chosen, Month } from './shared.ts';

const orNull = <T extends Type.TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

/** GET /api/need-against-provision: demand by ward beside the distance to services. */
export const NeedQuery = Type.Object(
  {
    layer: Type.Optional(Type.String({ description: 'Layer of demand; default ambulance, else crime.' })),
    categories: Type.Optional(
      Type.String({
        description:
          'Categories of demand, such as mental-health,overdose. Of a restricted layer each is taken as it is released by itself.',
      }),
    ),
    from: Type.Optional(Month),
    to: Type.Optional(Month),
    area: Type.Optional(Type.String()),
    services: Type.String({
      description: 'Kinds of place, layer/slug, comma separated: services/mental-health.',
    }),
  },
  { additionalProperties: false },
);
export type NeedQuery = Static<typeof NeedQuery>;

export const NeedWard = Type.Object({
  code: Type.String(),
  name: Type.String(),
  events: orNull(Type.Integer(), 'null: hidden.'),
  residents: orNull(Type.Integer()),
  ratePer1000Year: orNull(Type.Number()),
  rateInterval: orNull(Interval),
  band: orNull(AreaBand, 'Demand against the district, from the interval.'),
  distanceM: orNull(Type.Integer(), 'Straight line to the nearest service, mean over residents.'),
  furthestM: orNull(Type.Integer(), 'The same for the LSOA furthest away.'),
  nearest: orNull(
    Type.Object({ name: orNull(Type.String()), kind: Type.String(), capacity: orNull(Type.Number()) }),
  ),
  standsOut: Type.Boolean({
    description: 'More demand than the district, and further than its residents on average.',
  }),
  sentence: Type.String(),
});
export type NeedWard = Static<typeof NeedWard>;

export const NeedResult = Type.Object({
  definitionVersion: Type.String(),
  parameters: Type.Object({
    layer: Type.String(),
    categories: Type.Array(Type.String()),
    from: Type.String(),
    to: Type.String(),
    area: Type.String(),
    services: Type.Array(Type.String()),
  }),
  chosen: Type.Array(Chosen),
  studyArea: Type.Object({ code: Type.String(), name: Type.String() }),
  demand: Type.String({ description: 'What is counted as demand, in words.' }),
  sentence: Type.String(),
  cautions: Type.Array(Type.String()),
  distanceMethod: Type.String(),
  district: Type.Object({
    events: orNull(Type.Integer()),
    ratePer1000Year: orNull(Type.Number()),
    rateInterval: orNull(Interval),
    distanceM: orNull(Type.Integer(), 'Mean over residents.'),
    services: Type.Integer({ description: 'Inside or within 10 km of the district.' }),
    capacity: orNull(Type.Number(), 'Sum, where every service gives one.'),
  }),
  wards: Type.Array(NeedWard, { description: 'Furthest from a service first.' }),
  disclosure: Type.Optional(DisclosureUsed),
  ...ResultFrame,
});
export type NeedResult = Static<typeof NeedResult>;
