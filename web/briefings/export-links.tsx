import '../styles/keeping.css';
import { type ExportedFigure, type ExportFormat, exportHref } from './export-address.ts';

/** A table as files: the same question as the figure on screen; the service marks and records each. */
export function ExportLinks({
  figure,
  query,
  what,
  formats = ['csv', 'geojson'],
}: {
  figure: ExportedFigure;
  query: string;
  /** The table's name on the links. */
  what: string;
  /** Default both; a table without places has no GeoJSON. */
  formats?: readonly ExportFormat[];
}) {
  return (
    <p class="export-links">
      {formats.map((format) => (
        <a key={format} href={exportHref(figure, format, query)} download>
          {what} as {format === 'csv' ? 'CSV' : 'GeoJSON'}
        </a>
      ))}
    </p>
  );
}
