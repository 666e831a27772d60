import type { Kysely } from 'kysely';
import { ROLES } from '../../server/contract/access.ts';
import type { Database } from '../../server/db/database.ts';
import type { SensitivityClass, Tables } from '../../server/db/tables.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import type { SharingRecord } from '../steps/sharing-record.ts';
import { raiseDataVersion } from './batch.ts';

/** Kinds that say of themselves only that somebody shared them: their record says how sensitive they are. */
const CLASS_BY_RECORD = ['points', 'area-measures'];

/** Kinds that are never open, whatever is said of the file. */
const NEVER_OPEN = ['ambulance', 'ed-assault', 'placements', 'missing', 'housing'];

/** Agreement of invented data: for the demonstration's accounts, without an end. */
const SYNTHETIC_AGREEMENT = {
  reference: 'SYNTHETIC',
  owner: 'Wardlight sample',
  purpose: 'Demonstration with invented data',
  permittedRoles: ROLES,
  permittedOrganisations: ['demonstration'],
  reshareAllowed: true,
};

/** A record with the id of its newest version. */
interface Registered {
  readonly sharingId: number;
  readonly version: number;
}

/**
 * Keep a record of sharing. The same record again changes nothing; a changed one under the same reference becomes a new
 * version, and every dataset under the reference follows it at once.
 */
export async function registerSharing(
  database: Database,
  record: SharingRecord,
  registeredBy: string,
): Promise<Registered & { readonly datasets: readonly string[] }> {
  return database.loadTransaction(async ({ db }) => {
    const registered = await ensureSharing(db, record, registeredBy);
    const datasets = await db
      .selectFrom('dataset')
      .innerJoin('sharing_record', 'sharing_record.sharing_id', 'dataset.sharing_id')
      .where('sharing_record.reference', '=', record.reference)
      .select([
        'dataset.dataset_id',
        'dataset.slug',
        'dataset.kind',
        'dataset.sensitivity_class',
        'dataset.sharing_id',
      ])
      .execute();
    const behind = datasets.filter(({ sharing_id }) => sharing_id !== registered.sharingId);
    for (const dataset of behind) {
      refuseOtherClass(dataset.kind, dataset.slug, dataset.sensitivity_class, record);
      await putUnder(db, dataset.dataset_id, registered.sharingId, record);
    }
    if (behind.length > 0) await raiseDataVersion(db);
    return { ...registered, datasets: datasets.map(({ slug }) => slug) };
  });
}

/**
 * Put the dataset that a file was loaded into under its record of sharing. Without one only open and synthetic data is let in.
 *
 * @param today the day in the United Kingdom, YYYY-MM-DD
 * @returns what the report says of it
 * @throws ImportRefusedError sharing-missing, sharing-differs, sharing-class, sharing-expired
 */
export async function bindSharing(
  db: Kysely<Tables>,
  slug: string,
  { sharing, importedBy, today }: { sharing: SharingRecord | undefined; importedBy: string; today: string },
): Promise<string[]> {
  const dataset = await db
    .selectFrom('dataset')
    .selectAll()
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  if (dataset.synthetic) {
    if (dataset.sensitivity_class !== 'open')
      await db
        .updateTable('dataset')
        .set({ agreement: JSON.stringify(SYNTHETIC_AGREEMENT) })
        .where('dataset_id', '=', dataset.dataset_id)
        .execute();
    return [];
  }
  const held =
    dataset.sharing_id === null
      ? undefined
      : await db
          .selectFrom('sharing_record')
          .select(['reference', 'owner', 'expires_on'])
          .where('sharing_id', '=', dataset.sharing_id)
          .executeTakeFirst();
  if (!sharing) {
    if (held) {
      refuseExpired(held.reference, held.expires_on, today);
      return [`Under the record of sharing ${held.reference} of ${held.owner}.`];
    }
    if (dataset.sensitivity_class === 'open' && !NEVER_OPEN.includes(dataset.kind)) return [];
    throw new ImportRefusedError(
      'sharing-missing',
      `${dataset.title} is a partner's data: without a record of sharing it is not imported.`,
      `sensitivity class ${dataset.sensitivity_class}, no record`,
      'Name the record that it comes under, or register one (on the command line --sharing FILE.json); docs/information-governance/record-of-sharing.md has an example.',
    );
  }
  if (held && held.reference !== sharing.reference)
    throw new ImportRefusedError(
      'sharing-differs',
      `The dataset ${slug} is held under the record ${held.reference} of ${held.owner}, not under ${sharing.reference}.`,
      sharing.reference,
      'Give the record it is held under, or load the file as a dataset of its own.',
    );
  refuseOtherClass(dataset.kind, slug, dataset.sensitivity_class, sharing);
  refuseExpired(sharing.reference, sharing.expiresOn, today);
  const { sharingId } = await ensureSharing(db, sharing, importedBy);
  await putUnder(db, dataset.dataset_id, sharingId, sharing);
  return [`Under the record of sharing ${sharing.reference} of ${sharing.owner}, to ${sharing.expiresOn}.`];
}

async function ensureSharing(
  db: Kysely<Tables>,
  record: SharingRecord,
  registeredBy: string,
): Promise<Registered> {
  const newest = await db
    .selectFrom('sharing_record')
    .selectAll()
    .where('reference', '=', record.reference)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row = {
    reference: record.reference,
    record_type: record.type,
    agreement: record.agreement,
    owner: record.owner,
    lawful_basis: record.lawfulBasis,
    purpose: record.purpose,
    expires_on: record.expiresOn,
    retention_months: record.retentionMonths,
    retain_until: record.retainUntil,
    permitted_roles: [...record.permittedRoles],
    permitted_organisations: [...record.permittedOrganisations],
    reshare_allowed: record.reshareAllowed,
    sensitivity_class: record.sensitivityClass,
  };
  if (
    newest &&
    Object.entries(row).every(
      ([name, value]) => JSON.stringify(newest[name as keyof typeof row]) === JSON.stringify(value),
    )
  )
    return { sharingId: newest.sharing_id, version: newest.version };
  const version = (newest?.version ?? 0) + 1;
  const { sharing_id } = await db
    .insertInto('sharing_record')
    .values({ ...row, version, registered_by: registeredBy })
    .returning('sharing_id')
    .executeTakeFirstOrThrow();
  return { sharingId: sharing_id, version };
}

async function putUnder(
  db: Kysely<Tables>,
  datasetId: number,
  sharingId: number,
  record: SharingRecord,
): Promise<void> {
  await db
    .updateTable('dataset')
    .set({
      sharing_id: sharingId,
      agreement: JSON.stringify(record),
      owner: record.owner,
      sensitivity_class: record.sensitivityClass,
    })
    .where('dataset_id', '=', datasetId)
    .execute();
}

function refuseOtherClass(kind: string, slug: string, held: SensitivityClass, record: SharingRecord): void {
  if (record.sensitivityClass === held || CLASS_BY_RECORD.includes(kind)) return;
  throw new ImportRefusedError(
    'sharing-class',
    `The record ${record.reference} calls the data "${record.sensitivityClass}"; ${slug} is "${held}".`,
    record.sensitivityClass,
    `Write "sensitivityClass": "${held}" in the record: what may be shown depends on it.`,
    { column: 'sensitivityClass' },
  );
}

function refuseExpired(reference: string, expiresOn: string, today: string): void {
  if (expiresOn >= today) return;
  throw new ImportRefusedError(
    'sharing-expired',
    `The record of sharing ${reference} ran out on ${expiresOn}: nothing more may be imported under it.`,
    expiresOn,
    'Agree a new date with the owner and register the record again.',
    { column: 'expiresOn' },
  );
}
