import Type, { type Static } from 'typebox';
import { Marking } from './shared.ts';

export const PICTURE_FORMATS = ['png', 'svg', 'csv', 'print', 'slides'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** POST /api/exports/pictures: a picture that the page makes of figures it was given. Recorded before it is handed over. */
export const PictureExport = Type.Object(
  {
    format: Type.Enum([...PICTURE_FORMATS] as PictureFormat[], {
      description:
        'csv: the table under a chart; print: a sheet or page sent to the printer; slides: a briefing.',
    }),
    what: Type.String({
      minLength: 1,
      maxLength: 300,
      description: "What it shows, in the page's words: its title.",
    }),
    looks: Type.Array(Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }), {
      minItems: 1,
      maxItems: 200,
      description: 'x-wardlight-audit-id of every answer that it is made of, all of the same account.',
    }),
  },
  { additionalProperties: false },
);
export type PictureExport = Static<typeof PictureExport>;

export const PictureRecord = Type.Object({
  auditId: Type.String({ description: 'To print on the picture: it leads to the audit entry.' }),
  marking: Marking,
});
export type PictureRecord = Static<typeof PictureRecord>;
