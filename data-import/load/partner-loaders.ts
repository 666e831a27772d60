import { ambulance } from '../kinds/ambulance.ts';
import { edAssault } from '../kinds/ed-assault.ts';
import { housing } from '../kinds/housing.ts';
import { missing } from '../kinds/missing.ts';
import { outcomes } from '../kinds/outcomes.ts';
import { placements } from '../kinds/placements.ts';
import { points } from '../kinds/points.ts';
import { premises } from '../kinds/premises.ts';
import { services } from '../kinds/services.ts';
import { stopSearch } from '../kinds/stop-search.ts';
import type { PartnerImportKind } from '../report.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { loadAnnotations } from './load-annotations.ts';
import { loadAreaCounts } from './load-area-counts.ts';
import { loadAreaMeasures } from './load-area-measures.ts';
import { loadDeprivation } from './load-deprivation.ts';
import { loadEvents } from './load-events.ts';
import { loadPlaces } from './load-places.ts';
import { loadPostcodes, loadUprns } from './load-postcodes.ts';

/** The loader of each kind that reads a table with a column map. */
export const PARTNER_LOADERS: Readonly<Record<PartnerImportKind, (given: FileLoad) => Promise<FileResult>>> =
  {
    postcodes: loadPostcodes,
    uprns: loadUprns,
    deprivation: loadDeprivation,
    'area-measures': loadAreaMeasures,
    ambulance: (given) => loadEvents(given, 'ambulance', ambulance),
    'ed-assault': (given) => loadEvents(given, 'ed-assault', edAssault),
    placements: (given) => loadAreaCounts(given, 'placements', placements),
    missing: (given) => loadAreaCounts(given, 'missing', missing),
    premises: (given) => loadPlaces(given, 'premises', premises),
    housing: (given) => loadPlaces(given, 'housing', housing),
    services: (given) => loadPlaces(given, 'services', services),
    outcomes: (given) => loadAreaCounts(given, 'outcomes', outcomes),
    'stop-search': (given) => loadEvents(given, 'stop-search', stopSearch),
    points: (given) => loadEvents(given, 'points', points),
    annotations: loadAnnotations,
  };
