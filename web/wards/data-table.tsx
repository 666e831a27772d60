import type { ComponentChildren } from 'preact';
import { TableScroll } from './table-scroll.tsx';

export interface DataColumn<Row> {
  name: string;
  label: ComponentChildren;
  isNumber?: boolean;
  show(row: Row): ComponentChildren;
}

interface Props<Row> {
  caption: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
}

/** A table whose first column names the row. Wide ones scroll by themselves, by keyboard too. */
export function DataTable<Row>({ caption, columns, rows, keyOf }: Props<Row>) {
  return (
    <TableScroll label={caption}>
      <table class="figures">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" class={column.isNumber ? 'number' : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, i) =>
                i === 0 ? (
                  <th key={column.name} scope="row">
                    {column.show(row)}
                  </th>
                ) : (
                  <td key={column.name} class={column.isNumber ? 'number' : undefined}>
                    {column.show(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
