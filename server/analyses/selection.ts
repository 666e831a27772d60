import { inSentence } from '../contract/in-sentence.ts';
import { type MonthNo, monthNoOf, monthOf } from '../contract/month-no.ts';
import type { Chosen, PeriodUsed, Source } from '../contract/shared.ts';
import { RequestError } from '../errors.ts';
import { nearestWord } from '../nearest-word.ts';
import { type AggregateHolding, isAggregate } from './aggregates.ts';
import type { DistrictHolding, Holdings, LayerHolding } from './holdings.ts';
import { layerNoun, layerTitle } from './layer-words.ts';
import { isRegister, type RegisterHolding } from './registers.ts';
import { resolveTimes, type TimesOfWeek, type TimesQuery } from './times-of-week.ts';
import { counted, listed, monthInWords } from './words.ts';

/** What every request for figures may name. */
export interface SelectionQuery extends TimesQuery {
  readonly layer?: string;
  readonly categories?: string;
  readonly from?: string;
  readonly to?: string;
  readonly area?: string;
}

/** A request made whole: what was left out is chosen, and `chosen` says what and why. */
export interface Selection {
  readonly layer: LayerHolding;
  /** Slugs, in the order of the catalogue. */
  readonly categories: readonly string[];
  /** null: all of them. */
  readonly categoryIds: readonly number[] | null;
  readonly fromMonthNo: MonthNo;
  readonly toMonthNo: MonthNo;
  readonly studyArea: StudyArea;
  /** Left out: every hour of every day. */
  readonly times?: TimesOfWeek | undefined;
  readonly chosen: readonly Chosen[];
}

/** A district, one of its wards, or a shape somebody drew, in the ward set that events are counted with. */
export interface StudyArea {
  readonly code: string;
  readonly name: string;
  readonly level: 'district' | 'ward' | 'drawn';
  readonly district: DistrictHolding;
  /** The wards it lies in. */
  readonly wardIds: readonly number[];
  readonly areaKm2: number;
  /** The part of those wards it covers, EPSG:27700; left out where it covers them whole. */
  readonly drawn?: { readonly polygons: number[][][][]; readonly wkt: string };
}

const DEFAULT_MONTHS = 12;
const DAYS_PER_YEAR = 365.25;

/**
 * Resolve a query against what is held. Restricted layers are refused unless the caller says that it takes its figures
 * from what is released of them (event-figures.ts): a new analysis cannot show them by oversight. Registers of places, which
 * say what is there on a day, are refused unless the caller counts places;
 * counts that a partner added up by area unless it shows them by ward.
 */
export function resolveSelection(
  holdings: Holdings,
  query: SelectionQuery,
  {
    restricted = 'refused',
    registers = 'refused',
    aggregates = 'refused',
  }: {
    restricted?: 'refused' | 'released';
    registers?: 'refused' | 'counted';
    aggregates?: 'refused' | 'counted';
  } = {},
): Selection {
  const chosen: Chosen[] = [];
  const layer = resolveLayer(holdings, query.layer, chosen);
  if (aggregates === 'refused' && isAggregate(layer)) {
    throw new RequestError('selection-not-released', {
      detail: `${layerTitle(layer.layer)} came as counts by area, added up by whoever supplied them: they are shown by ward, and never in cells.`,
      seen: layer.layer,
      hint: 'Ask for the wards of this layer.',
      field: 'layer',
    });
  }
  if (registers === 'refused' && isRegister(layer)) {
    throw new RequestError('invalid-parameter', {
      detail: `${layerTitle(layer.layer)} is a register: it says what is there on a day, and has no history of events.`,
      seen: layer.layer,
      hint: 'Ask for its hot spots, its wards or its coincidence with another layer.',
      field: 'layer',
    });
  }
  if (
    restricted === 'refused' &&
    layer.datasets.some(({ sensitivityClass }) => sensitivityClass !== 'open')
  ) {
    throw new RequestError('selection-not-released', {
      detail: `Figures of this kind are made from open data only; the layer ${layer.layer} is restricted.`,
      seen: layer.layer,
      hint: 'Ask for the hot spots or the wards of this layer, or for an open layer here.',
      field: 'layer',
    });
  }
  const { categories, categoryIds } = resolveCategories(layer, query.categories);
  const { fromMonthNo, toMonthNo } = resolvePeriod(layer, query.from, query.to, chosen);
  const studyArea = resolveStudyArea(holdings, query.area, chosen);
  const times = resolveTimes(layer, query);
  return { layer, categories, categoryIds, fromMonthNo, toMonthNo, studyArea, times, chosen };
}

function resolveLayer({ layers }: Holdings, slug: string | undefined, chosen: Chosen[]): LayerHolding {
  if (layers.length === 0) {
    throw new RequestError('no-data', {
      detail: 'No events have been imported yet.',
      hint: 'Import boundaries first, then events: npm run import -- boundaries FILE, npm run import -- police FOLDER.',
    });
  }
  const known = layers.map(({ layer }) => layer);
  const wanted = slug ?? (known.includes('crime') ? 'crime' : known[0]);
  const found = layers.find(({ layer }) => layer === wanted);
  if (!found) {
    const near = nearestWord(wanted, known);
    throw new RequestError('unknown-layer', {
      detail: `There is no layer called ${wanted} that this can be asked of.`,
      seen: wanted,
      hint: `${near ? `Did you mean ${near}? ` : ''}It can be asked of ${listed(known)}.`,
      field: 'layer',
    });
  }
  if (slug === undefined) chosen.push({ parameter: 'layer', value: wanted, because: 'No layer was named.' });
  return found;
}

function resolveCategories(
  layer: LayerHolding,
  text: string | undefined,
): { categories: string[]; categoryIds: number[] | null } {
  const known = layer.categories.map(({ slug }) => slug);
  if (text === undefined || text === '') return { categories: known, categoryIds: null };
  const wanted = new Set(text.split(',').map((slug) => slug.trim()));
  for (const slug of wanted) {
    if (known.includes(slug)) continue;
    const near = nearestWord(slug, known);
    throw new RequestError('unknown-category', {
      detail: `The layer ${layer.layer} has no category called ${slug || '(empty)'}.`,
      seen: slug,
      hint: `${near ? `Did you mean ${near}? ` : ''}Categories: ${known.join(', ')}.`,
      field: 'categories',
    });
  }
  const picked = layer.categories.filter(({ slug }) => wanted.has(slug));
  return {
    categories: picked.map(({ slug }) => slug),
    categoryIds: picked.length === known.length ? null : picked.map(({ categoryId }) => categoryId),
  };
}

function resolvePeriod(
  layer: LayerHolding,
  from: string | undefined,
  to: string | undefined,
  chosen: Chosen[],
): { fromMonthNo: MonthNo; toMonthNo: MonthNo } {
  if (isRegister(layer)) return resolveRegisterDay(layer, from, to, chosen);
  if (isAggregate(layer)) return resolveSuppliedPeriod(layer, chosen);
  const months = layer.supply.map(({ monthNo }) => monthNo);
  const first = Math.min(...months);
  const last = Math.max(...months);
  const toMonthNo = to === undefined ? last : monthNoOf(to);
  const fromMonthNo = from === undefined ? Math.max(first, toMonthNo - DEFAULT_MONTHS + 1) : monthNoOf(from);
  if (to === undefined) {
    chosen.push({
      parameter: 'to',
      value: monthOf(toMonthNo),
      because: 'It is the last month that was supplied.',
    });
  }
  if (from === undefined) {
    chosen.push({
      parameter: 'from',
      value: monthOf(fromMonthNo),
      because:
        fromMonthNo === first && toMonthNo - first + 1 < DEFAULT_MONTHS
          ? 'It is the first month that was supplied.'
          : 'Twelve months hold every season once.',
    });
  }
  refuseBackwards(fromMonthNo, toMonthNo);
  if (!months.some((month) => month >= fromMonthNo && month <= toMonthNo)) {
    throw new RequestError('period-not-supplied', {
      detail: 'No month of the period was supplied, so there is nothing to count; this is not zero.',
      seen: `from ${monthOf(fromMonthNo)} to ${monthOf(toMonthNo)}`,
      hint: `Months supplied: ${monthInWords(monthOf(first))} to ${monthInWords(monthOf(last))}.`,
      field: 'from',
    });
  }
  return { fromMonthNo, toMonthNo };
}

/** A register is counted on the last day of the period; what it held on earlier days it does not say. */
function resolveRegisterDay(
  { register }: RegisterHolding,
  from: string | undefined,
  to: string | undefined,
  chosen: Chosen[],
): { fromMonthNo: MonthNo; toMonthNo: MonthNo } {
  const toMonthNo = to === undefined ? register.asOfMonthNo : monthNoOf(to);
  const fromMonthNo = from === undefined ? toMonthNo : monthNoOf(from);
  refuseBackwards(fromMonthNo, toMonthNo);
  chosen.push({
    parameter: 'to',
    value: monthOf(toMonthNo),
    because: `A register says what is there on a day: it is counted at the end of this month, as it was taken in ${monthInWords(monthOf(register.asOfMonthNo))}.`,
  });
  return { fromMonthNo, toMonthNo };
}

/** Counts by area are shown for the newest period that they were supplied for, whatever was asked. */
function resolveSuppliedPeriod(
  { layer, aggregate: { fromMonthNo, toMonthNo, isStock } }: AggregateHolding,
  chosen: Chosen[],
): { fromMonthNo: MonthNo; toMonthNo: MonthNo } {
  const because = isStock
    ? `${layerTitle(layer)} are counted at a date; this is the newest one supplied.`
    : `${layerTitle(layer)} were added up for whole periods by whoever supplied them; this is the newest one.`;
  chosen.push({ parameter: 'from', value: monthOf(fromMonthNo), because });
  chosen.push({ parameter: 'to', value: monthOf(toMonthNo), because });
  return { fromMonthNo, toMonthNo };
}

function refuseBackwards(fromMonthNo: MonthNo, toMonthNo: MonthNo): void {
  if (fromMonthNo <= toMonthNo) return;
  throw new RequestError('period-backwards', {
    detail: 'The period ends before it begins.',
    seen: `from ${monthOf(fromMonthNo)} to ${monthOf(toMonthNo)}`,
    hint: 'Give the earlier month as from.',
    field: 'from',
  });
}

function resolveStudyArea(
  { districts, drawnAreas }: Holdings,
  code: string | undefined,
  chosen: Chosen[],
): StudyArea {
  if (districts.length === 0) {
    throw new RequestError('no-data', {
      detail: 'No ward boundaries have been imported yet, so there is no study area.',
      hint: 'npm run import -- boundaries FILE, with ward boundaries that name their district.',
    });
  }
  if (code === undefined) {
    const [district] = districts;
    chosen.push({
      parameter: 'area',
      value: district.districtCode,
      because:
        districts.length === 1
          ? 'It is the only district with ward boundaries.'
          : 'It has most events of the districts with ward boundaries.',
    });
    return districtArea(district);
  }
  const drawn = drawnAreas?.find((area) => area.code === code);
  if (drawn) return drawn;
  for (const district of districts) {
    if (district.districtCode === code) return districtArea(district);
    const ward = district.wardAreas.find((area) => area.code === code);
    if (ward) {
      return {
        code,
        name: ward.name,
        level: 'ward',
        district,
        wardIds: [ward.areaId],
        areaKm2: ward.areaM2 / 1e6,
      };
    }
  }
  throw new RequestError('unknown-area', {
    detail: `There is no district or ward with the code ${code} among the boundaries that events are counted with.`,
    seen: code,
    hint: `Districts held: ${listed(districts.slice(0, 5).map((d) => `${d.districtName} (${d.districtCode})`))}. Wards are listed by /api/catalogue.`,
    field: 'area',
  });
}

/** A whole district as the study area. */
export function districtArea(district: DistrictHolding): StudyArea {
  return {
    code: district.districtCode,
    name: district.districtName,
    level: 'district',
    district,
    wardIds: district.wardAreas.map(({ areaId }) => areaId),
    areaKm2: district.areaM2 / 1e6,
  };
}

/**
 * Refuse data whose cells are not released month by month.
 *
 * @throws RequestError selection-not-released
 */
export function requireOpen({ layer }: Selection): void {
  const restricted = layer.datasets.find(({ sensitivityClass }) => sensitivityClass !== 'open');
  if (!restricted) return;
  throw new RequestError('selection-not-released', {
    detail: `${restricted.title} is data of the class ${restricted.sensitivityClass}: its cells are not released month by month, since months could be subtracted from one another.`,
    seen: layer.layer,
    hint: 'Ask for hot spots or wards over a calendar year, or choose an open layer.',
    field: 'layer',
  });
}

/** Years that a density or rate is divided by: what was supplied, in years; 1 for what stands on a day. */
export function yearsOf({ layer }: Pick<Selection, 'layer'>, { days }: Pick<PeriodUsed, 'days'>): number {
  const isStock = isRegister(layer) || (isAggregate(layer) && layer.aggregate.isStock);
  return isStock ? 1 : days / DAYS_PER_YEAR;
}

/** Where the layer's figures come from. */
export function sourcesOf({ datasets }: LayerHolding): Source[] {
  return datasets.map(({ slug, title, owner, licence, attribution, synthetic, lastImportedAt }) => ({
    dataset: slug,
    title,
    owner,
    licence,
    attribution,
    synthetic,
    lastImportedAt: lastImportedAt.toISOString(),
  }));
}

/** What is counted, in words: 'all crime and ASB', 'burglary', '3 kinds of crime'; with the times where some were chosen. */
export function whatIsCounted(selection: Selection): string {
  const { times } = selection;
  return times ? `${kindsCounted(selection)} ${times.words}` : kindsCounted(selection);
}

function kindsCounted({ layer, categories, categoryIds }: Selection): string {
  const noun = layerNoun(layer.layer);
  if (categoryIds === null) return `all ${noun}`;
  if (categories.length <= 2) {
    const kinds = listed(
      categories.map((slug) =>
        inSentence(layer.categories.find((category) => category.slug === slug)?.label ?? slug),
      ),
    );
    // Kinds of crime speak for themselves; a kind of pick-up does not.
    return layer.layer === 'crime' ? kinds : `${noun}: ${kinds}`;
  }
  return `the ${counted(categories.length, 'kind')} of ${noun} chosen`;
}
