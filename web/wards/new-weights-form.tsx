import { useSignal } from '@preact/signals';
import type { NewWeightTable, WeightTable } from '../../server/contract/weights.ts';
import { apiPath } from '../api/client.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { formatMeasure } from '../words/format.ts';
import { Refusal } from './answer-state.tsx';
import { postJson } from './api.ts';

type Row = NewWeightTable['rows'][number];

interface Props {
  table: WeightTable;
  labels: ReadonlyMap<string, string>;
  onSaved(table: WeightTable): void;
}

/** Rows that change, each with its source, year and reason; all others are taken over from the version shown. */
export function NewWeightsForm({ table, labels, onSaved }: Props) {
  const rows = useSignal<readonly Row[]>([]);
  const saved = useSignal<WeightTable | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const name = (category: string) => labels.get(category) ?? category;
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const row = readRow(new FormData(form));
    rows.value = [...rows.value.filter(({ category }) => category !== row.category), row];
    form.reset();
  };
  const save = async () => {
    error.value = null;
    try {
      const made = await postJson<WeightTable>(apiPath(`weights/${table.slug}`), { rows: rows.value });
      saved.value = made;
      rows.value = [];
      onSaved(made);
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  return (
    <>
      <form class="new-weights" onSubmit={add}>
        <label class="field">
          <span>Category</span>
          <select name="category" required>
            {table.rows.map(({ category, weight }) => (
              <option key={category} value={category}>
                {name(category)} (now {weight === null ? 'none' : formatMeasure(weight)})
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>New weight, {table.unit}</span>
          <input name="weight" type="number" min="0" step="any" required />
        </label>
        <label class="field">
          <span>Lowest supported</span>
          <input name="low" type="number" min="0" step="any" />
        </label>
        <label class="field">
          <span>Highest supported</span>
          <input name="high" type="number" min="0" step="any" />
        </label>
        <label class="field wide">
          <span>Source of the figure</span>
          <input name="source" type="text" minLength={3} maxLength={400} required />
        </label>
        <label class="field">
          <span>Year of the source</span>
          <input name="sourceYear" type="number" min="1900" max="2100" step="1" required />
        </label>
        <label class="field wide">
          <span>Why it is set so</span>
          <input name="note" type="text" minLength={3} maxLength={1000} required />
        </label>
        <button type="submit">Add to the new version</button>
      </form>
      {rows.value.length > 0 && (
        <>
          <h3>
            Changes against version {table.version}: {rows.value.length}
          </h3>
          <ul class="plain-list">
            {rows.value.map((row) => (
              <li key={row.category}>
                {name(row.category)}: {formatMeasure(row.weight ?? 0)} {table.unit}. {row.source},{' '}
                {row.sourceYear}. {row.note}{' '}
                <button
                  type="button"
                  onClick={() => {
                    rows.value = rows.value.filter(({ category }) => category !== row.category);
                  }}
                >
                  Take out<span class="visually-hidden"> {name(row.category)}</span>
                </button>
              </li>
            ))}
          </ul>
          <button type="button" class="main-action" onClick={save}>
            Save the new version
          </button>
        </>
      )}
      <p role="status">{saved.value && `Saved: ${saved.value.title}, version ${saved.value.version}.`}</p>
      {error.value && <Refusal error={error.value} />}
    </>
  );
}

function readRow(form: FormData): Row {
  const text = (field: string) => String(form.get(field) ?? '').trim();
  return {
    category: text('category'),
    weight: Number(text('weight')),
    ...(text('low') === '' ? {} : { low: Number(text('low')) }),
    ...(text('high') === '' ? {} : { high: Number(text('high')) }),
    source: text('source'),
    sourceYear: Number(text('sourceYear')),
    note: text('note'),
  };
}
