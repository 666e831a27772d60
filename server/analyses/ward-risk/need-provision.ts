import { inSentence } from '../../contract/in-sentence.ts';
import { daysInMonth, monthOf } from '../../contract/month-no.ts';
import type { NeedQuery, NeedResult, NeedWard } from '../../contract/need-provision.ts';
import type { Database } from '../../db/database.ts';
import type { PlaceKind, PlacePoint } from '../../db/queries/places.ts';
import { numberShown } from '../../disclosure/disclosed.ts';
import { isRestricted } from '../../disclosure/policy.ts';
import { RequestError } from '../../errors.ts';
import { protectionNotes } from '../hidden-parts.ts';
import type { Holdings } from '../holdings.ts';
import { markingOf } from '../marking.ts';
import { monthStatuses } from '../period-used.ts';
import type { Releases } from '../releases.ts';
import { disclosureUsed } from '../releases.ts';
import { resolveSelection, sourcesOf } from '../selection.ts';
import { count, counted, listed } from '../words.ts';
import { annualRate, bandAgainst, tooFewToSay } from './area-band.ts';
import { wardUnits } from './area-units.ts';
import { findFactors, placeSources, placesAround, type VisibleKinds } from './factor-places.ts';
import { type HomePoint, homePoints } from './home-points.ts';
import { protectedCountsCaution, times } from './measures-words.ts';
import { addWardFigures, type WardFigures, wardFigures } from './other-layers.ts';
import { residentsOf } from './unit-figures.ts';

export const NEED_DEFINITION = '3';

/** Services across the border are used too. */
const AROUND_M = 10_000;
const DAYS_PER_YEAR = 365.25;

export interface NeedRequest {
  readonly figures: WardFigures;
  readonly services: ReadonlyMap<string, readonly PlaceKind[]>;
}

/**
 * Settle the demand (as released, where the layer is restricted) and the services.
 *
 * @throws RequestError unknown-factor, selection-not-released and those of resolveSelection
 */
export async function resolveNeed(
  database: Database,
  holdings: Holdings,
  releases: Releases,
  visible: VisibleKinds,
  { services: names, ...query }: NeedQuery,
): Promise<NeedRequest> {
  const services = await findFactors(database, visible, names, 'services');
  const parts = demandParts(holdings, releases, query);
  const found: WardFigures[] = [];
  for (const part of parts) {
    const figures = await wardFigures(database, holdings, releases, part);
    if (figures) found.push(figures);
  }
  const [first, ...rest] = found;
  if (first === undefined || found.length < parts.length) {
    const { layer, from, to } = parts[0];
    throw new RequestError('selection-not-released', {
      detail: `Figures of the layer ${layer} are not released for these months.`,
      seen: `from=${from}, to=${to}`,
      hint: 'Ask for whole months that were supplied.',
      field: 'from',
    });
  }
  const figures = rest.length === 0 ? first : addWardFigures([first, ...rest]);
  if (query.layer !== undefined || query.categories !== undefined) return { figures, services };
  const { selection } = figures;
  const value = selection.categories.join(', ');
  const because = 'Without a choice, demand is what such services are for: mental health and overdose.';
  const chosen = selection.categoryIds === null ? [] : [{ parameter: 'categories', value, because }];
  return {
    figures: { ...figures, selection: { ...selection, chosen: [...selection.chosen, ...chosen] } },
    services,
  };
}

/** One question of demand by ward. */
type DemandPart = Parameters<typeof wardFigures>[3];

/** What a board means by demand where it names none: people in a crisis of mental health, and overdoses. */
const USUAL_DEMAND: readonly string[] = ['mental-health', 'overdose', 'section-136'];

function usualDemand({ layers }: Holdings, layer: string): string[] {
  const held = layers.find((one) => one.layer === layer)?.categories ?? [];
  return held.map(({ slug }) => slug).filter((slug) => USUAL_DEMAND.includes(slug));
}

/**
 * The questions that a demand comes to: of a restricted layer each category chosen by itself, since no choice of several is
 * released, else one.
 */
export function demandParts(
  holdings: Holdings,
  releases: Releases,
  query: Omit<NeedQuery, 'services'>,
): [DemandPart, ...DemandPart[]] {
  const layer =
    query.layer ??
    (holdings.layers.some((held) => held.layer === 'ambulance' && held.supply.length > 0)
      ? 'ambulance'
      : 'crime');
  const usual =
    query.layer === undefined && query.categories === undefined ? usualDemand(holdings, layer) : [];
  const asked = resolveSelection(
    holdings,
    { ...query, layer, ...(usual.length > 0 ? { categories: usual.join(',') } : {}) },
    { restricted: 'released' },
  );
  const { categories, categoryIds, studyArea } = asked;
  const whole = {
    layer,
    from: monthOf(asked.fromMonthNo),
    to: monthOf(asked.toMonthNo),
    area: studyArea.district.districtCode,
  };
  if (categoryIds === null) return [whole];
  if (!isRestricted(releases.policy(asked.layer))) return [{ ...whole, categories: categories.join(',') }];
  const [first, ...rest] = categories.map((slug) => ({ ...whole, categories: slug }));
  return [first, ...rest];
}

/** Everything the result depends on besides the data, as one text. */
export function needKey({ figures: { selection }, services }: NeedRequest): string {
  const { layer, categories, fromMonthNo, toMonthNo, studyArea, chosen } = selection;
  const kinds = [...services].map(([name, own]) => [name, own.map(({ datasetId }) => datasetId)]);
  return JSON.stringify([
    'need',
    layer.layer,
    categories,
    fromMonthNo,
    toMonthNo,
    studyArea.code,
    kinds,
    chosen.map((c) => c.parameter),
  ]);
}

/** Demand of each ward beside how far its residents live from the nearest service: the wards furthest away first. */
export async function needAgainstProvision(
  database: Database,
  holdings: Holdings,
  releases: Releases,
  { figures, services }: NeedRequest,
): Promise<NeedResult> {
  const { selection, layer } = figures;
  const { studyArea, fromMonthNo, toMonthNo } = selection;
  const { district } = studyArea;
  const kinds = [...services.values()].flat();
  const places = await placesAround(database, kinds, studyArea.wardIds, AROUND_M, `${monthOf(toMonthNo)}-01`);
  const labels = new Map(kinds.map(({ categoryId, label }) => [categoryId, label]));
  const year = Math.floor((fromMonthNo + toMonthNo) / 24);
  const homes = await homePoints(database, district, year);
  const residents = await residentsOf(database, district, wardUnits(district), year);
  const days = monthStatuses(layer, fromMonthNo, toMonthNo)
    .filter(({ status }) => status !== 'not-supplied')
    .reduce((sum, { monthNo }) => sum + daysInMonth(monthNo), 0);
  const years = days / DAYS_PER_YEAR;
  const { populationFloor, roundingBase } = releases.policy(layer);
  const rounded = roundingBase > 1;
  const people = residents?.values.every((value) => value !== null)
    ? residents.values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
    : null;
  const districtRate =
    people !== null && people > 0 && figures.total !== null ? annualRate(figures.total, people, years) : null;
  const distances = distancesOf(homes.points, places);
  const districtDistance = meanDistance(distances);
  const wards = district.wardAreas.map(({ areaId, code, name }, i): NeedWard => {
    const events = numberShown(figures.byWard.get(areaId) ?? { state: 'zero' });
    const own = residents?.values[i] ?? null;
    const rate =
      events === null || own === null || own < Math.max(1, populationFloor)
        ? null
        : annualRate(events, own, years);
    const expected = own === null || districtRate === null ? null : (own * years * districtRate.rate) / 1000;
    const band = rate && districtRate ? bandAgainst(rate, districtRate.rate) : null;
    const few = band !== null && expected !== null && tooFewToSay(expected, band);
    const far = distances.filter(({ home }) => home.wardCode === code);
    const distanceM = meanDistance(far);
    const furthest = far.reduce<Distance | null>((a, b) => (a && a.distanceM >= b.distanceM ? a : b), null);
    const nearest =
      far.reduce<Distance | null>((a, b) => (a && a.distanceM <= b.distanceM ? a : b), null)?.place ?? null;
    const more = !few && (band === 'higher' || band === 'much-higher');
    const standsOut = more && distanceM !== null && districtDistance !== null && distanceM > districtDistance;
    const demand =
      events === null
        ? 'demand hidden, because it or a figure near it is small'
        : rate && districtRate
          ? `${about(events, rounded)} recorded, ${few ? 'too few to say how it compares' : times(rate.rate, rate.lower, rate.upper, districtRate.rate)}`
          : `${about(events, rounded)} recorded`;
    return {
      code,
      name,
      events,
      residents: own === null ? null : Math.round(own),
      ratePer1000Year: rate?.rate ?? null,
      rateInterval: rate && { lower: rate.lower, upper: rate.upper },
      band: few ? null : band,
      distanceM: distanceM === null ? null : Math.round(distanceM),
      furthestM: furthest && Math.round(furthest.distanceM),
      nearest: nearest && {
        name: nearest.name,
        kind: labels.get(nearest.categoryId) ?? '',
        capacity: nearest.capacity,
      },
      standsOut,
      sentence: `${name}: ${distanceM === null ? 'distance not known' : `residents live ${kilometres(distanceM)} from the nearest such service on average`}; ${demand}.`,
    };
  });
  wards.sort((a, b) => (b.distanceM ?? -1) - (a.distanceM ?? -1) || (a.code < b.code ? -1 : 1));
  const capacities = places.map(({ capacity }) => capacity);
  const known = capacities.filter((capacity) => capacity !== null);
  const plan = await releases.plan(holdings, layer);
  const disclosure =
    plan &&
    disclosureUsed(plan.policy, [
      ...protectionNotes(plan.policy),
      'Rates and bands are computed from the counts shown. Of several categories each is rounded by itself before they are added, and a ward is hidden where any of them is.',
    ]);
  const datasets = [...layer.datasets, ...kinds];
  return {
    definitionVersion: NEED_DEFINITION,
    parameters: {
      layer: layer.layer,
      categories: [...selection.categories],
      from: figures.from,
      to: figures.to,
      area: studyArea.code,
      services: [...services.keys()],
    },
    chosen: [...selection.chosen],
    studyArea: { code: district.districtCode, name: district.districtName },
    demand: figures.whatIsCounted,
    sentence: sentenceOf(wards, places.length, [...new Set(labels.values())]),
    cautions: [
      ...(disclosure ? [protectedCountsCaution(disclosure, 'rate, interval and band')] : []),
      ...cautionsOf(places.length, known.length),
    ],
    distanceMethod: homes.method,
    district: {
      events: figures.total,
      ratePer1000Year: districtRate?.rate ?? null,
      rateInterval: districtRate && { lower: districtRate.lower, upper: districtRate.upper },
      distanceM: districtDistance === null ? null : Math.round(districtDistance),
      services: places.length,
      capacity:
        known.length === places.length && known.length > 0 ? known.reduce((sum, n) => sum + n, 0) : null,
    },
    wards,
    ...(disclosure ? { disclosure } : {}),
    sources: [...sourcesOf(layer), ...placeSources(kinds)],
    synthetic: datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(datasets),
    dataVersion: holdings.dataVersion,
  };
}

/** Rounded counts are "about". */
function about(events: number, rounded: boolean): string {
  return `${rounded && events > 0 ? 'about ' : ''}${count(events)}`;
}

interface Distance {
  readonly home: HomePoint;
  readonly distanceM: number;
  readonly place: PlacePoint;
}

/** Straight line from each home point to its nearest service; none without services. */
function distancesOf(homes: readonly HomePoint[], places: readonly PlacePoint[]): Distance[] {
  if (places.length === 0) return [];
  return homes.map((home) => {
    let best = places[0];
    let distanceM = Number.POSITIVE_INFINITY;
    for (const place of places) {
      const distance = Math.hypot(place.x - home.x, place.y - home.y);
      if (distance < distanceM) [best, distanceM] = [place, distance];
    }
    return { home, distanceM, place: best };
  });
}

/** Mean over residents; null without any. */
function meanDistance(distances: readonly Distance[]): number | null {
  let sum = 0;
  let people = 0;
  for (const { home, distanceM } of distances) {
    sum += distanceM * home.people;
    people += home.people;
  }
  return people > 0 ? sum / people : null;
}

/** 3,420 m as '3.4 km', 640 m as '640 m'. */
function kilometres(metres: number): string {
  return metres >= 1000 ? `${(metres / 1000).toFixed(1)} km` : `${Math.round(metres / 10) * 10} m`;
}

function sentenceOf(wards: readonly NeedWard[], services: number, labels: readonly string[]): string {
  const kind = listed(labels.map(inSentence));
  if (services === 0)
    return `No service of ${labels.length === 1 ? `the kind ${kind}` : `these kinds (${kind})`} is on the register in or within 10 km of the district.`;
  const far = wards.filter(({ distanceM }) => distanceM !== null).slice(0, 3);
  const first = `Furthest from the nearest service of ${labels.length === 1 ? `the kind ${kind}` : `these kinds (${kind})`}: ${listed(far.map(({ name, distanceM }) => `${name} (${kilometres(distanceM ?? 0)})`))}.`;
  const out = wards.filter(({ standsOut }) => standsOut).map(({ name }) => name);
  return out.length === 0
    ? `${first} No ward has both a higher rate of recorded demand than the district and a longer way than the district's residents have on average.`
    : `${listed(out)} ${out.length === 1 ? 'has' : 'have'} both a higher rate of recorded demand than the district and a longer way to a service than its residents have on average. ${first}`;
}

function cautionsOf(services: number, withCapacity: number): string[] {
  const cautions = [
    'Straight-line distance from where residents live; the way by road or bus is longer, and opening hours are not known.',
    'Demand is where calls or pick-ups were recorded, which need not be where the people live who need the service.',
    'Recorded demand is not need: it also depends on who calls, and on services that are already there.',
  ];
  if (services > 0 && withCapacity < services) {
    cautions.push(
      withCapacity === 0
        ? 'Capacity was not supplied for any service: near does not mean that there is a place.'
        : `Capacity was supplied for ${count(withCapacity)} of ${counted(services, 'service')} only.`,
    );
  }
  return cautions;
}
