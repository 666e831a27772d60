import type {
  CommitBody,
  Datasets,
  SharingRecordBody,
  Upload,
  UploadKind,
  Uploads,
} from '../../server/contract/imports.ts';
import { formatDay } from '../words/format.ts';
import { mayNeedRecord } from './kind-words.ts';
import { missingOfRecord } from './sharing-words.ts';

export type Preview = NonNullable<Upload['preview']>;
export type HeldDataset = Datasets['datasets'][number];
export type KeptMap = Uploads['columnMaps'][number];

/** Under what a partner's file is let in: not said (its dataset may be under a record already), a kept record, or a new one. */
export type SharingChoice =
  | { readonly by: 'unsaid' }
  | { readonly by: 'kept'; readonly record: SharingRecordBody }
  | { readonly by: 'new'; readonly record: SharingRecordBody };

/** How one file is to be read, as its steward has said so far. */
export interface Reading {
  readonly columns: Readonly<Record<string, string>>;
  /** Field to what holds for every row. */
  readonly constants: Readonly<Record<string, string>>;
  /** Column to the name of the figure in it. */
  readonly measures: Readonly<Record<string, string>>;
  /** The map is the steward's own, not what was detected or kept. */
  readonly changed: boolean;
  /** The kept map that is read by. */
  readonly kept: KeptMap | null;
  readonly source: string;
  readonly title: string;
  readonly isOpen: boolean;
  readonly year: string;
  readonly synthetic: boolean;
  readonly sharing: SharingChoice;
}

/** As the file was found; by the kept map where just one of its kind fits. */
export function firstReading(preview: Preview | null, kept: readonly KeptMap[]): Reading {
  const detected: Reading = {
    columns: preview?.map?.columns ?? {},
    constants: {},
    measures: {},
    changed: false,
    kept: null,
    source: '',
    title: '',
    isOpen: false,
    year: '',
    synthetic: false,
    sharing: { by: 'unsaid' },
  };
  const fitting = preview ? kept.filter(({ map }) => missingColumn(map, preview) === null) : [];
  return preview && fitting.length === 1
    ? readBySource(detected, fitting[0]!.source, preview, kept)
    : detected;
}

/** Named who sent it: their kept map is read by, where it fits. */
export function readBySource(
  reading: Reading,
  source: string,
  preview: Preview,
  maps: readonly KeptMap[],
): Reading {
  const named = { ...reading, source };
  const found = maps.find((each) => each.source === source);
  if (found && missingColumn(found.map, preview) === null) {
    const spelt = (name: string) => preview.columns.find((column) => isSame(column, name)) ?? name;
    const { columns, constants = {}, measures = {} } = found.map;
    return {
      ...named,
      columns: Object.fromEntries(Object.entries(columns).map(([field, name]) => [field, spelt(name)])),
      constants,
      measures: Object.fromEntries(Object.entries(measures).map(([name, word]) => [spelt(name), word])),
      changed: false,
      kept: found,
    };
  }
  // What was chosen by hand stays; a map kept for this name is replaced by it.
  if (!reading.kept || reading.changed)
    return { ...named, changed: reading.changed || found !== undefined, kept: null };
  // The kept map was another source's: back to what was detected.
  return {
    ...named,
    columns: preview.map?.columns ?? {},
    constants: {},
    measures: {},
    changed: found !== undefined,
    kept: null,
  };
}

/** The first column that a map reads and a file does not have; null where it fits. */
export function missingColumn({ columns, measures = {} }: KeptMap['map'], preview: Preview): string | null {
  const wanted = [...Object.values(columns), ...Object.keys(measures)];
  return wanted.find((name) => !preview.columns.some((column) => isSame(column, name))) ?? null;
}

/** The dataset that a file of this kind and source is added to; undefined where it begins one. */
export function heldDataset(
  kind: UploadKind,
  { source }: Reading,
  datasets: readonly HeldDataset[],
): HeldDataset | undefined {
  const slug = source === '' ? kind : `${kind}-${source}`;
  return datasets.find((dataset) => dataset.slug === slug);
}

/** A partner's file that begins a dataset comes under a record of sharing, unless it is invented or open. */
export function wantsRecord(
  kind: UploadKind,
  reading: Reading,
  held: HeldDataset | undefined,
  holds: Uploads['holds'] | null,
): boolean {
  return mayNeedRecord(kind) && !held && !reading.synthetic && !reading.isOpen && holds !== 'synthetic';
}

/** Columns of which the first rows hold numbers or marks for "none": what a wide table has its figures in. */
export function numberColumns({ columns, rows }: Preview): string[] {
  return columns.filter((_, k) => {
    const values = rows.map((row) => row[k]?.trim() ?? '').filter((text) => !NO_NUMBER.test(text));
    return values.length > 0 && values.every((text) => NUMBER.test(text));
  });
}

const NUMBER = /^[-+]?[£$]?\s?\d[\d,]*(?:\.\d+)?%?$/;
const NO_NUMBER = /^(?:\[?[cxz]\]?|\*+|-|\.{0,3}|:|n\/?a)$/i;

/** The year that the importer reads off a file name; '' where there is none. */
export function yearOfName(fileName: string): string {
  return /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(fileName)?.[1] ?? '';
}

/** What is still needed, a sentence each: of each group of fields one. */
export function stillNeeded({ needs, fields }: Preview, reading: Reading): string[] {
  const has = (field: string) =>
    reading.columns[field] !== undefined ||
    (reading.constants[field] ?? '') !== '' ||
    (field === 'value' && Object.keys(reading.measures).length > 0);
  const says = (name: string) =>
    (fields.find((field) => field.name === name)?.says ?? name).replace(/^the /, '');
  return needs
    .filter((group) => !group.some(has))
    .map((group) => {
      if (group.includes('value')) return 'Say which columns hold the figures.';
      return group.length === 1
        ? `Say which column is the ${says(group[0]!)}.`
        : `Say which column is one of these: ${group.map(says).join('; ')}.`;
    });
}

/** Short names are small letters, digits and single hyphens. */
export function isShortName(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/** What the service knows of the file besides how it is read. */
export interface Surroundings {
  readonly kind: UploadKind;
  readonly fileName: string;
  readonly holds: Uploads['holds'] | null;
  readonly held: HeldDataset | undefined;
}

/** What keeps the file from being checked as it is said to be read, in words; empty where nothing does. */
export function hindrances(preview: Preview | null, reading: Reading, about: Surroundings): string[] {
  const { kind, fileName, holds, held } = about;
  const { source, year, sharing, synthetic } = reading;
  const hasYear =
    year !== '' ||
    'period' in reading.columns ||
    'period' in reading.constants ||
    yearOfName(fileName) !== '';
  const missing = sharing.by === 'new' ? missingOfRecord(sharing.record) : [];
  return [
    ...(preview?.map ? stillNeeded(preview, reading) : []),
    ...(source !== '' && !isShortName(source)
      ? ['Write who sent it in small letters, digits and hyphens: harbour-fire.']
      : []),
    ...(kind === 'area-measures' && !hasYear ? ['Write the year of the figures.'] : []),
    ...(year !== '' && !/^(19|20)\d{2}$/.test(year) ? ['Write the year with four digits.'] : []),
    ...(holds === 'synthetic' && !synthetic
      ? ['Confirm that the file is invented, or keep it for a database of real data.']
      : []),
    ...(held?.expiresOn && !held.usable
      ? [
          `The record of sharing ${held.sharingReference ?? ''} ran out ${formatDay(held.expiresOn)}: register it with a new date first.`,
        ]
      : []),
    ...(wantsRecord(kind, reading, held, holds) && sharing.by === 'unsaid'
      ? ['Say under which record of sharing it comes.']
      : []),
    ...(wantsRecord(kind, reading, held, holds) && missing.length > 0
      ? [`The record of sharing still needs: ${missing.join(', ')}.`]
      : []),
  ];
}

export function toCommitBody(
  preview: Preview | null,
  reading: Reading,
  held: HeldDataset | undefined,
): CommitBody {
  const { columns, constants, measures, source, title, sharing, year } = reading;
  const map = preview?.map;
  const own = map && (reading.changed || (reading.kept && source === ''));
  const filled = Object.fromEntries(Object.entries(constants).filter(([, value]) => value !== ''));
  return {
    ...(own
      ? {
          columnMap: {
            ...map,
            columns,
            ...(Object.keys(filled).length > 0 ? { constants: filled } : {}),
            ...(Object.keys(measures).length > 0 ? { measures } : {}),
          },
        }
      : {}),
    ...(source !== '' ? { source, saveMap: map !== null && map !== undefined } : {}),
    ...(year !== '' ? { year: Number(year) } : {}),
    ...(!held && (title.trim() !== '' || reading.isOpen)
      ? {
          terms: {
            ...(title.trim() !== '' ? { title: title.trim() } : {}),
            ...(reading.isOpen ? { sensitivityClass: 'open' } : {}),
          },
        }
      : {}),
    ...(reading.synthetic ? { synthetic: true } : {}),
    ...(sharing.by === 'unsaid' || reading.synthetic || reading.isOpen || held
      ? {}
      : { sharing: sharing.record }),
  };
}

function isSame(a: string, b: string): boolean {
  return normalised(a) === normalised(b);
}

/** As the importer compares names: without case, line breaks, punctuation. */
function normalised(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
