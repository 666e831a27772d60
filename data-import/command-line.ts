import { IMPORT_KINDS, type ImportKind } from './report.ts';
import { ImportRefusedError } from './steps/import-refused.ts';
import { nearestWord } from './steps/nearest-word.ts';

export interface CommandLine {
  readonly kind: ImportKind;
  readonly paths: readonly string[];
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly synthetic: boolean;
  readonly year: number | undefined;
  readonly databaseUrl: string | undefined;
  readonly dataDirectory: string | undefined;
}

export const USAGE = `Usage: npm run import -- <kind> <files or folder...> [options]

Kinds
  boundaries   GeoJSON of wards, LSOAs, MSOAs or districts, any year
  population   ONS table by single year of age, or area_code,area_type,year,age_band,sex,population
  lookup       LSOA to ward to district, or one LSOA vintage to the next
  police       data.police.uk street files, one month of one force each

Options
  --dry-run            do everything, report, and undo it
  --json               the report as JSON on standard output
  --year <year>        reference year of a population table that does not say it
  --synthetic          the data are invented: kept apart and marked everywhere
  --database-url <url> PostgreSQL server (default: DATABASE_URL)
  --data <folder>      folder of the embedded database (default: WARDLIGHT_DATA, else ./data)
  --help               this text

Ends with 0 when all was accepted or dropped only as documented, 2 when something was rejected or refused, 1 when nothing was written.
What each kind accepts and refuses: docs/data-contracts/.`;

const FLAGS = ['--dry-run', '--json', '--synthetic', '--help'];
const SETTINGS = ['--year', '--database-url', '--data'];

/**
 * Read the command line. Unknown words are refused by name, with the nearest known one.
 *
 * @param environment DATABASE_URL and WARDLIGHT_DATA fill in what is not given
 * @returns 'help' where help is asked for
 * @throws ImportRefusedError flag-unknown, kind-unknown, option-wrong, files-missing
 */
export function readCommandLine(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CommandLine | 'help' {
  const flags = new Set<string>();
  const settings = new Map<string, string>();
  const plain: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [name, inline] = words[i].startsWith('--') ? splitOnce(words[i]) : [words[i], undefined];
    if (!name.startsWith('-')) plain.push(name);
    else if (FLAGS.includes(name)) flags.add(name);
    else if (SETTINGS.includes(name)) settings.set(name, inline ?? words[++i] ?? '');
    else throw unknownWord('flag-unknown', 'option', name, [...FLAGS, ...SETTINGS]);
  }
  if (flags.has('--help')) return 'help';
  const [kind, ...paths] = plain;
  if (kind === undefined)
    throw refuse('kind-unknown', 'No kind of file was named.', '', `Kinds are ${IMPORT_KINDS.join(', ')}.`);
  if (!isKind(kind)) throw unknownWord('kind-unknown', 'kind', kind, IMPORT_KINDS);
  if (paths.length === 0)
    throw refuse('files-missing', 'No file or folder was named.', kind, `For example: ${kind} ./downloads`);
  for (const [name, value] of settings)
    if (value === '' || value.startsWith('--'))
      throw refuse(
        'option-wrong',
        `${name} needs a value.`,
        value,
        `For example: ${name} ${name === '--year' ? '2023' : '...'}`,
      );
  const year = settings.get('--year');
  if (year !== undefined && !/^(19|20)\d{2}$/.test(year))
    throw refuse('option-wrong', '--year is a year of four digits.', year, 'For example: --year 2023');
  const dataDirectory = settings.get('--data');
  if (dataDirectory !== undefined && settings.has('--database-url'))
    throw refuse(
      'option-wrong',
      '--data and --database-url name two databases.',
      dataDirectory,
      'Give one of them.',
    );
  return {
    kind,
    paths,
    dryRun: flags.has('--dry-run'),
    json: flags.has('--json'),
    synthetic: flags.has('--synthetic'),
    year: year === undefined ? undefined : Number(year),
    // A folder that is named wins over a server that is only in the environment.
    databaseUrl:
      dataDirectory === undefined ? (settings.get('--database-url') ?? environment.DATABASE_URL) : undefined,
    dataDirectory: dataDirectory ?? environment.WARDLIGHT_DATA ?? './data',
  };
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function isKind(word: string): word is ImportKind {
  return (IMPORT_KINDS as readonly string[]).includes(word);
}

function unknownWord(code: string, what: string, word: string, known: readonly string[]): ImportRefusedError {
  const near = nearestWord(word, known);
  return refuse(
    code,
    `There is no ${what} "${word}".`,
    word,
    near ? `Did you mean "${near}"?` : `Known are ${known.join(', ')}.`,
  );
}

function refuse(code: string, message: string, seen: string, hint: string): ImportRefusedError {
  return new ImportRefusedError(code, message, seen, hint);
}
