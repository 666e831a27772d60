import type { HotCell, WardPage } from '../../server/contract/area-pages.ts';
import { apiPath } from '../api/client.ts';
import { exploreHref } from '../state/place.ts';
import { sayBandShort } from '../words/bands.ts';
import { formatCount, formatZ, keepUnits } from '../words/format.ts';
import { param } from './address.ts';
import { AnswerFiles } from './answer-files.tsx';
import { DataTable } from './data-table.tsx';
import { TableFile } from './table-file.tsx';

/** The fullest cells and street names of a ward, and points where records pile up for another reason. */
export function PlacesSection({ page }: { page: WardPage }) {
  const { hottestCells, streets, pointNotes, ward, parameters } = page;
  const cellHref = ({ column, row }: HotCell) =>
    exploreHref(
      `area=${ward.districtCode}&layer=${parameters.layer}&from=${parameters.from}&to=${parameters.to}` +
        `&cell=${hottestCells.cellSizeM}&selected=cell:${column},${row}`,
    );
  return (
    <>
      <p class="section-lead">{keepUnits(hottestCells.reading)}</p>
      {hottestCells.cells.length > 0 && (
        <TableFile>
          <DataTable
            caption={`Fullest cells of ${hottestCells.cellSizeM} m. A cell on the border counts what lies across it too.`}
            keyOf={({ column, row }) => `${column} ${row}`}
            rows={hottestCells.cells}
            columns={[
              {
                name: 'cell',
                label: 'Cell, centre',
                show: (cell) => (
                  <a href={cellHref(cell)}>
                    {Math.round(cell.x)} E, {Math.round(cell.y)} N
                  </a>
                ),
              },
              { name: 'events', label: 'Events', isNumber: true, show: ({ events }) => formatCount(events) },
              {
                name: 'band',
                label: 'Than expected in the district',
                show: ({ band }) => (band === null ? 'Not computable' : sayBandShort(band)),
              },
              { name: 'z', label: 'z', isNumber: true, show: ({ z }) => (z === null ? '' : formatZ(z)) },
            ]}
          />
        </TableFile>
      )}
      <AnswerFiles
        path={apiPath('hot-spots', {
          layer: parameters.layer,
          categories: param('categories') || undefined,
          from: parameters.from,
          to: parameters.to,
          area: ward.code,
          cellSizeM: hottestCells.cellSizeM,
        })}
        what="Every cell"
      />
      {streets.names.length > 0 && (
        <>
          <h3>Streets</h3>
          <p class="chart-note">{streets.note}</p>
          <ol class="streets">
            {streets.names.map(({ name, events }) => (
              <li key={name}>
                <span>{name}</span> <span class="number">{formatCount(events)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      {pointNotes.length > 0 && (
        <>
          <h3>Points to read with care</h3>
          <ul class="bullets">
            {pointNotes.map((point) => (
              <li key={`${point.x} ${point.y} ${point.note}`}>
                {point.x} E, {point.y} N: {point.note}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
