import type { CoincidenceQuery, CoincidenceResult } from '../../contract/coincidence.ts';
import type { EmergingQuery, EmergingResult } from '../../contract/emerging.ts';
import type { HotSpotQuery, HotSpotResult } from '../../contract/hot-spots.ts';
import type { PeriodChangeQuery, PeriodChangeResult } from '../../contract/period-change.ts';
import type { WardLayerQuery, WardLayerResult } from '../../contract/ward-layer.ts';
import type { Asking, Tagged } from '../asking.ts';
import {
  COINCIDENCE_DEFINITION,
  coincidence,
  coincidenceKey,
  resolveCoincidence,
  sidesAsked,
} from '../coincidence.ts';
import { emerging, emergingKey, resolveEmerging } from '../emerging.ts';
import { HOT_SPOT_DEFINITION } from '../hot-spot-method.ts';
import { hotSpotKey, resolveHotSpots } from '../hot-spot-request.ts';
import { hotSpots } from '../hot-spots.ts';
import {
  PERIOD_CHANGE_DEFINITION,
  periodChangeKey,
  periodChangeResult,
  resolvePeriodChange,
} from '../period-change.ts';
import { requireOpen } from '../selection.ts';
import { useOfSelection } from '../use-record.ts';
import { resolveWardLayer, WARD_LAYER_DEFINITION, wardLayer, wardLayerKey } from '../ward-layer.ts';
import { readAllWeightSets } from '../ward-risk/weight-tables.ts';

// What the map shows, one question a mode.

export async function answerHotSpots(asking: Asking, asked: HotSpotQuery): Promise<Tagged<HotSpotResult>> {
  const { holdings, query } = await asking.withDrawnArea(asked);
  await asking.record(holdings, query, true);
  const weightSets = query.statistic === 'harm' ? await readAllWeightSets(asking.database) : undefined;
  const request = resolveHotSpots(holdings, query, asking.releases, weightSets);
  const { cellSizeM, statistic, bandwidthM } = request;
  const about = useOfSelection(holdings, request.selection, { cellSizeM, statistic, bandwidthM });
  return asking.tagged(hotSpotKey(request) + HOT_SPOT_DEFINITION, holdings, about, ({ database }) =>
    hotSpots(database, asking.cutter, holdings, asking.releases, request),
  );
}

export async function answerWardLayer(
  asking: Asking,
  asked: WardLayerQuery,
): Promise<Tagged<WardLayerResult>> {
  const { holdings, query } = await asking.withDrawnArea(asked);
  await asking.record(holdings, query, false);
  const request = resolveWardLayer(holdings, query, asking.releases);
  const about = useOfSelection(holdings, request.inside ?? request.selection);
  return asking.tagged(wardLayerKey(request) + WARD_LAYER_DEFINITION, holdings, about, ({ database }) =>
    wardLayer(database, holdings, asking.releases, request),
  );
}

/** Where two layers are hot together: the mental health map. */
export async function answerCoincidence(
  asking: Asking,
  asked: CoincidenceQuery,
): Promise<Tagged<CoincidenceResult>> {
  const { holdings, query } = await asking.withDrawnArea(asked);
  const { releases } = asking;
  for (const question of sidesAsked(holdings, query)) await asking.record(holdings, question, true);
  const request = resolveCoincidence(holdings, query, releases);
  const { first, second } = request;
  const both = {
    ...first.selection.layer,
    datasets: [...first.selection.layer.datasets, ...second.selection.layer.datasets],
  };
  const about = useOfSelection(
    holdings,
    { ...first.selection, layer: both },
    {
      cellSizeM: first.cellSizeM,
      second: second.selection.layer.layer,
      secondCategories: second.selection.categories,
    },
  );
  return asking.tagged(coincidenceKey(request) + COINCIDENCE_DEFINITION, holdings, about, ({ database }) =>
    coincidence(database, asking.cutter, holdings, releases, request),
  );
}

/** What changed between two periods, by cell and ward. */
export async function answerPeriodChange(
  asking: Asking,
  asked: PeriodChangeQuery,
): Promise<Tagged<PeriodChangeResult>> {
  const { holdings, query } = await asking.withDrawnArea(asked);
  const request = resolvePeriodChange(holdings, query);
  requireOpen(request.after);
  const { beforeFrom, beforeTo } = query;
  const about = useOfSelection(holdings, request.after, {
    cellSizeM: request.cellSizeM,
    beforeFrom,
    beforeTo,
  });
  return asking.tagged(periodChangeKey(request) + PERIOD_CHANGE_DEFINITION, holdings, about, ({ database }) =>
    periodChangeResult(database, asking.cutter, holdings, request),
  );
}

/** How each cell came to be hot, or stopped being it, over the months supplied. */
export async function answerEmerging(asking: Asking, asked: EmergingQuery): Promise<Tagged<EmergingResult>> {
  const { holdings, query } = await asking.withDrawnArea(asked);
  const request = resolveEmerging(holdings, query);
  requireOpen(request.selection);
  const about = useOfSelection(holdings, request.selection, { cellSizeM: request.cellSizeM });
  return asking.tagged(emergingKey(request), holdings, about, (work) =>
    emerging(work, asking.cutter, holdings, request),
  );
}
