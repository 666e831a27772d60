import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useContext, useRef } from 'preact/hooks';
import { recordPicture } from '../api/record-picture.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { Refusal } from './answer-state.tsx';
import { ChartOriginContext } from './chart-origin.ts';

/**
 * A table that stands without a chart, and the way to have it as CSV: as it is read on the page, put on record first.
 *
 * @param looks the audit's entries of answers that the table is made of besides the page's own
 */
export function TableFile({
  children,
  looks = [],
}: {
  children: ComponentChildren;
  looks?: readonly string[];
}) {
  const origin = useContext(ChartOriginContext);
  const box = useRef<HTMLDivElement>(null);
  const saved = useSignal('');
  const error = useSignal<ServiceError | null>(null);
  const save = async () => {
    const table = box.current?.querySelector('table');
    if (!table || !origin) return;
    saved.value = '';
    error.value = null;
    try {
      const title = table.caption?.textContent ?? 'Table';
      const record = await recordPicture({
        format: 'csv',
        what: title.slice(0, 300),
        looks: [...new Set([...origin.looks, ...looks])],
      });
      const [{ tableFile }, { download, pictureName }] = await Promise.all([
        import('./chart-file.ts'),
        import('../briefings/pictures.ts'),
      ]);
      const name = pictureName(record.marking, origin.synthetic, `${origin.area} ${title}`, 'csv');
      download(name, new Blob([tableFile(table, title, origin, record)], { type: 'text/csv' }));
      saved.value = `Saved. Audit entry ${record.auditId}.`;
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  return (
    <div ref={box}>
      {children}
      {origin && origin.looks.length > 0 && (
        <div class="chart-files">
          <button type="button" class="chart-save" onClick={save}>
            Save the table as CSV
          </button>
          <span role="status">{saved.value}</span>
          {error.value && <Refusal error={error.value} />}
        </div>
      )}
    </div>
  );
}
