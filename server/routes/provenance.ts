import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import {
  Batches,
  BatchParams,
  Datasets,
  PurgeReceipts,
  RegisteredSharing,
  SharingRecordBody,
  SharingRecords,
  WithdrawBody,
  WithdrawnBatch,
} from '../contract/imports.ts';
import { Problem } from '../contract/shared.ts';
import type { Provenance } from '../imports/provenance.ts';
import { askerOf } from '../plugins/access.ts';
import { recordAction } from '../plugins/audit.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
const stewards = { access: ['data-steward', 'administrator'] } as const;
const readers = { access: ['data-steward', 'administrator', 'auditor'] } as const;
const nothing = Type.Object({}, { additionalProperties: false });

/** Where figures come from and under what they are held: datasets, batches, records of sharing, receipts of what was deleted. */
export function provenanceRoutes(provenance: Provenance): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/datasets',
      {
        config: readers,
        schema: {
          tags: ['data'],
          summary: 'Datasets held, with what was supplied by month',
          querystring: nothing,
          response: { 200: Datasets, ...problems },
        },
      },
      async () => provenance.datasets(),
    );
    app.get(
      '/api/batches',
      {
        config: readers,
        schema: {
          tags: ['data'],
          summary: 'Files imported: name, sha256, rows, when, who, state',
          querystring: nothing,
          response: { 200: Batches, ...problems },
        },
      },
      async (request) => provenance.batches(askerOf(request).username),
    );
    app.post(
      '/api/batches/:batchId/withdraw',
      {
        config: stewards,
        schema: {
          tags: ['data'],
          summary: "Take a file's rows out again, whole, with a reason",
          params: BatchParams,
          body: WithdrawBody,
          response: { 200: WithdrawnBatch, ...problems },
        },
      },
      async (request) => {
        const { batchId } = request.params;
        const withdrawn = await provenance.withdraw(batchId, request.body.reason, askerOf(request).username);
        await recordAction(request, 'batch.withdraw', String(batchId));
        return withdrawn;
      },
    );
    app.get(
      '/api/sharing',
      {
        config: readers,
        schema: {
          tags: ['data'],
          summary: 'Records of sharing and the datasets under them',
          querystring: nothing,
          response: { 200: SharingRecords, ...problems },
        },
      },
      async () => provenance.sharingRecords(),
    );
    app.post(
      '/api/sharing',
      {
        config: stewards,
        schema: {
          tags: ['data'],
          summary: 'Register a record of sharing, or a new version of it',
          body: SharingRecordBody,
          response: { 201: RegisteredSharing, ...problems },
        },
      },
      async (request, reply) => {
        const registered = await provenance.registerSharing(request.body, askerOf(request).username);
        await recordAction(
          request,
          'sharing.register',
          `${registered.reference} version ${registered.version}`,
        );
        return reply.code(201).send(registered);
      },
    );
    app.get(
      '/api/purge-receipts',
      {
        config: readers,
        schema: {
          tags: ['data'],
          summary: 'What was deleted because its time was over',
          querystring: nothing,
          response: { 200: PurgeReceipts, ...problems },
        },
      },
      async () => provenance.purgeReceipts(),
    );
  };
}
