import Type, { type Static } from 'typebox';
import { RowNumber } from './shared.ts';

export const SavedKind = Type.Union([
  Type.Literal('view'),
  Type.Literal('briefing'),
  Type.Literal('study-area'),
  Type.Literal('operation'),
]);
export type SavedKind = Static<typeof SavedKind>;

export const SharedWith = Type.Union([
  Type.Literal('own'),
  Type.Literal('organisation'),
  Type.Literal('everyone'),
]);
export type SharedWith = Static<typeof SharedWith>;

const LonLat = Type.Array(Type.Number(), { minItems: 2, maxItems: 2, description: '[lon, lat] in degrees.' });

/** A place on the map that somebody drew: a polygon, a circle, or whole wards. */
export const DrawnShape = Type.Union([
  Type.Object(
    {
      shape: Type.Literal('polygon'),
      ring: Type.Array(LonLat, {
        minItems: 3,
        maxItems: 500,
        description: 'Corners in order; closed by itself.',
      }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      shape: Type.Literal('circle'),
      centre: LonLat,
      radiusM: Type.Integer({ minimum: 250, maximum: 20_000 }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      shape: Type.Literal('wards'),
      codes: Type.Array(Type.String({ maxLength: 12 }), { minItems: 1, maxItems: 100 }),
    },
    { additionalProperties: false },
  ),
]);
export type DrawnShape = Static<typeof DrawnShape>;

/** A view is the part of the page's address after the question mark: it holds the whole view. */
const ViewAddress = Type.String({ maxLength: 2000, pattern: '^[^#\\s]*$' });
const CivilDate = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });

export const ViewBody = Type.Object({ address: ViewAddress }, { additionalProperties: false });
export type ViewBody = Static<typeof ViewBody>;

export const BriefingSlide = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120 }),
    address: ViewAddress,
    chart: Type.Union([Type.Literal('none'), Type.Literal('months'), Type.Literal('wards')]),
    sentence: Type.String({ maxLength: 400, description: 'Empty: the sentence of the result itself.' }),
    ask: Type.String({ maxLength: 400, description: 'What is asked of the board.' }),
  },
  { additionalProperties: false },
);
export type BriefingSlide = Static<typeof BriefingSlide>;

export const BriefingBody = Type.Object(
  { slides: Type.Array(BriefingSlide, { minItems: 1, maxItems: 40 }) },
  { additionalProperties: false },
);
export type BriefingBody = Static<typeof BriefingBody>;

export const StudyAreaBody = Type.Object({ area: DrawnShape }, { additionalProperties: false });
export type StudyAreaBody = Static<typeof StudyAreaBody>;

export const OperationBody = Type.Object(
  { area: DrawnShape, from: CivilDate, to: CivilDate },
  { additionalProperties: false },
);
export type OperationBody = Static<typeof OperationBody>;

export const SavedBody = Type.Union([ViewBody, BriefingBody, StudyAreaBody, OperationBody]);
export type SavedBody = Static<typeof SavedBody>;

/** POST /api/saved */
export const NewSavedItem = Type.Object(
  {
    kind: SavedKind,
    name: Type.String({ minLength: 1, maxLength: 120 }),
    description: Type.String({ maxLength: 2000 }),
    sharedWith: SharedWith,
    body: SavedBody,
  },
  { additionalProperties: false },
);
export type NewSavedItem = Static<typeof NewSavedItem>;

/** PUT /api/saved/:id: a new version, made from the one named; refused where somebody else saved in between. */
export const SavedItemChange = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    description: Type.String({ maxLength: 2000 }),
    sharedWith: SharedWith,
    body: SavedBody,
    basedOnVersion: RowNumber,
  },
  { additionalProperties: false },
);
export type SavedItemChange = Static<typeof SavedItemChange>;

export const SavedItem = Type.Object({
  id: Type.Integer(),
  kind: SavedKind,
  version: Type.Integer(),
  latestVersion: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  sharedWith: SharedWith,
  own: Type.Boolean({ description: 'Whether the asker made it and may change it.' }),
  madeBy: Type.String(),
  organisation: Type.String(),
  savedAt: Type.String(),
  body: SavedBody,
});
export type SavedItem = Static<typeof SavedItem>;

export const SavedItems = Type.Object({ items: Type.Array(SavedItem) });
export type SavedItems = Static<typeof SavedItems>;
