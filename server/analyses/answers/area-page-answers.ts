import type { AuditSubject } from '../../access/audit-log.ts';
import type { AreaPageQuery, DistrictPage, WardPage } from '../../contract/area-pages.ts';
import type { MeasuresQuery, MeasuresResult } from '../../contract/measures.ts';
import { monthOf } from '../../contract/month-no.ts';
import type { Asking, Tagged, Work } from '../asking.ts';
import type { Holdings } from '../holdings.ts';
import type { Selection } from '../selection.ts';
import { useOfEverything, useOfSelection } from '../use-record.ts';
import { DISTRICT_PAGE_DEFINITION, districtPage, resolveDistrictPage } from '../ward-risk/district-page.ts';
import { MEASURES_DEFINITION, measures } from '../ward-risk/measures.ts';
import { loadMeasures } from '../ward-risk/measures-inputs.ts';
import { measuresKey, resolveMeasures } from '../ward-risk/measures-request.ts';
import { otherLayersOf } from '../ward-risk/other-layers.ts';
import {
  type PageSources,
  pageKey,
  resolveWardPage,
  WARD_PAGE_DEFINITION,
  wardPage,
} from '../ward-risk/ward-page.ts';
import { readAllWeightSets } from '../ward-risk/weight-tables.ts';

// Wards one by one and side by side.

/** Every measure of each ward or LSOA of a district, with its uncertainty. */
export async function answerMeasures(asking: Asking, query: MeasuresQuery): Promise<Tagged<MeasuresResult>> {
  const holdings = await asking.holdings();
  const { level: _, denominator: __, weights: ___, victimReportedOnly: ____, ...question } = query;
  await asking.record(holdings, question, false);
  const weightSets = await readAllWeightSets(asking.database);
  const request = resolveMeasures(holdings, weightSets, query, asking.releases);
  const about = useOfSelection(holdings, request.selection, query);
  return asking.tagged(measuresKey(request) + MEASURES_DEFINITION, holdings, about, async ({ database }) =>
    measures(await loadMeasures(database, holdings, asking.releases, request)),
  );
}

/** Everything known about one ward. */
export async function answerWardPage(
  asking: Asking,
  code: string,
  query: AreaPageQuery,
): Promise<Tagged<WardPage>> {
  const holdings = await asking.holdings();
  const weightSets = await readAllWeightSets(asking.database);
  await recordOwn(asking, holdings, code, query);
  const request = resolveWardPage(holdings, weightSets, code, query, asking.releases);
  await recordOthers(asking, holdings, request.measures.selection);
  const about = useOfPage(holdings, request.measures.selection, code);
  return asking.tagged(
    pageKey('ward', code, request.measures) + WARD_PAGE_DEFINITION,
    holdings,
    about,
    (work) => wardPage(pageSources(asking, work, holdings), request),
  );
}

/** A district's wards, ranked, and how concentrated it is. */
export async function answerDistrictPage(
  asking: Asking,
  code: string,
  query: AreaPageQuery,
): Promise<Tagged<DistrictPage>> {
  const holdings = await asking.holdings();
  const weightSets = await readAllWeightSets(asking.database);
  await recordOwn(asking, holdings, code, query);
  const request = resolveDistrictPage(holdings, weightSets, code, query, asking.releases);
  await recordOthers(asking, holdings, request.selection);
  const about = useOfPage(holdings, request.selection, code);
  return asking.tagged(
    pageKey('district', code, request) + DISTRICT_PAGE_DEFINITION,
    holdings,
    about,
    (work) => districtPage(pageSources(asking, work, holdings), request),
  );
}

/** The page's question of its own layer, in the area and in cells. */
async function recordOwn(
  asking: Asking,
  holdings: Holdings,
  code: string,
  query: AreaPageQuery,
): Promise<void> {
  const known = holdings.districts.some(
    ({ districtCode, wardAreas }) => districtCode === code || wardAreas.some((ward) => ward.code === code),
  );
  // What cannot be read is refused by the resolver, and is not written.
  if (!known) return;
  for (const cells of [false, true]) await asking.record(holdings, { ...query, area: code }, cells);
}

/** The page's questions of the other layers that it shows beside its own. */
async function recordOthers(
  asking: Asking,
  holdings: Holdings,
  { layer, fromMonthNo, toMonthNo, studyArea }: Selection,
): Promise<void> {
  const period = { from: monthOf(fromMonthNo), to: monthOf(toMonthNo) };
  for (const other of otherLayersOf(holdings, layer.layer)) {
    // Without a month of it in the period nothing is asked of it.
    if (!other.supply.some(({ monthNo }) => monthNo >= fromMonthNo && monthNo <= toMonthNo)) continue;
    await asking.record(holdings, { layer: other.layer, ...period, area: studyArea.code }, false);
  }
}

function pageSources({ cutter, releases }: Asking, { database }: Work, holdings: Holdings): PageSources {
  return { database, cutter, releases, holdings };
}

/** A page looks at every layer that the asker may see. */
function useOfPage(holdings: Holdings, selection: Selection, code: string): AuditSubject {
  const { datasets, marking } = useOfEverything(holdings);
  return { ...useOfSelection(holdings, selection), area: code, datasets, marking };
}
