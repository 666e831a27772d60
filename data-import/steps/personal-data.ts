import { ImportRefusedError } from './import-refused.ts';
import { personalHeader } from './personal-data/headers.ts';
import { PERSONAL_DATA_WORDS, type PersonalDataKind } from './personal-data/identifiers.ts';
import { inspectValue } from './personal-data/inspect-value.ts';
import { columnRule, type PersonalDataPolicy } from './personal-data/policy.ts';

/** Rows within which the header is looked for: titles and notes may stand above it. */
const HEADER_ROWS = 20;
/** Ten-digit values of a column after which their share of valid NHS check digits is judged without waiting for the end. */
const ENOUGH_TEN_DIGITS = 20;
/** By chance one ten-digit number in eleven has the check digit; in a column of NHS numbers nearly all have. */
const NHS_SHARE = 0.5;
/** A column of property references needs this many valid ones before it is taken for something else. */
const LEAST_NHS_AMONG_PROPERTY_REFERENCES = 5;
/** Longest column name that a refusal repeats. */
const LONGEST_COLUMN_NAME = 60;

interface Column {
  readonly name: string;
  readonly read: boolean;
  readonly ofPlace: boolean;
  readonly propertyReference: boolean;
  tenDigits: number;
  withCheckDigit: number;
}

/** A column that gives somebody away, by name or number, never by value. */
export interface PersonalColumn {
  readonly column: string;
  readonly holds: PersonalDataKind;
}

/**
 * Watches the rows of a file go by and says which columns hold personal data. Rows are fed in order, once; what it keeps of
 * them is the first twenty until the header is known, and two counts a column.
 */
export class PersonalDataWatch {
  readonly #policy: PersonalDataPolicy;
  #first: string[][] | null = [];
  #columns: Column[] = [];
  readonly #found = new Map<string, PersonalColumn>();

  constructor(policy: PersonalDataPolicy) {
    this.#policy = policy;
  }

  /** The header is not settled yet: rows have to come as text, all of them. */
  get wantsWholeRows(): boolean {
    return this.#first !== null;
  }

  /** Take the next row. */
  row(fields: readonly string[]): void {
    if (this.#first) {
      this.#first.push([...fields]);
      if (this.#first.length >= HEADER_ROWS) this.#settle();
      return;
    }
    for (let i = 0; i < fields.length; i++) this.value(i, fields[i]);
  }

  /** Take one value of a later row, when most are known to be harmless. */
  value(index: number, text: string): void {
    const column = this.#column(index);
    if (!column.read) return;
    const finding = inspectValue(text, column.ofPlace);
    if (finding === null || (finding === 'free-text' && this.#policy.sentences)) return;
    if (finding === 'ten-digits' || finding === 'ten-digits-with-nhs-check') {
      column.tenDigits++;
      if (finding === 'ten-digits-with-nhs-check') column.withCheckDigit++;
      if (column.tenDigits >= ENOUGH_TEN_DIGITS) this.#judgeTenDigits(column);
      return;
    }
    this.#enter(column, finding);
  }

  /** Names of the properties of a file of objects: they are its header. */
  names(header: readonly string[]): void {
    this.#first = null;
    for (const name of header) this.#enterHeader(name, name);
    this.#columns = header.map((name) => this.#columnOf(name, name));
  }

  /** What was found so far, in the order of finding. */
  found(): PersonalColumn[] {
    return [...this.#found.values()];
  }

  /** No more rows. @returns what was found */
  finish(): PersonalColumn[] {
    if (this.#first) this.#settle();
    for (const column of this.#columns) this.#judgeTenDigits(column);
    return this.found();
  }

  /** @throws ImportRefusedError personal-data, where anything was found */
  refuse(): void {
    if (this.#found.size > 0) throw personalDataRefusal(this.found(), this.#policy.kind);
  }

  /** The header is the fullest of the first rows that look like one; what stands above it is no data, but is looked at. */
  #settle(): void {
    const rows = this.#first ?? [];
    this.#first = null;
    let header = -1;
    rows.forEach((row, i) => {
      const isHeader = looksLikeHeader(row);
      for (const [column, name] of row.entries())
        if ((i === 0 && isHeader) || isUnmistakable(name)) this.#enterHeader(name, nameOf(name, column));
      if (!isHeader) return;
      if (header < 0 || filled(row) > filled(rows[header])) header = i;
    });
    if (header >= 0)
      this.#columns = rows[header].map((name, i) => {
        this.#enterHeader(name, nameOf(name, i));
        return this.#columnOf(name, nameOf(name, i));
      });
    rows.forEach((row, i) => {
      if (i !== header) for (let k = 0; k < row.length; k++) this.value(k, row[k]);
    });
  }

  #enterHeader(name: string, shown: string): void {
    const verdict = columnRule(this.#policy, name);
    if (verdict.rule === 'refuse' && !this.#found.has(shown))
      this.#found.set(shown, { column: shown, holds: verdict.holds });
  }

  #columnOf(header: string, shown: string): Column {
    return {
      name: shown,
      read: columnRule(this.#policy, header).rule !== 'drop',
      ofPlace: this.#policy.placesHaveNames,
      propertyReference: /uprn|usrn|toid|(^|[^a-z])os ?id/i.test(header),
      tenDigits: 0,
      withCheckDigit: 0,
    };
  }

  #column(index: number): Column {
    while (this.#columns.length <= index)
      this.#columns.push(this.#columnOf('', `column ${this.#columns.length + 1}`));
    return this.#columns[index];
  }

  #judgeTenDigits(column: Column): void {
    const { tenDigits, withCheckDigit, propertyReference } = column;
    const least = propertyReference ? LEAST_NHS_AMONG_PROPERTY_REFERENCES : 1;
    if (withCheckDigit >= least && withCheckDigit > NHS_SHARE * tenDigits) this.#enter(column, 'nhs-number');
  }

  #enter({ name }: Column, holds: PersonalDataKind): void {
    if (!this.#found.has(name)) this.#found.set(name, { column: name, holds });
  }
}

/** The refusal of a whole file: which columns and what they hold, never a value, and how to send it properly. */
export function personalDataRefusal(found: readonly PersonalColumn[], kind: string): ImportRefusedError {
  const named = found.map(({ column, holds }) => `${column} (${PERSONAL_DATA_WORDS[holds]})`);
  const holds = new Set(found.map((column) => column.holds));
  return new ImportRefusedError(
    'personal-data',
    `The file holds personal data and was refused whole; nothing of it was kept: ${named.join(', ')}.`,
    found.map(({ column }) => column).join(', '),
    [
      holds.has('looked-after-child') || kind === 'placements' || kind === 'missing'
        ? 'Send counts instead of rows about children: period, area, authority, type, age band, count.'
        : 'Remove these columns where the file was made, and send it again.',
      "Put an age band for a date of birth, an LSOA code for an address, a category for free text, and a reference of your own for a person's number.",
      'Delete the copies of this file that should not exist. More is said in docs/information-governance/personal-data-refusal.md.',
    ].join(' '),
    { column: found[0]?.column ?? '' },
  );
}

function filled(row: readonly string[]): number {
  return row.filter((cell) => cell.trim() !== '').length;
}

/** Words, short numbers and nothing like a date, a code or a figure; two of them at least. */
function looksLikeHeader(row: readonly string[]): boolean {
  const cells = row.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (cells.length === 0) return false;
  if (cells.length === 1) return personalHeader(cells[0]) !== null;
  return cells.every(
    (cell) =>
      /^\d{1,4}\+?$/.test(cell) ||
      isWelshName(cell, cells) ||
      (/[a-z]/i.test(cell) &&
        cell.length <= 160 &&
        !/\d{5}/.test(cell) &&
        !/^[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}$/i.test(cell) &&
        !/^\d{1,4}[-/]\w{1,3}[-/]\d{1,4}/.test(cell) &&
        inspectValue(cell, false) === null),
  );
}

/** WD24NMW beside WD24CD: the ONS's column of Welsh names is spelt like a number plate. */
function isWelshName(cell: string, header: readonly string[]): boolean {
  const match = /^(wd\d\d)nmw$/i.exec(cell);
  return match !== null && header.some((name) => name.toLowerCase() === `${match[1].toLowerCase()}cd`);
}

/** A header that no data cell is: a value may be "phone" or "name", hardly "surname" or "date of birth". */
function isUnmistakable(name: string): boolean {
  const holds = personalHeader(name);
  return (
    (holds !== null &&
      !['free-text', 'phone', 'e-mail', 'address', 'name'].includes(holds) &&
      !/^(child|mother|pnc|crn|born)$/i.test(name.trim())) ||
    /^(fore|sur|first|last|given|family)[ _-]?name$/i.test(name.trim())
  );
}

/** A column's name as the refusal repeats it; its number where the name is missing, long, or not a name. */
function nameOf(header: string, index: number): string {
  const name = header.replace(/\s+/g, ' ').replace(/^\W+/, '').trim();
  return name === '' || name.length > LONGEST_COLUMN_NAME || inspectValue(name, false) !== null
    ? `column ${index + 1}`
    : name;
}
