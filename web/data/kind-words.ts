import type { UploadKind } from '../../server/contract/imports.ts';
import { formatCount, formatMeasure } from '../words/format.ts';

/** What each kind of file holds, for choosing. */
export const KIND_WORDS: Readonly<Record<UploadKind, string>> = {
  police: 'Street-level crime, data.police.uk',
  outcomes: 'Outcomes of crimes, data.police.uk',
  'stop-search': 'Stop and search, data.police.uk (context only)',
  ambulance: 'Ambulance pick-ups',
  'ed-assault': 'Assault attendances at emergency departments',
  placements: 'Children placed, counts only',
  missing: 'Missing episodes, counts only',
  premises: 'Licensed premises',
  housing: 'Housing licences',
  services: 'Services: GP, schools, youth and others',
  points: 'Dated points of another partner',
  'area-measures': 'Figures about areas',
  deprivation: 'Indices of Deprivation',
  population: 'Population',
  boundaries: 'Boundaries (GeoJSON)',
  lookup: 'Lookups between areas',
  postcodes: 'Postcodes',
  uprns: 'Unique property references',
  annotations: 'Known changes of recording',
};

/** Kinds by what they are to the map, in the order they are offered. */
export const KIND_GROUPS: readonly { readonly label: string; readonly kinds: readonly UploadKind[] }[] = [
  { label: 'Incidents', kinds: ['police', 'ambulance', 'ed-assault', 'points', 'outcomes', 'stop-search'] },
  { label: 'Places', kinds: ['premises', 'housing', 'services'] },
  {
    label: 'Figures about areas',
    kinds: ['placements', 'missing', 'deprivation', 'population', 'area-measures'],
  },
  { label: 'What other files need', kinds: ['boundaries', 'lookup', 'postcodes', 'uprns', 'annotations'] },
];

/** Formats of a kind that can be read. */
export function formatsOf(kind: UploadKind): string {
  if (kind === 'boundaries') return 'GeoJSON';
  if (kind === 'police' || kind === 'population' || kind === 'lookup') return 'CSV';
  if (kind === 'points' || kind === 'services') return 'CSV, Excel (.xlsx) or GeoJSON';
  return 'CSV or Excel (.xlsx)';
}

/** 4188 as '5 KB', 2500000 as '2.4 MB', 50000000 as '48 MB'. */
export function formatBytes(bytes: number): string {
  if (bytes < 2 ** 20) return `${formatCount(Math.ceil(bytes / 2 ** 10))} KB`;
  const megabytes = bytes / 2 ** 20;
  return `${megabytes < 10 ? formatMeasure(megabytes) : formatCount(megabytes)} MB`;
}

/** Kinds that may hold anything: what they are called and whether they are open is for their steward to say. */
export const MAY_BE_OPEN: readonly UploadKind[] = ['points', 'area-measures'];

const NEEDS_RECORD: readonly UploadKind[] = [
  'ambulance',
  'ed-assault',
  'placements',
  'missing',
  'housing',
  'points',
  'area-measures',
];

/** A partner's data: comes under a record of sharing. */
export function mayNeedRecord(kind: string): boolean {
  return (NEEDS_RECORD as readonly string[]).includes(kind);
}
