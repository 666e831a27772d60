import Type, { type Static } from 'typebox';

const textOrNull = Type.Union([Type.String(), Type.Null()]);

/** One thing that was done, as it was recorded. */
export const AuditRow = Type.Object({
  seq: Type.Integer({ description: '1, 2, 3, ... without a gap.' }),
  auditId: Type.String({ description: 'The id that exports carry.' }),
  recordedAt: Type.String({ description: 'ISO 8601 instant.' }),
  action: Type.String({ description: 'figures.hot-spots, sign-in, account.create, ...' }),
  outcome: Type.String({ description: 'ok, refused or failed.' }),
  username: textOrNull,
  organisation: textOrNull,
  roles: textOrNull,
  via: textOrNull,
  address: textOrNull,
  datasets: textOrNull,
  dataVersion: Type.Union([Type.Integer(), Type.Null()]),
  area: textOrNull,
  period: textOrNull,
  filters: textOrNull,
  format: textOrNull,
  marking: textOrNull,
  reason: textOrNull,
  subject: textOrNull,
  hash: Type.String(),
});
export type AuditRow = Static<typeof AuditRow>;

const DAY = '^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';
const Day = Type.String({ pattern: DAY, description: 'A day, YYYY-MM-DD, UTC.' });
const filters = {
  from: Type.Optional(Day),
  to: Type.Optional(Type.String({ pattern: DAY, description: 'Last day, inclusive, YYYY-MM-DD, UTC.' })),
  username: Type.Optional(Type.String({ maxLength: 120 })),
  organisation: Type.Optional(Type.String({ maxLength: 80, description: 'Slug.' })),
  action: Type.Optional(
    Type.String({ maxLength: 80, description: 'An action, or the beginning of one: figures.' }),
  ),
  area: Type.Optional(Type.String({ maxLength: 40, description: 'Code of an area.' })),
  auditId: Type.Optional(
    Type.String({
      pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
      description: 'The id printed on an export.',
    }),
  ),
};

/** GET /api/audit and /api/audit/export.csv: which entries. */
export const AuditFilter = Type.Object(filters, { additionalProperties: false });
export type AuditFilter = Static<typeof AuditFilter>;

export const AuditQuery = Type.Object(
  {
    ...filters,
    before: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'Entries older than this number; for the next page.',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 500, description: 'Entries a page; default 50.' }),
    ),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;

export const AuditPage = Type.Object({
  entries: Type.Array(AuditRow, { description: 'Newest first.' }),
  next: Type.Union([Type.Integer(), Type.Null()], { description: 'Give it as before for the next page.' }),
});
export type AuditPage = Static<typeof AuditPage>;

/** GET /api/audit/use: which organisation looked at which area, so that an area singled out can be seen. */
export const AuditUse = Type.Object({
  use: Type.Array(
    Type.Object({
      organisation: Type.String(),
      area: Type.String(),
      requests: Type.Integer(),
      refused: Type.Integer(),
      accounts: Type.Integer({ description: 'Different people.' }),
      firstAt: Type.String(),
      lastAt: Type.String(),
    }),
    { description: 'Most requests first.' },
  ),
});
export type AuditUse = Static<typeof AuditUse>;

/** GET /api/audit/questions: which questions of restricted layers, widened and refused ones unless all are asked for. */
export const QuestionsQuery = Type.Object(
  {
    username: filters.username,
    organisation: filters.organisation,
    all: Type.Optional(Type.Boolean({ description: 'true: questions answered as they were asked, too.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: 'Default 50.' })),
  },
  { additionalProperties: false },
);
export type QuestionsQuery = Static<typeof QuestionsQuery>;

/** A question in words: 'assault, Jan to Mar 2024, E05000001, cells of 500 m'. Holds no count. */
export const AuditQuestion = Type.Object({
  askedAt: Type.String({ description: 'ISO 8601 instant.' }),
  username: Type.String(),
  organisation: Type.String({ description: 'Slug.' }),
  layer: Type.String(),
  asked: Type.String(),
  decision: Type.Union([Type.Literal('allow'), Type.Literal('coarsen'), Type.Literal('refuse')]),
  because: Type.String(),
  isolates: Type.Union([Type.String(), Type.Null()], {
    description: 'The earlier question of the same account that it could be subtracted from.',
  }),
});
export type AuditQuestion = Static<typeof AuditQuestion>;
export const AuditQuestions = Type.Object({
  questions: Type.Array(AuditQuestion, { description: 'Latest first.' }),
});
export type AuditQuestions = Static<typeof AuditQuestions>;
