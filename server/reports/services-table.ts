import type { ServicesResult } from '../contract/services.ts';
import { RequestError } from '../errors.ts';
import { nearestWord } from '../nearest-word.ts';
import { type ExportTable, NOT_SUPPLIED } from './export-table.ts';
import { inFileName } from './table-frame.ts';

/**
 * Services as a table: a row a place, with its point.
 *
 * @param kinds those wanted, comma separated; undefined: every kind
 * @throws RequestError for a kind that the district does not have
 */
export function servicesTable(result: ServicesResult, kinds?: string): ExportTable {
  const { studyArea, register, sources, synthetic, marking, dataVersion, summary } = result;
  const labels = new Map(result.kinds.map(({ kind, label }) => [kind, label]));
  const wanted = kinds === undefined ? [...labels.keys()] : kinds.split(',').filter((kind) => kind !== '');
  const unknown = wanted.find((kind) => !labels.has(kind));
  if (unknown !== undefined)
    throw new RequestError('invalid-parameter', {
      detail: `No service of the kind "${unknown}" is in ${studyArea.name}.`,
      seen: unknown,
      hint: `The kinds there: ${[...labels.keys()].join(', ') || 'none'}.${sayNearest(unknown, [...labels.keys()])}`,
      field: 'kinds',
    });
  const places = result.places.filter(({ kind }) => wanted.includes(kind));
  const onDay = register?.onDay ?? null;
  return {
    fileName: ['services', inFileName(studyArea.name), ...(onDay === null ? [] : [onDay])].join('-'),
    title: `Services and places of help, ${studyArea.name}`,
    sentence: summary.sentence,
    method: 'As the register gives them. A place that protects the people in it is never listed.',
    period: onDay === null ? 'no register' : `in the register on ${onDay}`,
    studyArea: `${studyArea.name} (${studyArea.code})`,
    marking,
    synthetic,
    dataVersion,
    sources,
    notes: [
      ...(wanted.length < labels.size
        ? [`Kinds in this file: ${wanted.map((kind) => labels.get(kind)).join(', ') || 'none'}.`]
        : []),
      ...(summary.notMapped > 0
        ? [`Services of the register without a location, not in this file: ${summary.notMapped}.`]
        : []),
    ],
    columns: [
      { name: 'name', values: places.map(({ name }) => name) },
      { name: 'kind', values: places.map(({ kind }) => labels.get(kind) ?? kind) },
      { name: 'ward', values: places.map(({ ward }) => ward ?? 'none') },
      { name: 'capacity', values: places.map(({ capacity }) => capacity ?? NOT_SUPPLIED) },
      { name: 'longitude_degrees', values: places.map(({ lon }) => lon) },
      { name: 'latitude_degrees', values: places.map(({ lat }) => lat) },
    ],
    geometries: places.map(({ lon, lat }) => ({ type: 'Point', coordinates: [lon, lat] })),
  };
}

function sayNearest(word: string, words: readonly string[]): string {
  const nearest = nearestWord(word, words);
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}
