import type { DataQuality, DatasetQuality, PileUp, RecordingBreak } from '../../contract/data-quality.ts';
import { monthOf } from '../../contract/month-no.ts';
import type { Database } from '../../db/database.ts';
import {
  countBySupplierMonth,
  countByWay,
  readPileUps,
  readSupplierRows,
  type SupplierRows,
  type WayCount,
} from '../../db/queries/data-quality.ts';
import type { LayerDataset } from '../../db/queries/layer-datasets.ts';
import type { SuppliedMonth } from '../../db/queries/layer-supply.ts';
import { type RecordingNote, readRecordingNotes } from '../../db/queries/recording-notes.ts';
import type { DisclosurePolicy } from '../../disclosure/policy.ts';
import { RequestError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';
import type { Holdings, LayerHolding } from '../holdings.ts';
import type { Releases } from '../releases.ts';
import { listed } from '../words.ts';
import { findRecordingBreaks, type LevelStep } from './recording-breaks.ts';
import { releasedMonths } from './released-months.ts';
import { shareOf } from './share-of.ts';

const WAYS: Readonly<Record<string, string>> = {
  c: 'coordinates',
  g: 'easting and northing',
  o: 'postcode',
  u: 'UPRN',
  l: 'LSOA code',
  w: 'ward code',
};
/** A pile-up: at least so many events, and this share of the dataset. */
const PILE_UP_EVENTS = 30;
const PILE_UP_SHARE = 0.005;
const PILE_UPS_NAMED = 10;
/** Metres within which a hospital, police station or prison explains a pile-up: snap points stand off by a street. */
const NEAR_M = 150;
/** Names of kinds of place, as published; a street may be called Gull Court. */
const TELLING_NAME =
  /police station|hospital$|prison$|custody|(?:near|magistrates'?|crown|county|law) court(?:s|house)?$/i;

/**
 * How complete and how well placed each dataset of the layers is that the asker may see. Of restricted data no count is given and
 * no point, only what state a month is in, whole hundredths of shares, and breaks found in released figures.
 *
 * @throws RequestError unknown-layer
 */
export async function dataQuality(
  database: Database,
  releases: Releases,
  holdings: Holdings,
  layer: string | undefined,
): Promise<DataQuality> {
  const { dataVersion, layers, datasetIds: telling } = holdings;
  const wanted = layer === undefined ? layers : layers.filter((held) => held.layer === layer);
  if (layer !== undefined && wanted.length === 0) {
    const known = layers.map((held) => held.layer);
    const near = nearestWord(layer, known);
    throw new RequestError('unknown-layer', {
      detail: `There is no layer called ${layer}.`,
      seen: layer,
      hint: `${near ? `Did you mean ${near}? ` : ''}Layers held: ${listed(known)}.`,
      field: 'layer',
    });
  }
  const { db } = database;
  const datasetIds = wanted.flatMap(({ datasets }) => datasets.map(({ datasetId }) => datasetId));
  const rows = await readSupplierRows(db, datasetIds);
  const ways = await countByWay(db, datasetIds);
  const datasets: DatasetQuality[] = [];
  for (const holding of wanted) {
    const released = await releasedMonths(releases, holdings, holding);
    for (const dataset of holding.datasets)
      datasets.push(
        await describeDataset(
          database,
          telling,
          holding,
          releases.policy(holding),
          released,
          dataset,
          rows,
          ways,
        ),
      );
  }
  return { dataVersion, datasets };
}

async function describeDataset(
  { db }: Database,
  telling: readonly number[],
  { supply }: LayerHolding,
  { floor }: DisclosurePolicy,
  released: Awaited<ReturnType<typeof releasedMonths>>,
  dataset: LayerDataset,
  allRows: readonly SupplierRows[],
  allWays: readonly WayCount[],
): Promise<DatasetQuality> {
  const { datasetId, layer } = dataset;
  const open = dataset.sensitivityClass === 'open';
  const own = supply.filter((month) => month.datasetId === datasetId);
  const rows = allRows.filter((row) => row.datasetId === datasetId);
  const ways = allWays.filter((way) => way.datasetId === datasetId);
  const monthNos = own.map(({ monthNo }) => monthNo);
  const notes =
    monthNos.length === 0
      ? []
      : await readRecordingNotes(db, telling, layer, Math.min(...monthNos), Math.max(...monthNos));
  const events = sumOf(ways);
  const share = (part: number) => shareOf(part, events, open ? 0 : floor);
  return {
    dataset: dataset.slug,
    title: dataset.title,
    layer,
    owner: dataset.owner,
    sensitivityClass: dataset.sensitivityClass,
    synthetic: dataset.synthetic,
    locationPrecision: dataset.locationPrecision,
    timePrecision: dataset.timePrecision,
    suppliers: [...new Set(own.map(({ supplier }) => supplier))].map((supplier) => {
      const counted = rows.find((row) => row.supplier === supplier);
      return {
        supplier,
        months: everyMonth(own.filter((month) => month.supplier === supplier)).map((month) => ({
          ...month,
          events: open ? month.events : null,
        })),
        rowsRead: open ? (counted?.read ?? null) : null,
        rowsRejected: open ? (counted?.rejected ?? null) : null,
        rowsDuplicate: open ? (counted?.duplicate ?? null) : null,
      };
    }),
    ...(open
      ? {}
      : {
          disclosure:
            'Counts of this kind of data are not given here; shares are whole hundredths, and breaks are found in released figures of the whole layer.',
        }),
    notPlacedShare: share(sumOf(ways.filter(({ hasPoint, hasArea }) => !hasPoint && !hasArea))),
    noPointShare: share(sumOf(ways.filter(({ hasPoint }) => !hasPoint))),
    placedBy: waysNamed(ways, dataset).flatMap(({ way, events: placed }) => {
      const placedShare = share(placed);
      // A way that few were placed by is not named: that it was used at all would tell them from none.
      return placedShare === null || placedShare === 0 ? [] : [{ way, share: placedShare }];
    }),
    pileUps: open ? await pileUpsOf(db, datasetId, telling, ways) : [],
    breaks: open ? await breaksOf(db, datasetId, own, notes) : releasedBreaks(released, own, notes),
    notes: notes.map(({ supplier, category, fromMonthNo, toMonthNo, note }) => ({
      supplier,
      category,
      from: monthOf(fromMonthNo),
      to: monthOf(toMonthNo),
      note,
    })),
  };
}

/** First to last month, those without a row as not supplied. */
function everyMonth(supply: readonly SuppliedMonth[]) {
  const first = Math.min(...supply.map(({ monthNo }) => monthNo));
  const last = Math.max(...supply.map(({ monthNo }) => monthNo));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const found = supply.find(({ monthNo }) => monthNo === first + i);
    return {
      month: monthOf(first + i),
      status: found?.status ?? ('not-supplied' as const),
      events: found?.events ?? null,
      reason: found?.reason ?? '',
    };
  });
}

function waysNamed(
  ways: readonly WayCount[],
  { locationPrecision }: LayerDataset,
): { way: string; events: number }[] {
  const named = new Map<string, number>();
  for (const { way, hasPoint, events } of ways) {
    const name =
      way !== null ? (WAYS[way] ?? way) : hasPoint ? `published point (${locationPrecision})` : null;
    if (name !== null) named.set(name, (named.get(name) ?? 0) + events);
  }
  return [...named].map(([way, events]) => ({ way, events })).sort((a, b) => b.events - a.events);
}

async function pileUpsOf(
  db: Database['db'],
  datasetId: number,
  telling: readonly number[],
  ways: readonly WayCount[],
): Promise<PileUp[]> {
  const placed = sumOf(ways.filter(({ hasPoint }) => hasPoint));
  const least = Math.max(PILE_UP_EVENTS, Math.ceil(PILE_UP_SHARE * placed));
  const points = await readPileUps(db, datasetId, telling, least, PILE_UPS_NAMED, NEAR_M);
  return points.map(({ lon, lat, name, events, note }) => {
    const told = name !== null && TELLING_NAME.test(name) ? `The point is published as "${name}".` : null;
    return { lon, lat, name, events, share: events / placed, note: note ?? told };
  });
}

async function breaksOf(
  db: Database['db'],
  datasetId: number,
  supply: readonly SuppliedMonth[],
  notes: readonly RecordingNote[],
): Promise<RecordingBreak[]> {
  const sound = new Set(
    supply
      .filter(({ status }) => status === 'supplied')
      .map(({ supplier, monthNo }) => `${supplier}|${monthNo}`),
  );
  const bySupplier = new Map<string, Map<number, Record<string, number>>>();
  for (const { supplier, monthNo, category, events } of await countBySupplierMonth(db, datasetId)) {
    if (!sound.has(`${supplier}|${monthNo}`)) continue;
    const months = bySupplier.get(supplier) ?? new Map<number, Record<string, number>>();
    bySupplier.set(supplier, months);
    months.set(monthNo, { ...months.get(monthNo), [category]: events });
  }
  return [...bySupplier].flatMap(([supplier, months]) =>
    findRecordingBreaks([...months].map(([monthNo, counts]) => ({ monthNo, counts }))).map((step) =>
      breakOf(step, supplier, notes),
    ),
  );
}

/** Restricted data: the same of what is released anyway, of the layer as a whole; what is rounded gives ratios to two digits. */
function releasedBreaks(
  months: Awaited<ReturnType<typeof releasedMonths>>,
  supply: readonly SuppliedMonth[],
  notes: readonly RecordingNote[],
): RecordingBreak[] {
  const suppliers = listed([...new Set(supply.map(({ supplier }) => supplier))]);
  const twoDigits = (ratio: number) => Number(ratio.toPrecision(2));
  return findRecordingBreaks(months)
    .map((step) => breakOf(step, suppliers, notes))
    .map((found) => ({
      ...found,
      ratio: twoDigits(found.ratio),
      othersRatio: twoDigits(found.othersRatio),
    }));
}

function breakOf(
  { category, monthNo, ratio, othersRatio }: LevelStep,
  supplier: string,
  notes: readonly RecordingNote[],
): RecordingBreak {
  const explained = notes.some(
    (note) =>
      (note.supplier === null || note.supplier === supplier) &&
      (note.category === null || note.category === category) &&
      note.fromMonthNo <= monthNo &&
      note.toMonthNo >= monthNo,
  );
  return { supplier, category, month: monthOf(monthNo), ratio, othersRatio, explained };
}

function sumOf(ways: readonly WayCount[]): number {
  return ways.reduce((sum, { events }) => sum + events, 0);
}
