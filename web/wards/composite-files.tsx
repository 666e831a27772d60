import { useSignal } from '@preact/signals';
import type { CompositePreview } from '../../server/contract/composites.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { Refusal } from './answer-state.tsx';
import { postForFile } from './api.ts';

const FORMATS = [
  { format: 'csv', label: 'CSV' },
  { format: 'geojson', label: 'GeoJSON' },
] as const;

/** The areas of a composite as files. Its recipe is too long for a link, so the service is asked and its file handed on. */
export function CompositeFiles({ preview }: { preview: CompositePreview }) {
  const said = useSignal('');
  const error = useSignal<ServiceError | null>(null);
  const save = async (format: 'csv' | 'geojson') => {
    said.value = '';
    error.value = null;
    try {
      const [{ name, content, auditId }, { download }] = await Promise.all([
        postForFile(`api/exports/composite.${format}`, preview),
        import('../briefings/pictures.ts'),
      ]);
      download(name, content);
      said.value = `Saved. Audit entry ${auditId}.`;
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  return (
    <div class="chart-files">
      <span>Save the table:</span>
      {FORMATS.map(({ format, label }) => (
        <button
          key={format}
          type="button"
          class="chart-save"
          aria-label={`Save the table as ${label}`}
          onClick={() => save(format)}
        >
          {label}
        </button>
      ))}
      <span role="status">{said.value}</span>
      {error.value && <Refusal error={error.value} />}
    </div>
  );
}
