import Type, { type Static } from 'typebox';
import { ResultFrame } from './result-frame.ts';
import { Chosen, Month, RegisterUsed } from './shared.ts';

/** GET /api/services: services in a district as points, for the map's overlay. */
export const ServicesQuery = Type.Object(
  {
    area: Type.Optional(
      Type.String({
        description:
          'Code of a district or ward; default the district with most events. Points are of the whole district.',
      }),
    ),
    onMonth: Type.Optional(Month),
  },
  { additionalProperties: false },
);
export type ServicesQuery = Static<typeof ServicesQuery>;

/** GET /api/exports/services.csv and .geojson: the same, of some kinds. */
export const ServicesFileQuery = Type.Object(
  {
    ...ServicesQuery.properties,
    kinds: Type.Optional(
      Type.String({
        description: 'Kinds of service, comma separated, such as gp,school; default every kind.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ServicesFileQuery = Static<typeof ServicesFileQuery>;

export const ServiceKind = Type.Object({
  kind: Type.String({ description: 'gp, school, mental-health ...' }),
  label: Type.String(),
  places: Type.Integer({ description: 'In the district, with a position, on the day.' }),
});
export type ServiceKind = Static<typeof ServiceKind>;

export const ServicePlace = Type.Object({
  name: Type.String(),
  kind: Type.String(),
  lon: Type.Number(),
  lat: Type.Number(),
  ward: Type.Union([Type.String(), Type.Null()], { description: 'Name of the ward it lies in.' }),
  capacity: Type.Union([Type.Integer(), Type.Null()], { description: 'As the register gives it.' }),
});
export type ServicePlace = Static<typeof ServicePlace>;

export const ServicesResult = Type.Object({
  studyArea: Type.Object({ code: Type.String(), name: Type.String() }),
  register: Type.Union([RegisterUsed, Type.Null()], {
    description: 'null where no register of services is held.',
  }),
  chosen: Type.Array(Chosen),
  summary: Type.Object({ sentence: Type.String(), places: Type.Integer(), notMapped: Type.Integer() }),
  kinds: Type.Array(ServiceKind, { description: 'By label.' }),
  places: Type.Array(ServicePlace, { description: 'By kind, then name.' }),
  ...ResultFrame,
});
export type ServicesResult = Static<typeof ServicesResult>;
