import { useSignal } from '@preact/signals';
import { ROLE_WORDS } from '../../server/contract/access.ts';
import type { SharingRecordBody } from '../../server/contract/imports.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { formatDay, sayCount } from '../words/format.ts';
import { fetchSharing, registerSharing } from './api.ts';
import { isSteward } from './data-page.tsx';
import { focusFirst } from './focus-first.ts';
import { SharingFields } from './sharing-fields.tsx';
import { classInShort, EMPTY_RECORD, missingOfRecord } from './sharing-words.ts';
import { Trouble } from './trouble.tsx';
import { useLoaded } from './use-loaded.ts';

/** Records of sharing: what is held under each, until when; and the form for a new one or a change. */
export function SharingView() {
  const { data, error, reload } = useLoaded(fetchSharing);
  const editing = useSignal<SharingRecordBody | null>(null);
  const failed = useSignal<ServiceError | null>(null);
  const missing = editing.value ? missingOfRecord(editing.value) : [];
  const organisations = data.value?.organisations ?? [];
  const nameOf = (slug: string) => organisations.find((each) => each.slug === slug)?.name ?? slug;
  const submit = async () => {
    try {
      await registerSharing(editing.value!);
      failed.value = null;
      editing.value = null;
      await reload();
    } catch (cause) {
      failed.value = toServiceError(cause);
    }
  };
  return (
    <section aria-labelledby="sharing-title">
      <h2 id="sharing-title">Records of sharing</h2>
      <p>A partner's data is imported, shown and kept only under a record that says so.</p>
      <Trouble error={error.value} />
      {isSteward() && !editing.value && (
        <button type="button" class="primary" onClick={() => (editing.value = EMPTY_RECORD)}>
          Register a record
        </button>
      )}
      {editing.value && (
        <form
          ref={focusFirst}
          class="data-form"
          aria-label="Record of sharing"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Trouble error={failed.value} />
          <SharingFields
            record={editing.value}
            organisations={organisations}
            onChange={(record) => (editing.value = record)}
          />
          {missing.length > 0 && <p class="upload-needs">Still needed: {missing.join(', ')}.</p>}
          <div class="data-buttons">
            <button type="submit" class="primary" disabled={missing.length > 0}>
              Register
            </button>
            <button type="button" onClick={() => (editing.value = null)}>
              Leave it
            </button>
          </div>
        </form>
      )}
      {data.value?.records.length === 0 && editing.value === null && (
        <p>
          No record is kept yet. Open data and synthetic files need none; a partner’s file is refused until
          its record is here.
        </p>
      )}
      {data.value?.records.map((record) => {
        const { version: _v, registeredBy, registeredAt, expired, datasets, ...body } = record;
        return (
          <article key={record.reference} class="dataset">
            <h3>
              {record.reference}
              {expired && <span class="data-tag warn">Ran out {formatDay(record.expiresOn)}</span>}
            </h3>
            <p>
              {record.owner}, under {record.agreement}. {record.purpose}.
            </p>
            <p class="quiet">
              {classInShort(record.sensitivityClass)} · {record.lawfulBasis} · for{' '}
              {record.permittedRoles.map((role) => ROLE_WORDS[role].title.toLowerCase()).join(', ')} of{' '}
              {record.permittedOrganisations.map(nameOf).join(', ')} · to {formatDay(record.expiresOn)} · each
              file kept {sayCount(record.retentionMonths, 'month')} ·{' '}
              {record.reshareAllowed ? 'may be shared on' : 'not to be shared on'}
            </p>
            <p>
              {datasets.length > 0 ? `Datasets: ${datasets.join(', ')}` : 'No dataset is under it yet'}.
              Version {record.version}, registered {formatDay(registeredAt)} by {registeredBy}.
            </p>
            {isSteward() && (
              <button type="button" onClick={() => (editing.value = { ...body })}>
                Change
              </button>
            )}
          </article>
        );
      })}
    </section>
  );
}
