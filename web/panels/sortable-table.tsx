import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../words/format.ts';

export interface Column<Row> {
  name: string;
  label: ComponentChildren;
  /** Right-aligned with tabular figures. */
  isNumber?: boolean;
  /** What sorting compares; nulls (not supplied) always come last. */
  sortBy(row: Row): number | string | null;
  /** Numbers begin with the largest, words with A. */
  show(row: Row): ComponentChildren;
}

interface Props<Row> {
  caption: ComponentChildren;
  columns: readonly Column<Row>[];
  /** In the order the table has before the reader sorts it. */
  rows: readonly Row[];
  keyOf(row: Row): string;
  selectedKey: string | null;
  onSelect(row: Row): void;
  /** Rows shown before "Show more". Default 50. */
  pageSize?: number;
}

/** A table that sorts by its headings and selects by its first column; the selected row comes into view. */
export function SortableTable<Row>(props: Props<Row>) {
  const { caption, columns, rows, keyOf, selectedKey, onSelect, pageSize = 50 } = props;
  const sorting = useSignal<{ name: string; ascending: boolean } | null>(null);
  const pages = useSignal(1);
  const body = useRef<HTMLTableSectionElement>(null);
  const sortColumn = columns.find((c) => c.name === sorting.value?.name);
  const sorted = sortColumn ? sortRows(rows, sortColumn, sorting.value!.ascending) : rows;
  const selectedAt = selectedKey === null ? -1 : sorted.findIndex((row) => keyOf(row) === selectedKey);
  const shownCount = Math.max(pages.value * pageSize, selectedAt + 1);
  const shown = sorted.slice(0, shownCount);

  useEffect(() => {
    const row = body.current?.querySelector('tr[aria-selected="true"], tr[data-selected="true"]');
    row?.scrollIntoView({ block: 'nearest' });
  }, [selectedKey]);

  const sortOn = (column: Column<Row>) => {
    const now = sorting.value;
    const begin = column.isNumber !== true;
    sorting.value = { name: column.name, ascending: now?.name === column.name ? !now.ascending : begin };
  };

  return (
    <>
      <table class="figures">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                class={column.isNumber ? 'number' : undefined}
                aria-sort={
                  sorting.value?.name === column.name
                    ? sorting.value.ascending
                      ? 'ascending'
                      : 'descending'
                    : undefined
                }
              >
                <button type="button" onClick={() => sortOn(column)}>
                  {column.label}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {shown.map((row) => {
            const key = keyOf(row);
            return (
              <tr key={key} data-selected={key === selectedKey} onClick={() => onSelect(row)}>
                {columns.map((column, i) =>
                  i === 0 ? (
                    <th key={column.name} scope="row">
                      <button
                        type="button"
                        aria-pressed={key === selectedKey}
                        onClick={(event) => {
                          event.stopPropagation();
                          onSelect(row);
                        }}
                      >
                        {column.show(row)}
                      </button>
                    </th>
                  ) : (
                    <td key={column.name} class={column.isNumber ? 'number' : undefined}>
                      {column.show(row)}
                    </td>
                  ),
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {sorted.length > shown.length && (
        <button
          type="button"
          class="more"
          onClick={() => {
            pages.value = Math.ceil(shownCount / pageSize) + 1;
          }}
        >
          Show {formatCount(Math.min(pageSize, sorted.length - shown.length))} more of{' '}
          {formatCount(sorted.length)}
        </button>
      )}
    </>
  );
}

function sortRows<Row>(rows: readonly Row[], column: Column<Row>, ascending: boolean): Row[] {
  const keyed = rows.map((row) => ({ row, key: column.sortBy(row) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1;
    const order =
      typeof a.key === 'string' ? a.key.localeCompare(String(b.key), 'en-GB') : a.key - Number(b.key);
    return ascending ? order : -order;
  });
  return keyed.map((k) => k.row);
}
