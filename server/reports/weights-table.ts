import type { WeightTable } from '../contract/weights.ts';
import type { ExportTable } from './export-table.ts';

const SOURCE_HAS_NONE = 'none in the source';

/** One version of a weight table: a row a category, with the range, quality and source of each weight. */
export function weightsTable(
  { title, version, unit, layer, method, source, sourceYear, slug, rows }: WeightTable,
  dataVersion: number,
): ExportTable {
  const ordered = [...rows].sort(
    (a, b) => (b.weight ?? -1) - (a.weight ?? -1) || a.category.localeCompare(b.category, 'en-GB'),
  );
  const column = (name: string, of: (row: WeightTable['rows'][number]) => number | string) => ({
    name,
    values: ordered.map(of),
  });
  return {
    fileName: `weights-${slug}-version-${version}`,
    title: `${title}, version ${version}`,
    sentence: `What one recorded event counts for: ${rows.length} categories of the layer ${layer}, in ${unit}.`,
    method,
    period: String(sourceYear),
    studyArea: 'of no area',
    marking: 'OFFICIAL',
    synthetic: false,
    dataVersion,
    sources: [],
    notes: [`Weights are judgements with a source: ${source}, ${sourceYear}.`],
    columns: [
      column('category', ({ category }) => category),
      column(`weight_${unit.replaceAll(' ', '_')}`, ({ weight }) => weight ?? SOURCE_HAS_NONE),
      column('lowest_supported', ({ low }) => low ?? SOURCE_HAS_NONE),
      column('highest_supported', ({ high }) => high ?? SOURCE_HAS_NONE),
      column('quality', ({ quality }) => quality),
      column('found_by', ({ victimReported }) => (victimReported ? "victims' reports" : 'police activity')),
      column('source', (row) => row.source),
      column('source_year', (row) => row.sourceYear),
      column('note', ({ note }) => note),
    ],
  };
}
