import { pathOfFigures, type Scene, wardsAreaOf, wardsPathOf } from '../state/scene.ts';

/** Tables that the service gives as files. */
export const EXPORTED = [
  'hot-spots',
  'wards',
  'weights',
  'change',
  'changed-wards',
  'coincidence',
  'emerging',
  'measures',
  'need-against-provision',
  'vulnerable-localities',
  'services',
  'months',
  'supply',
  'pile-ups',
  'batches',
] as const;
export type ExportedFigure = (typeof EXPORTED)[number];
export type ExportFormat = 'csv' | 'geojson';

/** The figure and the query of a path of the API ('api/hot-spots?layer=crime'); null where there is no such file. */
export function exportedOf(path: string): { figure: ExportedFigure; query: string } | null {
  const [name = '', query = ''] = path.replace(/^api\/(composites\/)?/, '').split('?', 2);
  const figure = EXPORTED.find((one) => one === name);
  return figure === undefined ? null : { figure, query };
}

/** The address of a table as a file: the same query as the figure on screen. */
export function exportHref(figure: ExportedFigure, format: ExportFormat, query: string): string {
  return `api/exports/${figure}.${format}${query === '' ? '' : `?${query}`}`;
}

/** What a map's own table is as a file; null before anything is known. */
export function exportedOfScene(scene: Scene): { figure: ExportedFigure; query: string } | null {
  const view = scene.resolved.value;
  const area = scene.district.value;
  if (!view || !area) return null;
  if (view.mode !== 'wards') return exportedOf(pathOfFigures(view) ?? '');
  return exportedOf(wardsPathOf(view, wardsAreaOf(scene.studyArea.value, area, scene.layer.value)));
}

/** The wards beside a map of cells as a file; null where there are none, and before anything is known. */
export function exportedWards(scene: Scene): { figure: ExportedFigure; query: string } | null {
  const own = exportedOfScene(scene);
  if (own?.figure === 'change') return { ...own, figure: 'changed-wards' };
  if (own?.figure !== 'hot-spots') return null;
  const view = scene.resolved.value;
  const area = scene.district.value;
  return view && area
    ? exportedOf(wardsPathOf(view, wardsAreaOf(scene.studyArea.value, area, scene.layer.value)))
    : null;
}
