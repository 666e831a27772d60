import { useRef } from 'preact/hooks';
import { numberColumns, type Preview, type Reading } from './reading.ts';

interface Props {
  readonly preview: Preview;
  readonly reading: Reading;
  onChange(part: Partial<Reading>): void;
}

/** A kind with more things that may be there folds those that are not. */
const MOST_OPTIONAL = 6;
/** The other halves of pairs, folded with the first. */
const PAIRED = ['latitude', 'northing'];
/** Choices of a field besides the columns. */
const NONE = '';
const SAME = '\u0000same';

/** Which column is read as what: detected by name or kept from the last file, to be confirmed or changed. */
export function ColumnMapFields({ preview, reading, onChange }: Props) {
  const { fields, needs, columns } = preview;
  // Folded by how the file was first read: a field does not jump while it is being chosen.
  const folded = useRef<{ readonly by: Reading['kept']; readonly names: ReadonlySet<string> } | null>(null);
  if (folded.current?.by !== reading.kept || folded.current === null) {
    const needed = new Set(needs.filter((group) => !group.some((f) => reading.columns[f])).flat());
    const inGroups = new Set(needs.flat());
    const optional = fields.filter(({ name }) => !inGroups.has(name)).length;
    const open = fields.filter(
      ({ name }) =>
        reading.columns[name] ||
        name in reading.constants ||
        needed.has(name) ||
        (optional <= MOST_OPTIONAL && !inGroups.has(name) && !PAIRED.includes(name)),
    );
    const shown = new Set(open.map(({ name }) => name));
    folded.current = {
      by: reading.kept,
      names: new Set(fields.map(({ name }) => name).filter((name) => !shown.has(name))),
    };
  }
  const isFolded = (name: string) => folded.current!.names.has(name);
  const rest = fields.filter(({ name }) => isFolded(name));
  const pick = (name: string, chosen: string) => {
    const { [name]: _column, ...otherColumns } = reading.columns;
    const { [name]: _constant, ...otherConstants } = reading.constants;
    onChange({
      changed: true,
      columns: chosen === NONE || chosen === SAME ? otherColumns : { ...otherColumns, [name]: chosen },
      constants: chosen === SAME ? { ...otherConstants, [name]: '' } : otherConstants,
    });
  };
  const field = ({ name, says }: Preview['fields'][number]) => {
    const constant = reading.constants[name];
    return (
      <div key={name} class="field">
        <label>
          <span>{says}</span>
          <select
            value={reading.columns[name] ?? (constant === undefined ? NONE : SAME)}
            onChange={(event) => pick(name, event.currentTarget.value)}
          >
            <option value={NONE}>Not in the file</option>
            {withCurrent(columns, reading.columns[name]).map((column) => (
              <option key={column} value={column}>
                {column}
              </option>
            ))}
            <option value={SAME}>The same in every row …</option>
          </select>
        </label>
        {constant !== undefined && (
          <input
            type="text"
            aria-label={`${says}, in every row`}
            value={constant}
            onInput={(event) =>
              onChange({
                changed: true,
                constants: { ...reading.constants, [name]: event.currentTarget.value },
              })
            }
          />
        )}
      </div>
    );
  };
  return (
    <fieldset class="data-fields">
      <legend>Which column is what</legend>
      {fields.filter(({ name }) => !isFolded(name)).map(field)}
      {rest.length > 0 && (
        <details class="data-more">
          <summary>
            {rest.length} more {rest.length === 1 ? 'thing' : 'things'} a column can be
          </summary>
          <div class="data-fields">{rest.map(field)}</div>
        </details>
      )}
    </fieldset>
  );
}

/** A column that is read but not shown among the first rows can be chosen all the same. */
function withCurrent(columns: readonly string[], current: string | undefined): readonly string[] {
  return current === undefined || columns.includes(current) ? columns : [...columns, current];
}

/** For a table with a column a figure: what the figure of each is called, with its unit. */
export function MeasureFields({ preview, reading, onChange }: Props) {
  const taken = new Set(Object.values(reading.columns));
  const free = preview.columns.filter((column) => !taken.has(column));
  const named = Object.keys(reading.measures).length;
  // A column holds the figures already: the table is tidy. Where none does, it is wide.
  const isWide = useRef(named > 0 || !('value' in reading.columns));
  if (free.length === 0) return null;
  const numbers = numberColumns(preview).filter((column) => free.includes(column));
  const set = (measures: Reading['measures']) => onChange({ changed: true, measures });
  return (
    <details class="data-more" open={isWide.current}>
      <summary>Figures in a column each</summary>
      <p>
        Name each figure with its unit, for example “Fuel poor households (%)”. A column without a name is not
        read.
      </p>
      {named === 0 && numbers.length > 0 && (
        <button
          type="button"
          onClick={() => set(Object.fromEntries(numbers.map((column) => [column, inOneLine(column)])))}
        >
          Take the {numbers.length === 1 ? 'column' : `${numbers.length} columns`} of numbers by their
          headings
        </button>
      )}
      <div class="data-fields">
        {free.map((column) => (
          <label key={column} class="field">
            <span>{column}</span>
            <input
              type="text"
              value={reading.measures[column] ?? ''}
              onInput={(event) => {
                const { [column]: _before, ...others } = reading.measures;
                const name = event.currentTarget.value;
                set(name.trim() === '' ? others : { ...others, [column]: name });
              }}
            />
          </label>
        ))}
      </div>
    </details>
  );
}

/** A heading as it reads without its line breaks. */
function inOneLine(heading: string): string {
  return heading.replace(/\s+/g, ' ').trim();
}
