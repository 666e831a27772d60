import Type, { type Static } from 'typebox';
import { ROLES } from './access.ts';
import { RowNumber } from './shared.ts';

const textOrNull = Type.Union([Type.String(), Type.Null()]);
const integerOrNull = Type.Union([Type.Integer(), Type.Null()]);
const closed = { additionalProperties: false };

/** Kinds of file that may be uploaded, as the import command names them. */
export const UPLOAD_KINDS = [
  'boundaries',
  'population',
  'lookup',
  'police',
  'postcodes',
  'uprns',
  'deprivation',
  'area-measures',
  'ambulance',
  'ed-assault',
  'placements',
  'missing',
  'premises',
  'housing',
  'services',
  'outcomes',
  'stop-search',
  'points',
  'annotations',
] as const;
export type UploadKind = (typeof UPLOAD_KINDS)[number];

const Slug = Type.String({
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  maxLength: 60,
  description: 'Lower-case letters, digits and hyphens.',
});
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'A day, YYYY-MM-DD.' });
/** One of these words. */
const words = <T extends string>(list: readonly T[], description: string) =>
  Type.Unsafe<T>(
    Type.Union(
      list.map((word) => Type.Literal(word)),
      { description },
    ),
  );

/** A record of sharing: under what a partner's dataset is held. */
export const SharingRecordBody = Type.Object(
  {
    reference: Type.String({
      minLength: 1,
      maxLength: 80,
      description: "The partnership's own number of the record.",
    }),
    type: words(['one-off', 'repeat'], 'one-off or repeat.'),
    agreement: Type.String({
      minLength: 1,
      maxLength: 500,
      description: 'The protocol that it is made under.',
    }),
    owner: Type.String({ minLength: 1, maxLength: 120, description: 'The partner whose data it is.' }),
    lawfulBasis: Type.String({ minLength: 1, maxLength: 1000 }),
    purpose: Type.String({ minLength: 1, maxLength: 1000 }),
    expiresOn: Day,
    retentionMonths: Type.Integer({
      minimum: 1,
      maximum: 600,
      description: 'Each file is kept so many months from its import.',
    }),
    retainUntil: Type.Optional(Type.Union([Day, Type.Null()])),
    permittedRoles: Type.Array(words(ROLES, `One of ${ROLES.join(', ')}.`), { minItems: 1 }),
    permittedOrganisations: Type.Array(Slug, { minItems: 1 }),
    reshareAllowed: Type.Boolean(),
    sensitivityClass: words(
      ['open', 'partner-crime', 'health', 'children-probation', 'housing'],
      'open, partner-crime, health, children-probation or housing.',
    ),
  },
  closed,
);
export type SharingRecordBody = Static<typeof SharingRecordBody>;

export const SharingRecords = Type.Object({
  records: Type.Array(
    Type.Object({
      ...SharingRecordBody.properties,
      version: Type.Integer(),
      registeredBy: Type.String(),
      registeredAt: Type.String(),
      expired: Type.Boolean({ description: 'Its data is neither shown nor computed with.' }),
      datasets: Type.Array(Type.String()),
    }),
    { description: 'The newest version of each, by reference.' },
  ),
  organisations: Type.Array(Type.Object({ slug: Type.String(), name: Type.String() }), {
    description: 'Organisations known here: whom a record can name.',
  }),
});
export type SharingRecords = Static<typeof SharingRecords>;
export const RegisteredSharing = Type.Object({
  reference: Type.String(),
  version: Type.Integer(),
  datasets: Type.Array(Type.String()),
});

const Refusal = Type.Object({
  code: Type.String(),
  message: Type.String(),
  seen: Type.String(),
  hint: Type.String(),
  line: integerOrNull,
  column: textOrNull,
});

export const UploadState = words(
  ['checking', 'ready', 'queued', 'loading', 'done', 'refused', 'failed', 'cancelled'],
  'checking, ready (to be checked in full or committed), queued, loading, done, refused, failed or cancelled.',
);

/** A column map: field to the name of the column it is read from. */
export const ColumnMapBody = Type.Object(
  {
    kind: Type.Optional(Type.String()),
    sheet: Type.Optional(Type.String()),
    columns: Type.Record(Type.String(), Type.String()),
    constants: Type.Optional(Type.Record(Type.String(), Type.String())),
    values: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.String()))),
    measures: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  closed,
);

/** One uploaded file on its way in. */
export const Upload = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  fileName: Type.String(),
  bytes: Type.Integer(),
  state: UploadState,
  bytesRead: Type.Integer({ description: 'Of the step at hand.' }),
  ahead: Type.Integer({ description: 'Files that are loaded before this one.' }),
  startedBy: Type.String(),
  startedAt: Type.String(),
  cancelKey: Type.String({
    description: 'Cancels the upload even while the database is busy: POST /api/imports/:id/cancel.',
  }),
  preview: Type.Union([
    Type.Object({
      columns: Type.Array(Type.String()),
      rows: Type.Array(Type.Array(Type.String()), {
        description: 'The first 20; columns that name people left out.',
      }),
      dropped: Type.Array(Type.String(), { description: 'Columns that are not read.' }),
      map: Type.Union([ColumnMapBody, Type.Null()]),
      fields: Type.Array(Type.Object({ name: Type.String(), says: Type.String() }), {
        description: 'What a column can be read as.',
      }),
      needs: Type.Array(Type.Array(Type.String()), {
        description: 'Of each group of fields at least one must be read.',
      }),
      unmet: Type.Array(Type.String(), { description: 'What the map lacks.' }),
      sheet: Type.Union([Type.String(), Type.Null()], {
        description: 'The sheet it was found on, of a workbook with several.',
      }),
      titleRows: Type.Integer({ description: 'Rows above the header, which are skipped.' }),
    }),
    Type.Null(),
  ]),
  refusal: Type.Union([Refusal, Type.Null()]),
  report: Type.Unknown({
    description:
      'The report of the check or of the import, as the command writes it with --json; null before.',
  }),
});
export type Upload = Static<typeof Upload>;
export const Uploads = Type.Object({
  uploads: Type.Array(Upload),
  largestBytes: Type.Integer(),
  holds: words(
    ['nothing', 'real', 'synthetic'],
    'What the database holds: nothing yet, real or synthetic data; a file of the other sort is refused.',
  ),
  columnMaps: Type.Array(
    Type.Object({
      kind: Type.String(),
      source: Type.String(),
      map: ColumnMapBody,
      savedBy: Type.String(),
      savedAt: Type.String(),
    }),
    { description: "Column maps kept for a source's next file." },
  ),
});
export type Uploads = Static<typeof Uploads>;
export const UploadParams = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }) }, closed);

/** POST /api/imports/:id/check and /commit: how to read the file. */
export const CommitBody = Type.Object(
  {
    columnMap: Type.Optional(ColumnMapBody),
    source: Type.Optional(Slug),
    saveMap: Type.Optional(Type.Boolean({ description: 'Keep the map for this source.' })),
    year: Type.Optional(Type.Integer({ minimum: 1900, maximum: 2099 })),
    synthetic: Type.Optional(Type.Boolean()),
    sharing: Type.Optional(SharingRecordBody),
    terms: Type.Optional(
      Type.Object(
        {
          title: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
          owner: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
          licence: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
          attribution: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
          sensitivityClass: Type.Optional(SharingRecordBody.properties.sensitivityClass),
        },
        { ...closed, description: 'What the dataset is, where its kind does not say it right.' },
      ),
    ),
  },
  closed,
);
export type CommitBody = Static<typeof CommitBody>;

const untoldCount = Type.Union([Type.Integer(), Type.Null()], {
  description: 'null for restricted data, except to who imported the file.',
});

/** GET /api/batches: where every figure comes from. */
export const Batches = Type.Object({
  batches: Type.Array(
    Type.Object({
      batchId: Type.Integer(),
      dataset: Type.String(),
      title: Type.String(),
      kind: Type.String(),
      supplier: Type.String(),
      month: textOrNull,
      fileName: Type.String(),
      sha256: Type.String(),
      rowsRead: untoldCount,
      rowsAccepted: untoldCount,
      rowsRejected: untoldCount,
      rowsDuplicate: untoldCount,
      rowsNotMapped: untoldCount,
      importedBy: Type.String(),
      importedAt: Type.String(),
      state: words(['live', 'replaced', 'withdrawn'], 'live, replaced (by a newer file) or withdrawn.'),
      endedBy: textOrNull,
      endedAt: textOrNull,
      endedReason: textOrNull,
      staleResults: Type.Array(Type.String(), {
        description: 'Frozen results computed from it before it ended, by their hash.',
      }),
    }),
    { description: 'Newest first.' },
  ),
});
export type Batches = Static<typeof Batches>;
export const BatchParams = Type.Object({ batchId: RowNumber }, closed);
export const WithdrawBody = Type.Object(
  {
    reason: Type.String({
      minLength: 10,
      maxLength: 500,
      description: 'Why, in ten characters or more; it is kept.',
    }),
  },
  closed,
);
export const WithdrawnBatch = Type.Object({
  batchId: Type.Integer(),
  dataset: Type.String(),
  fileName: Type.String(),
  rowsDeleted: Type.Union([Type.Record(Type.String(), Type.Integer()), Type.Null()], {
    description: 'By table; null for restricted data, except to who imported the file.',
  }),
  eventsReassigned: untoldCount,
  staleResults: Type.Array(Type.String()),
});
export type WithdrawnBatch = Static<typeof WithdrawnBatch>;

/** GET /api/datasets: what is held, under what, and what was supplied by month. */
export const Datasets = Type.Object({
  datasets: Type.Array(
    Type.Object({
      slug: Type.String(),
      title: Type.String(),
      kind: Type.String(),
      owner: Type.String(),
      licence: Type.String(),
      sensitivityClass: Type.String(),
      locationPrecision: Type.String(),
      timePrecision: Type.String(),
      synthetic: Type.Boolean(),
      usable: Type.Boolean({
        description: 'False past the end of its record of sharing: neither shown nor computed with.',
      }),
      expiresOn: textOrNull,
      sharingReference: textOrNull,
      liveBatches: Type.Integer(),
      rows: Type.Union([Type.Integer(), Type.Null()], {
        description: 'Accepted rows of its live files; null for restricted data.',
      }),
      rowsNotMapped: Type.Union([Type.Integer(), Type.Null()], { description: 'null for restricted data.' }),
      lastImportedAt: textOrNull,
      months: Type.Array(
        Type.Object({
          supplier: Type.String(),
          month: Type.String(),
          status: Type.String(),
          events: Type.Union([Type.Integer(), Type.Null()], {
            description: 'null for restricted data, whose counts leave only as released figures.',
          }),
          reason: Type.String(),
        }),
        { description: 'What was supplied; a month that is not here was not.' },
      ),
    }),
  ),
});
export type Datasets = Static<typeof Datasets>;

export const PurgeReceipts = Type.Object({
  receipts: Type.Array(
    Type.Object({
      receiptId: Type.Integer(),
      dataset: Type.String(),
      batchId: Type.Integer(),
      fileName: Type.String(),
      rowsDeleted: Type.Union([Type.Record(Type.String(), Type.Integer()), Type.Null()], {
        description: 'By table; null for restricted data.',
      }),
      reason: Type.String(),
      sharingReference: textOrNull,
      purgedBy: Type.String(),
      purgedAt: Type.String(),
    }),
  ),
});
export type PurgeReceipts = Static<typeof PurgeReceipts>;
