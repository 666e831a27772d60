import '../styles/keeping.css';
import { type ExportedFigure, exportHref } from './export-address.ts';

/** A table as files: the same question as the figure on screen; the service marks and records each. */
export function ExportLinks({ figure, query }: { figure: ExportedFigure; query: string }) {
  return (
    <p class="export-links">
      <a href={exportHref(figure, 'csv', query)} download>
        Table as CSV
      </a>
      <a href={exportHref(figure, 'geojson', query)} download>
        Table as GeoJSON
      </a>
    </p>
  );
}
