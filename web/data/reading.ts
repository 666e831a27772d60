import type { CommitBody, SharingRecordBody, Upload, Uploads } from '../../server/contract/imports.ts';
import { isComplete } from './sharing-fields.tsx';

export type Preview = NonNullable<Upload['preview']>;
export type KeptMap = Uploads['columnMaps'][number];

/** Under what a partner's file is let in: the record its dataset is under already, a kept one, or a new one. */
export type SharingChoice =
  | { readonly by: 'dataset' }
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
    sharing: { by: 'dataset' },
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
  if (!reading.kept) return { ...named, changed: reading.changed || found !== undefined };
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

/** What is still needed, in words: of each group one. */
export function stillNeeded({ needs, fields }: Preview, reading: Reading): string[] {
  const has = (field: string) =>
    reading.columns[field] !== undefined ||
    (reading.constants[field] ?? '') !== '' ||
    (field === 'value' && Object.keys(reading.measures).length > 0);
  const says = (name: string) => fields.find((field) => field.name === name)?.says ?? name;
  return needs.filter((group) => !group.some(has)).map((group) => group.map(says).join(', or '));
}

/** Short names are small letters, digits and single hyphens. */
export function isShortName(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/** What keeps the file from being checked as it is said to be read, in words; empty where nothing does. */
export function hindrances(
  preview: Preview | null,
  reading: Reading,
  holds: Uploads['holds'] | null,
): string[] {
  const needed = preview?.map ? stillNeeded(preview, reading) : [];
  return [
    ...needed.map((need) => `Say which column is the ${need}.`),
    ...(reading.source !== '' && !isShortName(reading.source)
      ? ['Write who sent it in small letters, digits and hyphens: harbour-fire.']
      : []),
    ...(reading.year !== '' && !/^(19|20)\d{2}$/.test(reading.year)
      ? ['Write the year with four digits.']
      : []),
    ...(holds === 'synthetic' && !reading.synthetic
      ? ['Confirm that the file is invented, or keep it for a database of real data.']
      : []),
    ...(reading.sharing.by === 'new' && !isComplete(reading.sharing.record)
      ? ['Fill in the whole record of sharing.']
      : []),
  ];
}

export function toCommitBody(preview: Preview | null, reading: Reading): CommitBody {
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
    ...(title.trim() !== '' || reading.isOpen
      ? {
          terms: {
            ...(title.trim() !== '' ? { title: title.trim() } : {}),
            ...(reading.isOpen ? { sensitivityClass: 'open' } : {}),
          },
        }
      : {}),
    ...(reading.synthetic ? { synthetic: true } : {}),
    ...(sharing.by === 'dataset' || reading.synthetic ? {} : { sharing: sharing.record }),
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
