import type { Catalogue, CatalogueLayer, CatalogueStudyArea } from '../contract/catalogue.ts';
import { monthNoOf, monthOf } from '../contract/month-no.ts';
import type { Database } from '../db/database.ts';
import { readAreaSets } from '../db/queries/area-sets.ts';
import { numberShown } from '../disclosure/disclosed.ts';
import type { DisclosurePolicy } from '../disclosure/policy.ts';
import { protectCount } from '../disclosure/protect-counts.ts';
import { shippedWeightSets } from '../weights/shipped-weight-sets.ts';
import { type AggregateHolding, isAggregate } from './aggregates.ts';
import { protectionNotes } from './hidden-parts.ts';
import type { DistrictHolding, Holdings, LayerHolding } from './holdings.ts';
import { layerTitle } from './layer-words.ts';
import { markingOf } from './marking.ts';
import { monthStatuses } from './period-used.ts';
import { BANDWIDTHS_M, CELL_SIZES_M, minimumCellSize } from './precision.ts';
import { isRegister, type RegisterHolding, registerDisclosure } from './registers.ts';
import { disclosureUsed, type Releases } from './releases.ts';
import type { TellDone } from './result-cache.ts';
import { sourcesOf } from './selection.ts';

const FAMILY_LABELS: Readonly<Record<string, string>> = {
  wd: 'Wards',
  cmwd: 'Census merged wards',
  lsoa: 'Lower layer Super Output Areas',
  msoa: 'Middle layer Super Output Areas',
  lad: 'Local authority districts',
};

/**
 * What there is to ask for: layers, categories, months with gaps, study areas, boundary sets.
 *
 * @param tellDone how many layers are described: a restricted one waits until it is decided what may be released of it
 */
export async function catalogue(
  database: Database,
  holdings: Holdings,
  releases: Releases,
  version: string,
  tellDone: TellDone,
): Promise<Catalogue> {
  const areaSets = await readAreaSets(database.db);
  const counting = new Set(holdings.districts.map(({ areaSetId }) => areaSetId));
  let described = 0;
  const describe = async (layer: LayerHolding): Promise<CatalogueLayer> => {
    const description = await describeReleased(holdings, layer, releases);
    tellDone(++described, holdings.layers.length);
    return description;
  };
  return {
    product: { name: 'Wardlight', version },
    dataVersion: holdings.dataVersion,
    synthetic: holdings.layers.some(({ datasets }) => datasets.some(({ synthetic }) => synthetic)),
    marking: markingOf(holdings.layers.flatMap(({ datasets }) => datasets)),
    layers: await Promise.all(holdings.layers.map(describe)),
    studyAreas: holdings.districts.flatMap(describeDistrict),
    areaSets: areaSets.map(({ areaSetId, ...set }) => ({
      ...set,
      label: `${FAMILY_LABELS[set.family] ?? set.family}, ${set.boundaryYear}`,
      countsEvents: counting.has(areaSetId),
    })),
    cellSizesM: [...CELL_SIZES_M],
    bandwidthsM: [...BANDWIDTHS_M],
  };
}

/** A layer as it may be described: counts of a restricted one are those of its release plan. */
async function describeReleased(
  holdings: Holdings,
  layer: LayerHolding,
  releases: Releases,
): Promise<CatalogueLayer> {
  const open = describeLayer(layer);
  if (isAggregate(layer)) return describeAggregate(open, layer, releases.policy(layer));
  if (isRegister(layer)) return describeRegister(open, layer, releases.policy(layer));
  const plan = await releases.plan(holdings, layer);
  if (!plan) return open;
  const { policy } = plan;
  const largestHidden = policy.floor - 1;
  const place = { kind: 'everywhere' } as const;
  const notMapped = numberShown(protectCount(open.eventsNotMapped, policy));
  return {
    ...open,
    categories: layer.categories.map(({ categoryId, slug, label }) => {
      const events = numberShown(plan.answer({ categoryId, period: { kind: 'supply' }, place }));
      return events === null ? { slug, label, events: largestHidden, hidden: true } : { slug, label, events };
    }),
    months: open.months.map(({ month, status, reason, events: supplied }) => {
      if (supplied === null) return { month, status, reason, events: null };
      const period = { kind: 'month', monthNo: monthNoOf(month) } as const;
      const events = numberShown(plan.answer({ categoryId: null, period, place }));
      return { month, status, reason, events, ...(events === null ? { hidden: true } : {}) };
    }),
    eventsNotMapped: notMapped ?? largestHidden,
    ...(notMapped === null ? { eventsNotMappedHidden: true } : {}),
    minimumCellSizeM: Math.max(open.minimumCellSizeM, policy.minimumCellM),
    disclosure: disclosureUsed(policy, protectionNotes(policy)),
  };
}

/** Counts by area: the months of their newest period, without a count, since the period was added up whole. */
function describeAggregate(
  open: CatalogueLayer,
  { aggregate: { fromMonthNo, toMonthNo } }: AggregateHolding,
  policy: DisclosurePolicy,
): CatalogueLayer {
  return {
    ...open,
    months: Array.from({ length: toMonthNo - fromMonthNo + 1 }, (_, i) => ({
      month: monthOf(fromMonthNo + i),
      status: 'supplied',
      events: null,
      reason: '',
      hidden: true,
    })),
    isAggregate: true,
    disclosure: disclosureUsed(policy, protectionNotes(policy)),
  };
}

/** A register of places: one month, the one it was taken in; counts of premises as they are. */
function describeRegister(
  open: CatalogueLayer,
  { register: { asOfMonthNo } }: RegisterHolding,
  policy: DisclosurePolicy,
): CatalogueLayer {
  const places = open.categories.reduce((sum, { events }) => sum + events, 0);
  const { disclosure } = registerDisclosure(policy);
  return {
    ...open,
    months: [{ month: monthOf(asOfMonthNo), status: 'supplied', events: places, reason: '' }],
    minimumCellSizeM: Math.max(open.minimumCellSizeM, policy.minimumCellM),
    isRegister: true,
    ...(disclosure ? { disclosure } : {}),
  };
}

function describeLayer(layer: LayerHolding): CatalogueLayer {
  const months = layer.supply.map(({ monthNo }) => monthNo);
  const precisions = layer.datasets.map(({ locationPrecision, sensitivityClass }) =>
    minimumCellSize(locationPrecision, sensitivityClass),
  );
  const coarsest = precisions.reduce((a, b) => (b.minimumM > a.minimumM ? b : a));
  const [dataset] = layer.datasets;
  return {
    layer: layer.layer,
    title: layerTitle(layer.layer),
    categories: layer.categories.map(({ slug, label, events }) => ({ slug, label, events })),
    months:
      months.length === 0
        ? []
        : monthStatuses(layer, Math.min(...months), Math.max(...months)).map(
            ({ monthNo, status, events, reason }) => ({
              month: monthOf(monthNo),
              status,
              events,
              reason,
            }),
          ),
    ...(shippedWeightSets.some((set) => set.layer === layer.layer) ? { hasHarmWeights: true } : {}),
    eventsNotMapped: layer.categories.reduce((sum, { notMapped }) => sum + notMapped, 0),
    locationPrecision: dataset.locationPrecision,
    timePrecision: dataset.timePrecision,
    sensitivityClass: dataset.sensitivityClass,
    minimumCellSizeM: coarsest.minimumM,
    minimumCellSizeBecause: coarsest.because,
    sources: sourcesOf(layer),
  };
}

function describeDistrict(district: DistrictHolding): CatalogueStudyArea[] {
  const { family, boundaryYear, districtCode } = district;
  return [
    {
      code: districtCode,
      name: district.districtName,
      level: 'district',
      districtCode,
      family,
      boundaryYear,
      wards: district.wards,
      areaKm2: district.areaM2 / 1e6,
      events: district.events,
      bbox: [...district.bbox],
    },
    ...district.wardAreas.map(
      ({ code, name, areaM2, events, bbox }): CatalogueStudyArea => ({
        code,
        name,
        level: 'ward',
        districtCode,
        family,
        boundaryYear,
        wards: 1,
        areaKm2: areaM2 / 1e6,
        events,
        bbox: [...bbox],
      }),
    ),
  ];
}
