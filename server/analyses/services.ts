import { monthOf } from '../contract/month-no.ts';
import type { ServiceKind, ServicesQuery, ServicesResult } from '../contract/services.ts';
import type { Chosen } from '../contract/shared.ts';
import type { Database } from '../db/database.ts';
import { countPlacesNotMapped, readServicePlaces } from '../db/queries/registers.ts';
import { WITHHELD_PLACES } from '../disclosure/withheld-places.ts';
import { RequestError } from '../errors.ts';
import type { Holdings } from './holdings.ts';
import { markingOf } from './marking.ts';
import { isRegister, type RegisterHolding, registerDay } from './registers.ts';
import { districtArea, resolveSelection, type Selection, type StudyArea, sourcesOf } from './selection.ts';
import { counted } from './words.ts';

export const SERVICES_DEFINITION = '1';
const LAYER = 'services';

/** Services of a district made whole. */
export interface ServicesRequest {
  readonly studyArea: StudyArea;
  readonly toMonthNo: number;
  readonly chosen: readonly Chosen[];
  /** null: no register of services that may be shown as points. */
  readonly selection: (Selection & { readonly layer: RegisterHolding }) | null;
}

/** Resolve a request for services; the district of the area named, since help does not end at a ward's border. */
export function resolveServices(holdings: Holdings, { area, onMonth }: ServicesQuery): ServicesRequest {
  const held = holdings.layers.find(({ layer }) => layer === LAYER);
  if (!held || !isRegister(held)) {
    const [district] = holdings.districts;
    if (!district)
      throw new RequestError('no-data', {
        detail: 'No ward boundaries have been imported yet, so there is no study area.',
        hint: 'npm run import -- boundaries FILE, with ward boundaries that name their district.',
      });
    const own = holdings.districts.find(
      ({ districtCode, wardAreas }) => districtCode === area || wardAreas.some(({ code }) => code === area),
    );
    return { studyArea: districtArea(own ?? district), toMonthNo: 0, chosen: [], selection: null };
  }
  // Points are given of what is open to everybody; a list under an agreement is counted by cell at most.
  const open = {
    ...held,
    datasets: held.datasets.filter(({ sensitivityClass }) => sensitivityClass === 'open'),
  };
  const query = {
    layer: LAYER,
    ...(area === undefined ? {} : { area }),
    ...(onMonth === undefined ? {} : { to: onMonth }),
  };
  const selection = resolveSelection(holdings, query, { registers: 'counted', restricted: 'released' });
  const studyArea = districtArea(selection.studyArea.district);
  const { toMonthNo, chosen } = selection;
  return {
    studyArea,
    toMonthNo,
    chosen,
    selection: open.datasets.length === 0 ? null : { ...selection, layer: open, studyArea },
  };
}

/** Everything an answer depends on besides the data, as one text. */
export function servicesKey({ studyArea, toMonthNo }: ServicesRequest): string {
  return JSON.stringify(['services', studyArea.code, toMonthNo]);
}

/** Services as points with their names. Only of open registers, and never a place that protects the people in it. */
export async function services(
  { db }: Database,
  holdings: Holdings,
  { studyArea, chosen, selection }: ServicesRequest,
): Promise<ServicesResult> {
  const frame = {
    studyArea: { code: studyArea.code, name: studyArea.name },
    chosen: [...chosen],
    dataVersion: holdings.dataVersion,
  };
  if (!selection) {
    const nothing = { sentence: 'No register of services is held.', places: 0, notMapped: 0 };
    const none = { register: null, summary: nothing, kinds: [], places: [], sources: [], synthetic: false };
    return { ...frame, ...none, marking: markingOf([]) };
  }
  const { layer } = selection;
  const onDay = registerDay(selection);
  const register = {
    datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
    categoryIds: null,
    wardIds: studyArea.wardIds,
    onDay,
    withheldNames: WITHHELD_PLACES,
  };
  const wardNames = new Map(studyArea.district.wardAreas.map(({ areaId, name }) => [areaId, name]));
  const places = await readServicePlaces(db, register);
  const kinds = new Map<string, ServiceKind>();
  for (const { kind, label } of places) {
    const known = kinds.get(kind);
    if (known) known.places++;
    else kinds.set(kind, { kind, label, places: 1 });
  }
  const listed = [...kinds.values()].sort((a, b) => a.label.localeCompare(b.label, 'en-GB'));
  return {
    ...frame,
    register: { onDay },
    summary: {
      sentence: `${counted(places.length, 'service')} of ${counted(listed.length, 'kind')} in ${studyArea.name}, as the register had them at the end of ${monthOf(selection.toMonthNo)}.`,
      places: places.length,
      notMapped: await countPlacesNotMapped(db, register),
    },
    kinds: listed,
    places: places.map(({ name, kind, lon, lat, wardId, capacity }) => ({
      name,
      kind,
      lon,
      lat,
      ward: (wardId !== null && wardNames.get(wardId)) || null,
      capacity,
    })),
    sources: sourcesOf(layer),
    synthetic: layer.datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(layer.datasets),
  };
}
