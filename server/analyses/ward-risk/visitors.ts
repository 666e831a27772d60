import type { Denominator } from '../../contract/measures.ts';
import { percent } from '../words.ts';
import type { MeasuredArea } from './measures-inputs.ts';

/** From this many daytime people a resident on, a rate per resident misleads. */
const WORKDAY_RATIO = 1.5;
/** A rate this many times the district's, with a mix this much more of what follows visitors, points to visitors. */
const RATE_RATIO = 2;
const MIX_RATIO = 1.25;
const FEWEST_VISITOR_EVENTS = 20;

export interface VisitorsContext {
  /** Shrunken events per 1,000 people per year of the area; null where there are no people. */
  readonly rate: number | null;
  readonly districtRate: number | null;
  /** Share of the district's events that are of kinds which follow visitors. */
  readonly visitorShare: number;
  readonly denominator: Denominator;
}

/**
 * Why a rate per resident misleads in an area full of visitors, or null. Three grounds, the first that holds:
 * a supplied list names it; the workday population is at least 1.5 times the residents; or, where no workday population is
 * supplied, the shrunken rate is at least twice the district's and shop theft, theft from the person, bicycle theft and
 * public order make up at least 1.25 times their share of the district (and 20 events).
 */
export function visitorsWarning(area: MeasuredArea, context: VisitorsContext): string | null {
  if (area.statedVisitors) {
    return 'A supplied list names this as a place where visitors outnumber residents (a town centre or seafront): read the count and the share, not the rate per resident.';
  }
  if (area.workday !== null && area.residents !== null && area.residents > 0) {
    const ratio = area.workday / area.residents;
    if (ratio < WORKDAY_RATIO || context.denominator === 'workday') return null;
    return `By day ${ratio.toFixed(1)} people are here for each resident, as in a town centre or on a seafront: a rate per resident overstates what a resident meets. Ask for the workday population, or read the count.`;
  }
  const { rate, districtRate, visitorShare } = context;
  if (rate === null || districtRate === null || area.visitorEvents < FEWEST_VISITOR_EVENTS) return null;
  const share = area.visitorEvents / area.allEvents;
  if (rate < RATE_RATIO * districtRate || share < MIX_RATIO * visitorShare) return null;
  return `Looks like a place of visitors, such as a town centre or seafront: ${percent(share)} of events here are shop theft, theft from the person, bicycle theft or public order (${percent(visitorShare)} in the district). Many of the people at risk do not live here, so read the count and the share beside the rate.`;
}
