interface Props {
  readonly fields: readonly { readonly name: string; readonly says: string }[];
  readonly columns: readonly string[];
  readonly chosen: Readonly<Record<string, string>>;
  onChange(chosen: Record<string, string>): void;
}

/** Which column is read as what: detected by name, to be confirmed or changed. */
export function ColumnMapFields({ fields, columns, chosen, onChange }: Props) {
  return (
    <fieldset class="data-fields">
      <legend>Which column is what</legend>
      {fields.map(({ name, says }) => (
        <label key={name} class="field">
          <span>{says}</span>
          <select
            value={chosen[name] ?? ''}
            onChange={(event) => {
              const { [name]: _before, ...rest } = chosen;
              const column = event.currentTarget.value;
              onChange(column === '' ? rest : { ...rest, [name]: column });
            }}
          >
            <option value="">Not in the file</option>
            {columns.map((column) => (
              <option key={column} value={column}>
                {column}
              </option>
            ))}
          </select>
        </label>
      ))}
    </fieldset>
  );
}
