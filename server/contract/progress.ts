import Type, { type Static } from 'typebox';

export const ProgressQuery = Type.Object(
  {
    question: Type.String({
      pattern: '^/api/',
      maxLength: 8192,
      description: 'Address of a question of yours that is on its way, from /api/ on, as it was sent.',
    }),
  },
  { additionalProperties: false },
);
export type ProgressQuery = Static<typeof ProgressQuery>;

export const Progress = Type.Object({
  share: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
    description:
      'How much of the work is done, 0 to 1; null where nothing of the kind is on its way, or where nobody can tell.',
  }),
});
export type Progress = Static<typeof Progress>;
