import type { DisclosureUsed } from '../contract/disclosure.ts';
import { daysInMonth, type MonthNo, monthNoOf, monthOf } from '../contract/month-no.ts';
import type { Chosen } from '../contract/shared.ts';
import type { Database } from '../db/database.ts';
import {
  countPlacesByCell,
  countPlacesByPoint,
  countPlacesByWard,
  countPlacesNotMapped,
  type PlaceSelection,
  readRegisterCategories,
  readRegisterDatasets,
} from '../db/queries/registers.ts';
import { type Disclosed, shown, ZERO } from '../disclosure/disclosed.ts';
import { type DisclosurePolicy, isRestricted } from '../disclosure/policy.ts';
import { WITHHELD_PLACES } from '../disclosure/withheld-places.ts';
import { RequestError } from '../errors.ts';
import { readAggregates } from './aggregates.ts';
import type { EventFigures } from './event-figures.ts';
import type { Holdings, LayerHolding } from './holdings.ts';
import { districtArea, type Selection } from './selection.ts';

/** A layer of places from a register: it says what is there on a day, and has no history. */
export interface RegisterHolding extends LayerHolding {
  readonly register: {
    /** The month that the newest register was taken in. */
    readonly asOfMonthNo: MonthNo;
  };
}

/** The registers that may be counted: premises, licensed homes and services. Registers about people never are. */
const CLASSES_COUNTED: readonly string[] = ['open', 'housing'];

const joined = new WeakMap<Holdings, Promise<Holdings>>();

/**
 * The holdings with registers of places, and counts that partners added up by area, as layers beside those of events: for the
 * analyses that can show them, hot spots, wards and coincidence. Read once for each holdings.
 */
export function withRegisters(database: Database, holdings: Holdings): Promise<Holdings> {
  let joining = joined.get(holdings);
  if (!joining) {
    joining = joinRegisters(database, holdings);
    joined.set(holdings, joining);
    joining.catch(() => joined.delete(holdings));
  }
  return joining;
}

async function joinRegisters({ db }: Database, holdings: Holdings): Promise<Holdings> {
  const datasets = (await readRegisterDatasets(db, holdings.datasetIds)).filter(({ sensitivityClass }) =>
    CLASSES_COUNTED.includes(sensitivityClass),
  );
  const layers: LayerHolding[] = [...holdings.layers];
  for (const layer of new Set(datasets.map((dataset) => dataset.layer))) {
    // Places are never added to a layer of events that has their name.
    if (holdings.layers.some((held) => held.layer === layer)) continue;
    const own = datasets.filter((dataset) => dataset.layer === layer);
    const newest = own.reduce((a, b) => (b.lastImportedAt > a.lastImportedAt ? b : a)).lastImportedAt;
    const register: RegisterHolding = {
      layer,
      datasets: own,
      categories: await readRegisterCategories(
        db,
        own.map(({ datasetId }) => datasetId),
      ),
      supply: [],
      register: { asOfMonthNo: monthNoOf(newest.toISOString().slice(0, 7)) },
    };
    layers.push(register);
  }
  for (const aggregate of await readAggregates({ db }, holdings)) layers.push(aggregate);
  const visibility = `${holdings.visibility}|${datasets.map(({ datasetId }) => datasetId).join(',')}`;
  return { ...holdings, visibility, layers };
}

/** Whether a layer is a register of places. */
export function isRegister(layer: LayerHolding): layer is RegisterHolding {
  return 'register' in layer;
}

/** The last day of a selection's period, YYYY-MM-DD: the day that its register is counted on. */
export function registerDay({ toMonthNo }: Pick<Selection, 'toMonthNo'>): string {
  return `${monthOf(toMonthNo)}-${String(daysInMonth(toMonthNo)).padStart(2, '0')}`;
}

/**
 * Bring a selection of a register to what may be counted. Counts of premises are no counts of people and are given as they
 * are; a register that came under an agreement only in districts and in cells of fixed sizes, so that no address can be
 * narrowed down by moving a border.
 *
 * @throws RequestError selection-not-released
 */
export function registerSelection(
  selection: Selection,
  policy: DisclosurePolicy,
  { cells }: { cells: boolean },
): { selection: Selection; widened: readonly Chosen[] } {
  if (!isRestricted(policy)) return { selection, widened: [] };
  const { studyArea } = selection;
  if (studyArea.level === 'drawn') {
    throw new RequestError('selection-not-released', {
      detail:
        'This register is counted for districts, wards and fixed cells: a drawn area could be moved until it held one home.',
      seen: studyArea.name,
      hint: 'Ask for the district or one of its wards.',
      field: 'area',
    });
  }
  if (!cells || studyArea.level !== 'ward') return { selection, widened: [] };
  const area = districtArea(studyArea.district);
  const widened = [
    {
      parameter: 'area',
      value: area.code,
      because:
        'Cells of this register are counted within the whole district: cut at a ward border they would be finer than they may be.',
    },
  ];
  return {
    selection: {
      ...selection,
      studyArea: area,
      chosen: [...selection.chosen.filter(({ parameter }) => parameter !== 'area'), ...widened],
    },
    widened,
  };
}

/** Places of a register as counted: whole numbers of premises, whatever their class. Exact positions only of open registers. */
export function registerFigures(
  { db }: Database,
  selection: Selection,
  policy: DisclosurePolicy,
): EventFigures {
  const { studyArea, layer } = selection;
  const places: PlaceSelection = {
    datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
    categoryIds: selection.categoryIds,
    wardIds: studyArea.wardIds,
    onDay: registerDay(selection),
    withheldNames: WITHHELD_PLACES,
    withinWkt: studyArea.drawn?.wkt,
  };
  const asIs = (count: number): Disclosed => (count === 0 ? ZERO : shown(count, false));
  let wards: Promise<{ wardId: number; events: number }[]> | undefined;
  const countWards = () => {
    wards ??= countPlacesByWard(db, places);
    return wards;
  };
  return {
    plan: null,
    total: async () => asIs((await countWards()).reduce((sum, ward) => sum + ward.events, 0)),
    onCells: async ({ cells, index }) => {
      const counted = await countPlacesByCell(db, places, cells.cellSizeM);
      const counts = new Int32Array(cells.count);
      for (let i = 0; i < counted.events.length; i++) {
        const at = index.indexOf(counted.column[i], counted.row[i]);
        if (at >= 0) counts[at] += counted.events[i];
      }
      return Array.from(counts, asIs);
    },
    byWard: async () => {
      const byWard = new Map(places.wardIds.map((wardId) => [wardId, ZERO as Disclosed]));
      for (const { wardId, events } of await countWards()) byWard.set(wardId, asIs(events));
      return byWard;
    },
    notMapped: async () => asIs(await countPlacesNotMapped(db, places)),
    // Their wards are found from their positions, so whatever is counted in a ward is in a cell.
    inNoCell: async () => ZERO,
    points: async () => (isRestricted(policy) ? null : countPlacesByPoint(db, places)),
  };
}

/** What a result says of the register it counts: on which day, and how one that came under an agreement is protected. */
export function registerFacts(
  selection: Selection,
  policy: DisclosurePolicy,
): { register: { onDay: string }; disclosure?: DisclosureUsed } {
  return { register: { onDay: registerDay(selection) }, ...registerDisclosure(policy) };
}

/** How a register that came under an agreement is protected; nothing to say of an open one. */
export function registerDisclosure(policy: DisclosurePolicy): { disclosure?: DisclosureUsed } {
  if (!isRestricted(policy)) return {};
  return {
    disclosure: {
      sensitivityClass: policy.sensitivityClass,
      hiddenBelow: 0,
      roundedTo: 1,
      zeroShown: true,
      notes: [
        `Counts of premises are not counts of people: they are given as they are, in cells of ${policy.minimumCellM} m or more and in wards.`,
        'No address and no name of a holder or occupant is shown.',
      ],
    },
  };
}
