import { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import {
  CommitBody,
  UPLOAD_KINDS,
  Upload,
  type UploadKind,
  UploadParams,
  Uploads,
} from '../contract/imports.ts';
import { Problem } from '../contract/shared.ts';
import { RequestError } from '../errors.ts';
import type { ImportDesk } from '../imports/import-desk.ts';
import type { Uploader } from '../imports/import-job.ts';
import { nearestWord } from '../nearest-word.ts';
import { askerOf } from '../plugins/access.ts';
import { recordAction } from '../plugins/audit.ts';

const problems = {
  400: Problem,
  401: Problem,
  403: Problem,
  404: Problem,
  409: Problem,
  413: Problem,
  415: Problem,
  429: Problem,
};
const config = { access: ['data-steward', 'administrator'] } as const;
/** A comment line keeps proxies from closing a quiet stream, milliseconds. */
const HEARTBEAT_MS = 15_000;
/** A column map of a wide sheet and a record of sharing fit many times over. */
const COMMIT_BYTES = 256 * 1024;

/** Files sent in by a data steward: upload, look, check, commit, follow, cancel. */
export function importRoutes(desk: ImportDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    // Registered here and not for the whole service: no other address takes forms.
    await app.register(multipart, {
      limits: {
        files: 1,
        fields: 4,
        fieldSize: 200,
        parts: 6,
        fileSize: desk.largestBytes,
        headerPairs: 100,
      },
      throwFileSizeLimit: false,
    });
    // Before the server waits for open connections: the streams of events are some.
    app.addHook('preClose', () => desk.close());

    app.get(
      '/api/imports',
      {
        config,
        schema: {
          tags: ['data'],
          summary: 'Your uploads that are under way, newest first, and the column maps kept',
          response: { 200: Uploads, ...problems },
        },
      },
      async (request) => desk.list(uploader(request)),
    );
    app.post(
      '/api/imports',
      {
        config,
        schema: {
          tags: ['data'],
          summary: 'Upload a file: multipart/form-data with the field kind, then the file',
          consumes: ['multipart/form-data'],
          response: { 201: Upload, ...problems },
        },
      },
      async (request, reply) => {
        const upload = await receiveForm(request, desk).catch((error: unknown) => {
          throw request.socket.destroyed ? brokenOff() : error;
        });
        await recordAction(request, 'import.upload', `${upload.kind} ${upload.id}`);
        return reply.code(201).send(upload);
      },
    );
    app.get(
      '/api/imports/:id',
      {
        config,
        schema: {
          tags: ['data'],
          summary: 'An upload with its first 20 rows, column map and refusal',
          params: UploadParams,
          response: { 200: Upload, ...problems },
        },
      },
      async (request) => desk.get(uploader(request), request.params.id),
    );
    app.get(
      '/api/imports/:id/events',
      {
        config,
        compress: false,
        schema: {
          tags: ['data'],
          summary: 'What happens to an upload, as server-sent events named upload, until it has ended',
          params: UploadParams,
          produces: ['text/event-stream'],
          response: { 200: Type.Unsafe<Readable>({ type: 'string' }), ...problems },
        },
      },
      async (request, reply) => {
        const closed = new AbortController();
        const uploads = desk.follow(uploader(request), request.params.id, closed.signal);
        const first = await uploads.next();
        request.raw.socket.once('close', () => closed.abort());
        reply
          .header('cache-control', 'no-store')
          .header('x-accel-buffering', 'no')
          // The stream has the connection to itself: when it ends, so does the connection, and the service can stop.
          .header('connection', 'close')
          .type('text/event-stream; charset=utf-8');
        return reply.send(Readable.from(eventLines(first.value as Upload, uploads, closed)));
      },
    );
    for (const step of ['check', 'commit'] as const)
      app.post(
        `/api/imports/:id/${step}`,
        {
          config,
          bodyLimit: COMMIT_BYTES,
          schema: {
            tags: ['data'],
            summary:
              step === 'check'
                ? 'Do everything and undo it; the report says what would be'
                : 'Load the file: all of it or nothing',
            params: UploadParams,
            body: CommitBody,
            response: { 202: Upload, ...problems },
          },
        },
        async (request, reply) => {
          const by = uploader(request);
          const { id } = request.params as { id: string };
          desk.get(by, id);
          await recordAction(request, `import.${step}`, id);
          return reply.code(202).send(await desk[step](by, id, request.body as CommitBody));
        },
      );
    app.delete(
      '/api/imports/:id',
      {
        config,
        schema: {
          tags: ['data'],
          summary: 'Cancel: a load under way is undone, the file is removed',
          params: UploadParams,
          response: { 200: Upload, ...problems },
        },
      },
      async (request) => {
        const upload = await desk.cancel(uploader(request), request.params.id);
        await recordAction(request, 'import.cancel', upload.id);
        return upload;
      },
    );
    app.post(
      '/api/imports/:id/cancel',
      {
        // The key is the permission. No session is looked up, so that it works while the embedded database is held by the load.
        config: { access: 'public' },
        schema: {
          tags: ['data'],
          summary: 'Cancel by the key that the upload was answered with, also while the database is busy',
          params: UploadParams,
          body: Type.Object(
            { cancelKey: Type.String({ minLength: 1, maxLength: 64 }) },
            { additionalProperties: false },
          ),
          response: { 200: Upload, ...problems },
        },
      },
      async (request) => desk.cancelByKey(request.params.id, request.body.cancelKey),
    );
  };
}

/** Read the form to its end, whatever is wrong with it: a connection with an unread rest cannot be closed or used again. */
async function receiveForm(request: FastifyRequest, desk: ImportDesk): Promise<Upload> {
  let kind = '';
  let upload: Upload | undefined;
  let problem: unknown;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname === 'kind') kind = String(part.value);
      continue;
    }
    try {
      if (!isUploadKind(kind)) throw unknownKind(kind);
      upload = await desk.receive(
        uploader(request),
        kind,
        part.filename,
        part.file,
        () => part.file.truncated,
      );
    } catch (error) {
      problem ??= error;
      part.file.resume();
    }
  }
  if (problem !== undefined) throw problem;
  if (upload) return upload;
  throw new RequestError('invalid-parameter', {
    detail: 'There is no file in the form.',
    hint: 'Send multipart/form-data: the field kind, then the file.',
    field: 'file',
  });
}

/** Whoever sent it is gone: cancelled, or cut off. Nobody reads this, and nothing of ours failed. */
function brokenOff(): RequestError {
  return new RequestError('invalid-parameter', {
    detail: 'The upload ended before the end of the file. Nothing of it was kept.',
    hint: 'Send it again.',
    field: 'file',
  });
}

function unknownKind(kind: string): RequestError {
  const near = nearestWord(kind, UPLOAD_KINDS);
  return new RequestError('invalid-parameter', {
    detail: 'The field kind must come before the file and name its kind.',
    seen: kind,
    hint: `${near ? `Did you mean ${near}? ` : ''}Kinds are ${UPLOAD_KINDS.join(', ')}.`,
    field: 'kind',
  });
}

async function* eventLines(
  first: Upload,
  rest: AsyncGenerator<Upload>,
  closed: AbortController,
): AsyncGenerator<string> {
  try {
    yield eventOf(first);
    let next = rest.next();
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const quiet = new Promise<'quiet'>((resolve) => {
        timer = setTimeout(() => resolve('quiet'), HEARTBEAT_MS);
      });
      const settled = await Promise.race([next, quiet]);
      clearTimeout(timer);
      if (settled === 'quiet') yield ': still here\n\n';
      else if (settled.done) return;
      else {
        yield eventOf(settled.value);
        next = rest.next();
      }
    }
  } finally {
    closed.abort();
  }
}

/** The preview is asked for once, not with every step. */
function eventOf({ preview: _, ...upload }: Upload): string {
  return `event: upload\ndata: ${JSON.stringify(upload)}\n\n`;
}

function uploader(request: FastifyRequest): Uploader {
  const { accountId, username, roles } = askerOf(request);
  return { accountId, username, isAdministrator: roles.includes('administrator') };
}

function isUploadKind(word: string): word is UploadKind {
  return (UPLOAD_KINDS as readonly string[]).includes(word);
}
