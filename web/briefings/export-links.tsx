import '../styles/keeping.css';
import { type ExportedFigure, exportHref } from './export-address.ts';

/** A table as files: the same question as the figure on screen; the service marks and records each. */
export function ExportLinks({
  figure,
  query,
  what,
}: {
  figure: ExportedFigure;
  query: string;
  /** The table's name on the links. */
  what: string;
}) {
  return (
    <p class="export-links">
      <a href={exportHref(figure, 'csv', query)} download>
        {what} as CSV
      </a>
      <a href={exportHref(figure, 'geojson', query)} download>
        {what} as GeoJSON
      </a>
    </p>
  );
}
