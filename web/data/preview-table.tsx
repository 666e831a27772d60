import { ScrollAcross } from '../access/form-parts.tsx';
import type { Preview, Reading } from './reading.ts';

interface Props {
  readonly fileName: string;
  readonly preview: Preview;
  readonly reading: Reading;
}

/** The first rows with what each column is read as; columns that name people are not shown, only named. */
export function PreviewTable({ fileName, preview, reading }: Props) {
  const { columns, rows, dropped, map, sheet, titleRows } = preview;
  const says = new Map(preview.fields.map((field) => [field.name, field.says]));
  const readAs = (column: string) =>
    reading.measures[column] ??
    Object.entries(reading.columns)
      .filter(([, name]) => name === column)
      .map(([field]) => says.get(field) ?? field)
      .join(', ');
  return (
    <>
      {(sheet || titleRows > 0) && (
        <p>
          {sheet && `From the sheet “${sheet}”. `}
          {titleRows > 0 &&
            `${titleRows} title ${titleRows === 1 ? 'row' : 'rows'} above the header ${titleRows === 1 ? 'is' : 'are'} skipped.`}
        </p>
      )}
      {rows.length > 0 && (
        <ScrollAcross label={`The first rows of ${fileName}`}>
          <table class="figures">
            <caption>The first {rows.length === 1 ? 'row' : `${rows.length} rows`} of the file</caption>
            <thead>
              <tr>
                {columns.map((column, k) => (
                  <th key={k} scope="col">
                    {column}
                    {map && (
                      <span class="read-as" data-read={readAs(column) !== ''}>
                        {readAs(column) || 'not read'}
                      </span>
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => (
                <tr key={i}>
                  {columns.map((_, k) => (
                    <td key={k}>{row[k]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAcross>
      )}
      {dropped.length > 0 && <p>Not shown, because they may name people: {dropped.join(', ')}.</p>}
    </>
  );
}
