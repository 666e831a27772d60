import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AuditFilter, AuditQuestion, AuditRow, AuditUse } from '../../server/contract/audit.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { formatCount, formatInstant, formatShare } from '../words/format.ts';
import { auditCsvAddress, fetchAudit, fetchAuditUse, fetchQuestions } from './access-client.ts';
import { AccessFrame } from './access-frame.tsx';
import { Field, ScrollAcross } from './form-parts.tsx';
import { QuestionList } from './question-list.tsx';

/** Who looked at what, and which organisation looks at which area. */
export default function AuditPage() {
  const filter = useSignal<AuditFilter>({});
  const rows = useSignal<readonly AuditRow[]>([]);
  const next = useSignal<number | null>(null);
  const use = useSignal<AuditUse['use']>([]);
  const questions = useSignal<readonly AuditQuestion[]>([]);
  const error = useSignal<ServiceError | null>(null);
  const load = async (before: number | null) => {
    try {
      error.value = null;
      const page = await fetchAudit({ ...filter.value, ...(before === null ? {} : { before }) });
      rows.value = before === null ? page.entries : [...rows.value, ...page.entries];
      next.value = page.next;
      if (before !== null) return;
      use.value = (await fetchAuditUse(filter.value)).use;
      const { username, organisation } = filter.value;
      questions.value = (
        await fetchQuestions({
          ...(username === undefined ? {} : { username }),
          ...(organisation === undefined ? {} : { organisation }),
        })
      ).questions;
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  useEffect(() => {
    void load(null);
  }, []);
  const sumOf = (picked: AuditUse['use']) => picked.reduce((sum, { requests }) => sum + requests, 0);
  const shareOfOwn = ({ organisation, requests }: AuditUse['use'][number]) =>
    requests / sumOf(use.value.filter((row) => row.organisation === organisation));
  const shareOfAll = ({ area }: AuditUse['use'][number]) =>
    sumOf(use.value.filter((row) => row.area === area)) / sumOf(use.value);
  const box = (name: keyof AuditFilter, label: string, type: 'text' | 'date' = 'text') => (
    <Field
      name={name}
      label={label}
      type={type}
      required={false}
      error={error.value}
      value={filter.value[name] ?? ''}
      onChange={(value) => {
        const { [name]: _old, ...rest } = filter.value;
        filter.value = value === '' ? rest : { ...rest, [name]: value };
      }}
    />
  );
  return (
    <AccessFrame title="Audit">
      <form
        class="access-form filter"
        aria-label="Which entries"
        onSubmit={(event) => {
          event.preventDefault();
          void load(null);
        }}
      >
        {box('from', 'From', 'date')}
        {box('to', 'To', 'date')}
        {box('username', 'User name')}
        {box('organisation', 'Organisation')}
        {box('action', 'Action, such as figures or sign-in')}
        {box('area', 'Area code')}
        {box('auditId', 'Id from an export')}
        <button type="submit" class="primary">
          Show
        </button>
        <a href={`api/${auditCsvAddress(filter.value)}`} download>
          Export as CSV
        </a>
      </form>
      {error.value && (
        <p class="form-problem" role="alert">
          {error.value.message} {error.value.hint}
        </p>
      )}
      <section>
        <h2>Use by organisation and area</h2>
        <p>
          An area deserves a question where it has a far larger share of one organisation's requests than of
          everybody's.
        </p>
        <ScrollAcross label="Use by organisation and area">
          <table class="figures">
            <caption>Requests for figures, most first</caption>
            <thead>
              <tr>
                <th scope="col">Organisation</th>
                <th scope="col">Area</th>
                <th scope="col" class="number">
                  Requests
                </th>
                <th scope="col" class="number">
                  Of its requests
                </th>
                <th scope="col" class="number">
                  Of everybody's
                </th>
                <th scope="col" class="number">
                  Refused
                </th>
                <th scope="col" class="number">
                  People
                </th>
                <th scope="col">Last</th>
              </tr>
            </thead>
            <tbody>
              {use.value.map((row) => (
                <tr key={`${row.organisation} ${row.area}`}>
                  <th scope="row">{row.organisation}</th>
                  <td>{row.area}</td>
                  <td class="number">{formatCount(row.requests)}</td>
                  <td class="number">{formatShare(shareOfOwn(row))}</td>
                  <td class="number">{formatShare(shareOfAll(row))}</td>
                  <td class="number">{formatCount(row.refused)}</td>
                  <td class="number">{formatCount(row.accounts)}</td>
                  <td class="when">{formatInstant(row.lastAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAcross>
      </section>
      <section>
        <h2>Questions about restricted layers</h2>
        <p>
          Several by one account that could be subtracted from one another are how a small count is searched
          for. None of them was answered as it was asked.
        </p>
        <QuestionList questions={questions.value} />
      </section>
      <section>
        <h2>Entries</h2>
        <ScrollAcross label="Entries">
          <table class="figures">
            <caption>Newest first</caption>
            <thead>
              <tr>
                <th scope="col" class="number">
                  No.
                </th>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">Organisation</th>
                <th scope="col">Action</th>
                <th scope="col">Area and period</th>
                <th scope="col">Datasets</th>
                <th scope="col">Choices</th>
                <th scope="col">Marking</th>
                <th scope="col">As</th>
                <th scope="col">Reason</th>
                <th scope="col">Id</th>
              </tr>
            </thead>
            <tbody>
              {rows.value.map((row) => (
                <tr key={row.seq}>
                  <th scope="row" class="number">
                    {row.seq}
                  </th>
                  <td class="when">{formatInstant(row.recordedAt)}</td>
                  <td>{row.username ?? 'Nobody signed in'}</td>
                  <td>{row.organisation}</td>
                  <td>
                    {row.action}
                    {row.outcome !== 'ok' && <strong> {row.outcome}</strong>}
                    {row.subject && <span class="quiet"> {row.subject}</span>}
                  </td>
                  <td>{[row.area, row.period].filter(Boolean).join(', ')}</td>
                  <td>{row.datasets?.split(',').join(', ')}</td>
                  <td class="quiet">{row.filters}</td>
                  <td>{row.marking}</td>
                  <td>{row.format}</td>
                  <td>{row.reason}</td>
                  <td class="quiet">{row.auditId}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAcross>
        {next.value !== null && (
          <button type="button" class="more" onClick={() => load(next.value)}>
            Show more
          </button>
        )}
      </section>
    </AccessFrame>
  );
}
