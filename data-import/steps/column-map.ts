import { nearestWord } from '../../server/nearest-word.ts';
import { ImportRefusedError } from './import-refused.ts';

/** A column that a kind can use. */
export interface FieldSpec {
  readonly name: string;
  /** What it is, for the person who confirms the map. */
  readonly says: string;
  /** Spellings it is known under, best first; case, spaces and punctuation do not count. */
  readonly names: readonly string[];
  /** Spellings that vary, tried on the normalised name after `names`. */
  readonly pattern?: RegExp;
}

/** Which columns a kind of table has and needs. */
export interface TableSpec {
  readonly fields: readonly FieldSpec[];
  /** Of each group at least one must be there. */
  readonly needs: readonly (readonly string[])[];
  /** Columns that name people, by their normalised name: never read. */
  readonly namesPeople?: RegExp;
  /** What is accepted, for a file that is something else. */
  readonly hint: string;
}

/** How the columns of one source's sheet are read: shown, confirmed, kept, used again. */
export interface ColumnMap {
  readonly kind: string;
  /** Worksheet; left out for text files and single-sheet workbooks. */
  readonly sheet?: string;
  /** Field to the column's name as the file spells it. */
  readonly columns: Readonly<Record<string, string>>;
  /** Field to a value that holds for every row: what the file does not say. */
  readonly constants?: Readonly<Record<string, string>>;
  /** Field to: the file's word to the word that the importer knows. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Column to the name of the measure that its numbers are, for tables with a column a measure. */
  readonly measures?: Readonly<Record<string, string>>;
}

/** A header's name without what spelling varies in: case, line breaks, punctuation, repeated spaces. */
export function normalisedName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Find each field's column by name. A column serves one field; the field named first wins it. */
export function detectColumnMap(kind: string, header: readonly string[], spec: TableSpec): ColumnMap {
  const normalised = header.map(normalisedName);
  const open = new Set(
    header.flatMap((_, i) => (normalised[i] === '' || spec.namesPeople?.test(normalised[i]) ? [] : [i])),
  );
  const columns: Record<string, string> = {};
  const take = (field: FieldSpec, i: number) => {
    columns[field.name] = header[i];
    open.delete(i);
  };
  for (const field of spec.fields)
    for (const name of field.names) {
      const wanted = normalisedName(name);
      const at = [...open].find((i) => normalised[i] === wanted);
      if (at === undefined || columns[field.name] !== undefined) continue;
      take(field, at);
    }
  for (const field of spec.fields) {
    if (columns[field.name] !== undefined || !field.pattern) continue;
    const at = [...open].find((i) => field.pattern?.test(normalised[i]));
    if (at !== undefined) take(field, at);
  }
  return { kind, columns };
}

/** The needs that a map does not meet, in words; empty where it can be used. */
export function unmetNeeds(
  { columns, constants, measures }: Pick<ColumnMap, 'columns' | 'constants' | 'measures'>,
  spec: TableSpec,
): string[] {
  const has = (field: string) =>
    columns[field] !== undefined ||
    constants?.[field] !== undefined ||
    (field === 'value' && measures !== undefined);
  const says = (name: string) => spec.fields.find((field) => field.name === name)?.says ?? name;
  return spec.needs
    .filter((group) => !group.some(has))
    .map((group) => group.map((name) => `${says(name)} (${name})`).join(' or '));
}

/** Position of each mapped field in a row. @throws ImportRefusedError column-map-differs, header-wrong */
export function placeColumns(
  map: ColumnMap,
  header: readonly string[],
  spec: TableSpec,
  line: number,
): ReadonlyMap<string, number> {
  const normalised = header.map(normalisedName);
  const at = new Map<string, number>();
  for (const [field, column] of [
    ...Object.entries(map.columns),
    ...Object.keys(map.measures ?? {}).map((column) => [`measure:${column}`, column]),
  ]) {
    const exact = header.indexOf(column);
    const i = exact >= 0 ? exact : normalised.indexOf(normalisedName(column));
    if (i < 0) {
      const near = nearestWord(column, header);
      throw new ImportRefusedError(
        'column-map-differs',
        `The column map reads "${field}" from the column "${column}", which this file does not have.`,
        header.join(','),
        near
          ? `Is it "${near}"? Change the map, or show a new one with --show-map.`
          : 'Show a new map with --show-map.',
        { line, column },
      );
    }
    if (spec.namesPeople?.test(normalised[i]))
      throw new ImportRefusedError(
        'column-names-people',
        `The column map reads "${field}" from the column "${column}", which names people.`,
        column,
        'Such columns are never read. Take it out of the map.',
        { line, column },
      );
    at.set(field, i);
  }
  const unmet = unmetNeeds(map, spec);
  if (unmet.length > 0)
    throw new ImportRefusedError(
      'header-wrong',
      `The table lacks ${unmet.join('; and ')}.`,
      header.join(','),
      `${spec.hint} Columns under other names: write them in a column map (--show-map, --map).`,
      { line },
    );
  return at;
}

/** A column map from JSON, checked. @throws ImportRefusedError column-map-wrong */
export function parseColumnMap(given: unknown, kind: string, spec: TableSpec): ColumnMap {
  const wrong = (message: string, seen: string): ImportRefusedError =>
    new ImportRefusedError(
      'column-map-wrong',
      message,
      seen,
      'Start from the map that --show-map prints for this file.',
    );
  if (!isTextRecordHolder(given)) throw wrong('The column map is not a JSON object.', typeof given);
  if (given.kind !== undefined && given.kind !== kind)
    throw wrong(`The column map is for the kind ${String(given.kind)}, not ${kind}.`, String(given.kind));
  const known = spec.fields.map(({ name }) => name);
  for (const part of ['columns', 'constants', 'measures'] as const) {
    const value = given[part];
    if (value === undefined && part !== 'columns') continue;
    if (!isTextRecord(value)) throw wrong(`"${part}" of the column map is not an object of texts.`, part);
    if (part === 'measures') continue;
    for (const field of Object.keys(value)) {
      if (known.includes(field)) continue;
      const near = nearestWord(field, known);
      throw wrong(
        `${kind} has no field called "${field}"${near ? `; did you mean "${near}"?` : ''}. Fields are ${known.join(', ')}.`,
        field,
      );
    }
  }
  const { values } = given;
  if (values !== undefined && !(isTextRecordHolder(values) && Object.values(values).every(isTextRecord)))
    throw wrong('"values" of the column map is not an object of objects of texts.', 'values');
  return { ...(given as unknown as ColumnMap), kind };
}

function isTextRecordHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return isTextRecordHolder(value) && Object.values(value).every((text) => typeof text === 'string');
}
