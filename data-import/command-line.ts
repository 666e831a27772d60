import type { SensitivityClass } from '../server/db/tables.ts';
import { nearestWord } from '../server/nearest-word.ts';
import type { DatasetTerms } from './load/file-load.ts';
import { MANAGE_USAGE } from './manage-command.ts';
import { IMPORT_KINDS, type ImportKind } from './report.ts';
import { ImportRefusedError } from './steps/import-refused.ts';

export interface CommandLine {
  readonly kind: ImportKind;
  readonly paths: readonly string[];
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly synthetic: boolean;
  readonly year: number | undefined;
  /** Who sent it, as a slug. */
  readonly source: string | undefined;
  /** Path of a column map in JSON. */
  readonly mapPath: string | undefined;
  readonly showMap: boolean;
  readonly saveMapAs: string | undefined;
  readonly terms: DatasetTerms;
  /** Take a detected column map without asking. */
  readonly acceptMap: boolean;
  /** JSON file with the record of sharing that the files come under. */
  readonly sharing: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly dataDirectory: string | undefined;
}

export const USAGE = `Usage: npm run import -- <kind> <files or folder...> [options]

Kinds
  boundaries   GeoJSON of wards, LSOAs, MSOAs or districts, any year
  population   ONS table by single year of age, or area_code,area_type,year,age_band,sex,population
  lookup       LSOA to ward to district, or one LSOA vintage to the next
  police       data.police.uk street files, one month of one force each
  postcodes    Code-Point Open, ONS Postcode Directory, National Statistics Postcode Lookup
  uprns        OS Open UPRN, or an extract of it
  deprivation  Indices of Deprivation, 2015 to 2025
  area-measures  any figures about areas: tidy, or a column a measure with a column map
  ambulance    pick-ups of an ambulance trust        ed-assault   assault attendances (ISTV)
  placements   children placed, counts only          missing      missing episodes, counts only
  premises     licensed premises                     housing      selective, additional and HMO licences
  services     GP, mental health, schools ...        points       dated points of any other partner
  outcomes     data.police.uk outcomes, as counts    stop-search  data.police.uk stop and search, for context
  annotations  known changes of recording, points where records pile up
  These are tables: CSV or Excel (.xlsx), columns under any names.

Options
  --dry-run            do everything, report, and undo it
  --json               the report as JSON on standard output
  --year <year>        reference year of figures that do not say it (population, deprivation, area-measures)
  --source <name>      who sent it: names the dataset, finds its saved column map, keeps the one
                       that is confirmed at the terminal
  --show-map           print the first 20 rows, and which column would be read as what as JSON,
                       and load nothing
  --map <file>         read the columns by this map (as --show-map prints it, changed)
  --save-map <name>    keep the column map for this source, for next month
  --accept-map         take a column map found by name without asking
  --title, --owner, --licence, --attribution <text>, --sensitivity <class>
                       what the dataset is, where its kind does not say it right
  --synthetic          the data are invented: kept apart and marked everywhere
  --sharing <file>     record of sharing (JSON) that a partner's files come under
  --database-url <url> PostgreSQL server (default: DATABASE_URL)
  --data <folder>      folder of the embedded database (default: WARDLIGHT_DATA, else ./data)
  --help               this text

Besides importing
${MANAGE_USAGE}

Ends with 0 when all was accepted or dropped only as documented, 2 when something was rejected or refused, 1 when nothing was written.
What each kind accepts and refuses: docs/data-contracts/.`;

const FLAGS = ['--dry-run', '--json', '--synthetic', '--help', '--show-map', '--accept-map'];
const TERMS = ['--title', '--owner', '--licence', '--attribution', '--sensitivity'];
const SETTINGS = [
  '--year',
  '--source',
  '--map',
  '--save-map',
  ...TERMS,
  '--sharing',
  '--database-url',
  '--data',
];

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
  const sensitivity = settings.get('--sensitivity');
  if (sensitivity !== undefined && !isSensitivity(sensitivity))
    throw unknownWord('option-wrong', 'sensitivity class', sensitivity, SENSITIVITY_CLASSES);
  const [source, saveMapAs] = [settings.get('--source'), settings.get('--save-map')];
  for (const name of [source, saveMapAs])
    if (name !== undefined && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
      throw refuse(
        'option-wrong',
        'A source is named in small letters, digits and hyphens.',
        name,
        'For example: --source thanet-council',
      );
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
    sharing: settings.get('--sharing'),
    year: year === undefined ? undefined : Number(year),
    // A map kept for a source is that source's file.
    source: source ?? saveMapAs,
    mapPath: settings.get('--map'),
    showMap: flags.has('--show-map'),
    saveMapAs,
    acceptMap: flags.has('--accept-map'),
    terms: {
      ...given('title', settings.get('--title')),
      ...given('owner', settings.get('--owner')),
      ...given('licence', settings.get('--licence')),
      ...given('attribution', settings.get('--attribution')),
      ...given('sensitivity_class', sensitivity as SensitivityClass | undefined),
    },
    // A folder that is named wins over a server that is only in the environment.
    databaseUrl:
      dataDirectory === undefined ? (settings.get('--database-url') ?? environment.DATABASE_URL) : undefined,
    dataDirectory: dataDirectory ?? environment.WARDLIGHT_DATA ?? './data',
  };
}

const SENSITIVITY_CLASSES = ['open', 'partner-crime', 'health', 'children-probation', 'housing'] as const;

function isSensitivity(word: string): word is SensitivityClass {
  return (SENSITIVITY_CLASSES as readonly string[]).includes(word);
}

function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
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
