import type { PartnerImportKind } from '../report.ts';
import type { TableSpec } from '../steps/column-map.ts';
import { ambulance } from './ambulance.ts';
import { ANNOTATIONS_TABLE } from './annotations.ts';
import { AREA_MEASURES_TABLE } from './area-measures.ts';
import { DEPRIVATION_TABLE } from './deprivation.ts';
import { edAssault } from './ed-assault.ts';
import { housing } from './housing.ts';
import { missing } from './missing.ts';
import { outcomes } from './outcomes.ts';
import { placements } from './placements.ts';
import { points } from './points.ts';
import { POSTCODES_TABLE, UPRNS_TABLE } from './postcodes.ts';
import { premises } from './premises.ts';
import { services } from './services.ts';
import { stopSearch } from './stop-search.ts';

/** The columns of every kind that is a table: for the command line's --show-map and the wizard. */
export const PARTNER_TABLES: Readonly<Record<PartnerImportKind, TableSpec>> = {
  postcodes: POSTCODES_TABLE,
  uprns: UPRNS_TABLE,
  deprivation: DEPRIVATION_TABLE,
  'area-measures': AREA_MEASURES_TABLE,
  ambulance: ambulance.table,
  'ed-assault': edAssault.table,
  placements: placements.table,
  missing: missing.table,
  premises: premises.table,
  housing: housing.table,
  services: services.table,
  outcomes: outcomes.table,
  'stop-search': stopSearch.table,
  points: points.table,
  annotations: ANNOTATIONS_TABLE,
};
