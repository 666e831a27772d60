import { counted } from '../analyses/words.ts';
import type { Catalogue } from '../contract/catalogue.ts';
import type { DataQuality } from '../contract/data-quality.ts';
import type { Batches } from '../contract/imports.ts';
import { RequestError } from '../errors.ts';
import { nearestWord } from '../nearest-word.ts';
import { type ExportTable, type ExportValue, HIDDEN, NOT_SUPPLIED } from './export-table.ts';

const EVERYWHERE = 'everywhere that is held';

/**
 * A layer's events by month, as the chart below the map draws them: a row a month from the first to the last, gaps included.
 *
 * @throws RequestError for a layer that the asker does not see
 */
export function monthsTable(
  { layers, dataVersion, synthetic, marking }: Catalogue,
  slug: string,
): ExportTable {
  const layer = layers.find((one) => one.layer === slug);
  if (!layer) {
    const known = layers.map((one) => one.layer);
    const near = nearestWord(slug, known);
    throw new RequestError('unknown-layer', {
      detail: `There is no layer called ${slug}.`,
      seen: slug,
      hint: `${near ? `Did you mean ${near}? ` : ''}Layers held: ${known.join(', ')}.`,
      field: 'layer',
    });
  }
  const { months, title, sources, disclosure } = layer;
  const supplied = months.filter(({ status }) => status !== 'not-supplied').length;
  return {
    fileName: `months-${slug}`,
    title: `${title}, all events by month`,
    sentence: `Supplied of ${title}: ${supplied} of ${counted(months.length, 'month')}.`,
    method: 'Every event of the layer that was supplied for the month, of every district held.',
    period: months.length === 0 ? 'no month' : `${months[0].month} to ${months[months.length - 1].month}`,
    studyArea: EVERYWHERE,
    marking,
    synthetic,
    dataVersion,
    sources,
    notes: disclosure?.notes ?? [],
    columns: [
      { name: 'month', values: months.map(({ month }) => month) },
      { name: 'status', values: months.map(({ status }) => status.replace('-', ' ')) },
      {
        name: 'events',
        values: months.map(({ events, hidden }) => (hidden ? HIDDEN : (events ?? NOT_SUPPLIED))),
      },
      { name: 'reason', values: months.map(({ reason }) => reason) },
    ],
  };
}

/** What was supplied: a row a dataset, supplier and month. Counts of restricted data are not in it. */
export function supplyTable(quality: DataQuality, marking: string): ExportTable {
  const rows = quality.datasets.flatMap((dataset) =>
    dataset.suppliers.flatMap(({ supplier, months }) =>
      months.map((month) => ({ dataset, supplier, ...month })),
    ),
  );
  return {
    ...frameOf(quality, marking, 'supplied-months', 'Months supplied'),
    sentence: `${counted(rows.length, 'month')} of ${counted(quality.datasets.length, 'dataset')}.`,
    columns: [
      { name: 'dataset', values: rows.map(({ dataset }) => dataset.title) },
      { name: 'owner', values: rows.map(({ dataset }) => dataset.owner) },
      { name: 'supplier', values: rows.map(({ supplier }) => supplier) },
      { name: 'month', values: rows.map(({ month }) => month) },
      { name: 'status', values: rows.map(({ status }) => status.replace('-', ' ')) },
      {
        name: 'events',
        values: rows.map(({ events, status }) =>
          status === 'not-supplied' ? NOT_SUPPLIED : orHidden(events),
        ),
      },
      { name: 'reason', values: rows.map(({ reason }) => reason) },
    ],
  };
}

/** Points that hold more records than a street would, of open data. */
export function pileUpsTable(quality: DataQuality, marking: string): ExportTable {
  const rows = quality.datasets.flatMap((dataset) =>
    dataset.pileUps.map((pileUp) => ({ dataset, ...pileUp })),
  );
  return {
    ...frameOf(quality, marking, 'pile-ups', 'Points where records pile up'),
    sentence: `${counted(rows.length, 'point holds', 'points hold')} more records than a street would.`,
    columns: [
      { name: 'dataset', values: rows.map(({ dataset }) => dataset.title) },
      { name: 'point', values: rows.map(({ name }) => name ?? '') },
      { name: 'longitude_degrees', values: rows.map(({ lon }) => lon) },
      { name: 'latitude_degrees', values: rows.map(({ lat }) => lat) },
      { name: 'events', values: rows.map(({ events }) => events) },
      { name: 'share_of_placed_events', values: rows.map(({ share }) => share) },
      { name: 'why', values: rows.map(({ note }) => note ?? 'nothing noted') },
    ],
    geometries: rows.map(({ lon, lat }) => ({ type: 'Point', coordinates: [lon, lat] })),
  };
}

/** Files imported, newest first, with what became of their rows; rows of restricted data only for who imported them. */
export function batchesTable({ batches }: Batches, dataVersion: number): ExportTable {
  const live = batches.filter(({ state }) => state === 'live').length;
  return {
    fileName: 'files-imported',
    title: 'Files imported',
    sentence: `${counted(batches.length, 'file')} imported, ${live} of them live.`,
    method: 'Each file as it came in, whole or not at all.',
    period: 'since the first import',
    studyArea: EVERYWHERE,
    // Names of partners' files and of who brought them.
    marking: 'OFFICIAL-SENSITIVE',
    synthetic: false,
    dataVersion,
    sources: [],
    notes: [],
    columns: [
      { name: 'file', values: batches.map(({ fileName }) => fileName) },
      { name: 'sha256', values: batches.map(({ sha256 }) => sha256) },
      { name: 'dataset', values: batches.map(({ title }) => title) },
      { name: 'supplier', values: batches.map(({ supplier }) => supplier) },
      { name: 'month', values: batches.map(({ month }) => month) },
      { name: 'rows_read', values: batches.map(({ rowsRead }) => orHidden(rowsRead)) },
      { name: 'rows_accepted', values: batches.map(({ rowsAccepted }) => orHidden(rowsAccepted)) },
      { name: 'rows_rejected', values: batches.map(({ rowsRejected }) => orHidden(rowsRejected)) },
      { name: 'rows_duplicate', values: batches.map(({ rowsDuplicate }) => orHidden(rowsDuplicate)) },
      { name: 'rows_not_mapped', values: batches.map(({ rowsNotMapped }) => orHidden(rowsNotMapped)) },
      { name: 'imported_at', values: batches.map(({ importedAt }) => importedAt) },
      { name: 'imported_by', values: batches.map(({ importedBy }) => importedBy) },
      { name: 'state', values: batches.map(({ state }) => state) },
      { name: 'ended_at', values: batches.map(({ endedAt }) => endedAt) },
      { name: 'ended_by', values: batches.map(({ endedBy }) => endedBy) },
      { name: 'ended_because', values: batches.map(({ endedReason }) => endedReason) },
    ],
  };
}

function frameOf(
  { dataVersion, datasets }: DataQuality,
  marking: string,
  fileName: string,
  title: string,
): Omit<ExportTable, 'sentence' | 'columns'> {
  return {
    fileName,
    title,
    method: 'As the files imported have it.',
    period: 'every month held',
    studyArea: EVERYWHERE,
    marking: marking === 'OFFICIAL' ? 'OFFICIAL' : 'OFFICIAL-SENSITIVE',
    synthetic: datasets.some(({ synthetic }) => synthetic),
    dataVersion,
    sources: [],
    notes: datasets.flatMap(({ title: dataset, owner, disclosure }) => [
      `Dataset: ${dataset}, ${owner}.${disclosure === undefined ? '' : ` ${disclosure}`}`,
    ]),
  };
}

const orHidden = (count: number | null): ExportValue => count ?? HIDDEN;
