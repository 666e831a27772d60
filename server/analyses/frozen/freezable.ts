import type { FreezeRequest, FrozenKind } from '../../contract/frozen-results.ts';
import { EMERGING_DEFINITION_VERSION } from '../../stats/emerging-hot-spots.ts';
import { answerDistrictPage, answerMeasures, answerWardPage } from '../answers/area-page-answers.ts';
import { answerComposite, answerVulnerableLocalities } from '../answers/composite-answers.ts';
import {
  answerCoincidence,
  answerEmerging,
  answerHotSpots,
  answerPeriodChange,
  answerWardLayer,
} from '../answers/map-answers.ts';
import { answerNeed, answerRiskFactors } from '../answers/place-answers.ts';
import type { Asking, Tagged } from '../asking.ts';
import { COINCIDENCE_DEFINITION } from '../coincidence.ts';
import { HOT_SPOT_DEFINITION } from '../hot-spot-method.ts';
import { PERIOD_CHANGE_DEFINITION } from '../period-change.ts';
import { WARD_LAYER_DEFINITION } from '../ward-layer.ts';
import { COMPOSITE_DEFINITION } from '../ward-risk/composite.ts';
import { DISTRICT_PAGE_DEFINITION } from '../ward-risk/district-page.ts';
import { MEASURES_DEFINITION } from '../ward-risk/measures.ts';
import { NEED_DEFINITION } from '../ward-risk/need-provision.ts';
import { RISK_FACTORS_DEFINITION } from '../ward-risk/risk-factors.ts';
import { VLI_DEFINITION } from '../ward-risk/vulnerable-localities.ts';
import { WARD_PAGE_DEFINITION } from '../ward-risk/ward-page.ts';

/** What is asked for, whatever its title. */
export type FrozenQuestion = FreezeRequest extends infer Request
  ? Request extends FreezeRequest
    ? Omit<Request, 'title'>
    : never
  : never;

/** Each kind of result that can be frozen: what it is called, and the version of what it means. */
export const FREEZABLE: Readonly<
  Record<FrozenKind, { readonly title: string; readonly definition: string }>
> = {
  'hot-spots': { title: 'Hot spots', definition: HOT_SPOT_DEFINITION },
  'ward-layer': { title: 'Wards on the map', definition: WARD_LAYER_DEFINITION },
  coincidence: { title: 'Two layers together', definition: COINCIDENCE_DEFINITION },
  'period-change': { title: 'Change between periods', definition: PERIOD_CHANGE_DEFINITION },
  emerging: { title: 'Emerging hot spots', definition: EMERGING_DEFINITION_VERSION },
  measures: { title: 'Measures', definition: MEASURES_DEFINITION },
  'ward-page': { title: 'Ward page', definition: WARD_PAGE_DEFINITION },
  'district-page': { title: 'District page', definition: DISTRICT_PAGE_DEFINITION },
  composite: { title: 'Composite', definition: COMPOSITE_DEFINITION },
  'vulnerable-localities': { title: 'Vulnerable localities', definition: VLI_DEFINITION },
  'risk-factors': { title: 'Risk factors', definition: RISK_FACTORS_DEFINITION },
  need: { title: 'Need against provision', definition: NEED_DEFINITION },
};

/** Ask the question as its own route does. */
export function askFreezable(asking: Asking, asked: FrozenQuestion): Promise<Tagged<object>> {
  switch (asked.kind) {
    case 'hot-spots':
      return answerHotSpots(asking, asked.query);
    case 'ward-layer':
      return answerWardLayer(asking, asked.query);
    case 'coincidence':
      return answerCoincidence(asking, asked.query);
    case 'period-change':
      return answerPeriodChange(asking, asked.query);
    case 'emerging':
      return answerEmerging(asking, asked.query);
    case 'measures':
      return answerMeasures(asking, asked.query);
    case 'ward-page':
      return answerWardPage(asking, asked.code, asked.query);
    case 'district-page':
      return answerDistrictPage(asking, asked.code, asked.query);
    case 'composite':
      return answerComposite(asking, asked.query);
    case 'vulnerable-localities':
      return answerVulnerableLocalities(asking, asked.query);
    case 'risk-factors':
      return answerRiskFactors(asking, asked.query);
    case 'need':
      return answerNeed(asking, asked.query);
  }
}
