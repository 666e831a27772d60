import type { Upload } from '../../server/contract/imports.ts';
import { ScrollAcross } from '../access/form-parts.tsx';

/** The first rows as they would be read; columns that name people are not shown, only named. */
export function PreviewTable({ preview }: { preview: NonNullable<Upload['preview']> }) {
  const { columns, rows, dropped } = preview;
  return (
    <>
      {rows.length > 0 && (
        <ScrollAcross label="The first rows">
          <table class="figures">
            <caption>
              The first {rows.length === 1 ? 'row' : `${rows.length} rows`}, as they would be read
            </caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => (
                <tr key={i}>
                  {columns.map((column, k) => (
                    <td key={column}>{row[k]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAcross>
      )}
      {dropped.length > 0 && <p>Not read, because they may name people: {dropped.join(', ')}.</p>}
    </>
  );
}
