import type { UploadKind } from '../../server/contract/imports.ts';

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
