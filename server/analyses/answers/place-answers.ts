import type { NeedQuery, NeedResult } from '../../contract/need-provision.ts';
import type { FactorKinds, RiskFactorsQuery, RiskFactorsResult } from '../../contract/risk-factors.ts';
import type { ServicesQuery, ServicesResult } from '../../contract/services.ts';
import type { Asking, Tagged } from '../asking.ts';
import { markingOf } from '../marking.ts';
import { resolveServices, SERVICES_DEFINITION, services, servicesKey } from '../services.ts';
import { alsoUsing, useOfEverything, useOfSelection } from '../use-record.ts';
import { listFactors } from '../ward-risk/factor-places.ts';
import {
  demandParts,
  NEED_DEFINITION,
  needAgainstProvision,
  needKey,
  resolveNeed,
} from '../ward-risk/need-provision.ts';
import {
  RISK_FACTORS_DEFINITION,
  resolveRiskFactors,
  riskFactors,
  riskFactorsKey,
} from '../ward-risk/risk-factors.ts';

// Events set against registers of places, and places as points.

/** Services as points, for the map's overlay. */
export async function answerServices(asking: Asking, query: ServicesQuery): Promise<Tagged<ServicesResult>> {
  const holdings = await asking.holdingsWithRegisters();
  const request = resolveServices(holdings, query);
  const about = request.selection
    ? useOfSelection(holdings, request.selection)
    : {
        ...useOfEverything(holdings),
        datasets: [],
        area: request.studyArea.code,
        filters: query,
        marking: markingOf([]),
      };
  return asking.tagged(servicesKey(request) + SERVICES_DEFINITION, holdings, about, ({ database }) =>
    services(database, holdings, request),
  );
}

/** Kinds of place that events can be set against. */
export async function answerFactorKinds(asking: Asking): Promise<Tagged<FactorKinds>> {
  const holdings = await asking.holdings();
  const kinds = await listFactors(asking.database, asking.visibleKinds);
  // Registers are no part of the holdings, so the list itself is what the tag is made from.
  const key = JSON.stringify(['factor-kinds', kinds]);
  return asking.tagged(key, holdings, useOfEverything(holdings), async () => kinds);
}

/** Association of events with nearness to places. */
export async function answerRiskFactors(
  asking: Asking,
  query: RiskFactorsQuery,
): Promise<Tagged<RiskFactorsResult>> {
  const holdings = await asking.holdings();
  const { factors: _, form: __, bandsM: ___, radiusM: ____, holdOutMonths: _____, ...question } = query;
  await asking.record(holdings, question, true);
  const { releases } = asking;
  const request = await resolveRiskFactors(asking.database, holdings, releases, asking.visibleKinds, query);
  const about = alsoUsing(
    useOfSelection(holdings, request.selection, query),
    [...request.factors.values()].flat(),
  );
  return asking.tagged(riskFactorsKey(request) + RISK_FACTORS_DEFINITION, holdings, about, ({ database }) =>
    riskFactors(database, asking.cutter, holdings, releases, request),
  );
}

/** Demand by ward beside the distance to services. */
export async function answerNeed(asking: Asking, query: NeedQuery): Promise<Tagged<NeedResult>> {
  const holdings = await asking.holdings();
  const { releases } = asking;
  const { services: _, ...question } = query;
  for (const part of demandParts(holdings, releases, question)) await asking.record(holdings, part, false);
  const request = await resolveNeed(asking.database, holdings, releases, asking.visibleKinds, query);
  const { selection } = request.figures;
  const about = alsoUsing(useOfSelection(holdings, selection, query), [...request.services.values()].flat());
  return asking.tagged(needKey(request) + NEED_DEFINITION, holdings, about, ({ database }) =>
    needAgainstProvision(database, holdings, releases, request),
  );
}
