import { monthOf } from '../contract/month-no.ts';
import type { WardLayerQuery, WardLayerResult, WardRow } from '../contract/ward-layer.ts';
import type { Database } from '../db/database.ts';
import { numberShown } from '../disclosure/disclosed.ts';
import { isNotComputable } from '../stats/not-computable.ts';
import { shareInterval } from '../stats/share-interval.ts';
import { aggregateFigures, aggregateNotes, isAggregate } from './aggregates.ts';
import { openFigures, releasedFigures, totalShown } from './event-figures.ts';
import { HIDDEN_REASON, protectionNotes } from './hidden-parts.ts';
import type { Holdings } from './holdings.ts';
import { wardSentence } from './hot-spot-sentence.ts';
import { countsInside, insideArea, insideSentence } from './inside-area.ts';
import { layerNoun } from './layer-words.ts';
import { markingOf } from './marking.ts';
import { periodUsed } from './period-used.ts';
import { isRegister, registerDay, registerFacts, registerFigures } from './registers.ts';
import { type ReleasedSelection, releasedSelection } from './released-selection.ts';
import { disclosureUsed, type Releases } from './releases.ts';
import { requirePlaced } from './require-placed.ts';
import { resolveSelection, type Selection, sourcesOf, yearsOf } from './selection.ts';
import { wardPopulation } from './ward-population.ts';
import { annualRate, bandAgainst } from './ward-risk/area-band.ts';

export const WARD_LAYER_DEFINITION = '2';

/** A ward-layer request made whole. */
export interface WardLayerRequest extends ReleasedSelection {
  /** The same events over the drawn area that was asked for; null where it was none, or may not be counted inside. */
  readonly inside: Selection | null;
}

/**
 * A ward-layer request made whole. A ward named as the area stands for its district: a layer of one ward says nothing. So does
 * a drawn area, since residents are known of whole wards only; of open events those inside it are counted beside.
 */
export function resolveWardLayer(
  holdings: Holdings,
  query: WardLayerQuery,
  releases: Releases,
): WardLayerRequest {
  const asked = resolveSelection(holdings, query, {
    restricted: 'released',
    registers: 'counted',
    aggregates: 'counted',
  });
  const policy = releases.policy(asked.layer);
  const inside = countsInside(asked, policy) ? asked : null;
  const selection = ofDistrict(holdings, query, asked, inside !== null);
  return { ...releasedSelection(selection, policy, query, { cells: false }), inside };
}

function ofDistrict(
  holdings: Holdings,
  query: WardLayerQuery,
  selection: Selection,
  isCountedInside: boolean,
): Selection {
  const { studyArea } = selection;
  if (studyArea.level === 'district') return selection;
  const { district } = studyArea;
  const wider = resolveSelection(
    holdings,
    { ...query, area: district.districtCode },
    { restricted: 'released', registers: 'counted', aggregates: 'counted' },
  );
  return {
    ...wider,
    chosen: [
      ...wider.chosen,
      {
        parameter: 'area',
        value: district.districtCode,
        because: `${studyArea.name} is ${studyArea.level === 'ward' ? 'one ward' : 'a drawn area'}; wards are compared within their district${
          isCountedInside
            ? ', whole: residents are known of whole wards only, so a part of one has no rate'
            : ''
        }.`,
      },
    ],
  };
}

/** Everything a ward layer depends on besides the data, as one text. */
export function wardLayerKey({ selection, inside }: WardLayerRequest): string {
  const { layer, categories, fromMonthNo, toMonthNo, studyArea, times, chosen } = selection;
  return JSON.stringify([
    'ward-layer',
    times?.words,
    layer.layer,
    categories,
    fromMonthNo,
    toMonthNo,
    studyArea.code,
    inside?.studyArea.code,
    // The reason names the area asked for, which may be somebody's own.
    chosen.map(({ parameter, because }) => [parameter, because]),
  ]);
}

/** Events, rate and share of each ward of a district, each with its interval, most events first. */
export async function wardLayer(
  database: Database,
  holdings: Holdings,
  releases: Releases,
  { selection, period: released, widened, inside }: WardLayerRequest,
): Promise<WardLayerResult> {
  const { layer, studyArea } = selection;
  const { district } = studyArea;
  const period = periodUsed(selection);
  const years = yearsOf(selection, period);
  const isOfPlaces = isRegister(layer);
  const policy = releases.policy(layer);
  const added = isAggregate(layer) ? await aggregateFigures(database, selection, layer, policy) : null;
  const plan = isOfPlaces || added ? null : await releases.plan(holdings, layer);
  const { populationFloor } = policy;
  const figures = added
    ? added
    : isOfPlaces
      ? registerFigures(database, selection, policy)
      : plan && released
        ? releasedFigures(database, plan, selection, released)
        : openFigures(database, selection);
  const total = await totalShown(figures);
  if (plan && total === 0) await requirePlaced(figures, selection);
  const within = inside && (await insideArea(database, inside));
  const byWard = await figures.byWard();
  const countOf = (wardId: number): number | null => {
    const figure = byWard.get(wardId);
    return figure ? numberShown(figure) : null;
  };
  const counts = studyArea.wardIds.flatMap((wardId) => {
    const events = countOf(wardId);
    return events === null || events === 0 ? [] : [{ wardId, events }];
  });
  const middleYear = Math.floor((selection.fromMonthNo + selection.toMonthNo) / 24);
  const population = await wardPopulation(database, district, middleYear);
  const known = district.wardAreas.filter(({ code }) => population?.byWard.has(code));
  const complete = population !== null && known.length === district.wardAreas.length;
  const residents = complete
    ? known.reduce((sum, { code }) => sum + (population.byWard.get(code) ?? 0), 0)
    : null;
  const districtRate =
    residents === null || residents < populationFloor ? null : annualRate(total, residents, years);

  const wards = district.wardAreas
    .flatMap(({ areaId, code, name }): WardRow[] => {
      const events = countOf(areaId);
      if (events === null) return [];
      const people = population?.byWard.get(code) ?? null;
      // Rounded by itself, a ward can read more than its district.
      const share = shareInterval({ areaEvents: Math.min(events, total), districtEvents: total });
      const rates = people === null || people < populationFloor ? null : annualRate(events, people, years);
      const row: WardRow = {
        code,
        name,
        events,
        rankByEvents: 0,
        share: isNotComputable(share) ? 0 : share.share,
        shareInterval: isNotComputable(share)
          ? { lower: 0, upper: 1 }
          : { lower: share.lower, upper: share.upper },
        population: people,
        ratePer1000Year: rates?.rate ?? null,
        rateInterval: rates && { lower: rates.lower, upper: rates.upper },
        againstDistrict: rates && districtRate ? bandAgainst(rates, districtRate.rate) : null,
      };
      return [row];
    })
    .sort((a, b) => b.events - a.events || a.name.localeCompare(b.name, 'en-GB'));
  wards.forEach((ward, i) => {
    ward.rankByEvents = i > 0 && wards[i - 1].events === ward.events ? wards[i - 1].rankByEvents : i + 1;
  });

  return {
    parameters: {
      layer: layer.layer,
      categories: [...selection.categories],
      from: monthOf(selection.fromMonthNo),
      to: monthOf(selection.toMonthNo),
      area: district.districtCode,
      ...(selection.times ? { times: selection.times.words } : {}),
    },
    chosen: [...selection.chosen],
    studyArea: {
      code: district.districtCode,
      name: district.districtName,
      boundaryYear: district.boundaryYear,
      family: district.family,
    },
    period,
    sentence:
      (inside && within && insideSentence(inside, within)) ||
      wardSentence(
        selection,
        counts,
        plan || added ? { total, hidden: district.wardAreas.length - wards.length } : null,
      ) ||
      'There are too few wards with events shown to say where they concentrate.',
    population: population && {
      referenceYear: population.referenceYear,
      method: population.method,
      source: population.source,
    },
    district: {
      events: total,
      population: residents,
      ratePer1000Year: districtRate?.rate ?? null,
      rateInterval: districtRate && { lower: districtRate.lower, upper: districtRate.upper },
    },
    wards,
    ...(within ? { insideArea: within } : {}),
    ...(plan || added
      ? {
          hiddenWards: district.wardAreas
            .filter(({ areaId }) => countOf(areaId) === null)
            .map(({ code, name }) => ({
              code,
              name,
              population: population?.byWard.get(code) ?? null,
              reason: HIDDEN_REASON,
            }))
            .sort((a, b) => a.name.localeCompare(b.name, 'en-GB')),
          disclosure: disclosureUsed(policy, [
            ...protectionNotes(policy),
            ...(added ? aggregateNotes(added, policy) : []),
            'Shares, rates and ranks are computed from the counts shown; ranks are among the wards shown.',
            ...widened.map(({ because }) => because),
          ]),
        }
      : {}),
    ...(isOfPlaces ? registerFacts(selection, policy) : {}),
    ...(isAggregate(layer) && layer.aggregate.isStock
      ? { register: { onDay: registerDay(selection), counted: layerNoun(layer.layer) } }
      : {}),
    sources: sourcesOf(layer),
    synthetic: layer.datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(layer.datasets),
    dataVersion: holdings.dataVersion,
  };
}
