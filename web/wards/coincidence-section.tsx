import type { WardPage } from '../../server/contract/area-pages.ts';
import type { CoincidenceResult } from '../../server/contract/coincidence.ts';
import { apiPath, auditIdOf } from '../api/client.ts';
import { exploreHref } from '../state/place.ts';
import { formatCount, formatPeriod, keepUnits } from '../words/format.ts';
import { DataTable } from './data-table.tsx';
import { TableFile } from './table-file.tsx';
import { useAnswer } from './use-answer.ts';
import { sayExpectedCells } from './words.ts';

/** Codes of `cells.jointClass`. */
const HOT_IN_BOTH = 3;
const NOT_SHOWN = 4;

/** Where two layers are hot together in this ward, and the ward's place in every other layer. */
export function CoincidenceSection({ page }: { page: WardPage }) {
  const { otherLayers, parameters, ward } = page;
  const second = otherLayers.some(({ layer }) => layer === 'ambulance')
    ? 'ambulance'
    : (otherLayers[0]?.layer ?? null);
  // The restricted layer leads: its cells are the coarser ones, and both are counted in those.
  const pair = page.disclosure ? [parameters.layer, second ?? ''] : [second ?? '', parameters.layer];
  const result = useAnswer<CoincidenceResult>(
    second === null
      ? null
      : apiPath('coincidence', {
          first: pair[0],
          second: pair[1],
          from: parameters.from,
          to: parameters.to,
          area: ward.code,
        }),
  );
  if (second === null)
    return (
      <p>
        No other layer is loaded that you may see, so nothing can be set beside this one. Ambulance pick-ups
        are the layer most often asked for.
      </p>
    );
  const { data, error } = result;
  return (
    <>
      {data && <p class="section-lead">{sayFullest(page, data)}</p>}
      {data && <p>{keepUnits(data.summary.sentence)}</p>}
      {error && (
        <p>
          Coincidence cannot be shown here: {error.message} {error.hint}
        </p>
      )}
      {data?.notComputable && <p>{keepUnits(data.notComputable.detail)}</p>}
      {data && (
        <>
          <TableFile looks={[auditIdOf(data)].filter((id) => id !== null)}>
            <DataTable
              caption={`Cells of ${data.parameters.cellSizeM} m in ${data.studyArea.name}, hot at 95 % or more, ${formatPeriod(data.parameters.from, data.parameters.to)}.`}
              keyOf={([name]) => name}
              rows={
                [
                  ['Hot in both', data.summary.both],
                  [`${data.first.title} only`, data.summary.firstOnly],
                  [`${data.second.title} only`, data.summary.secondOnly],
                  ['Neither', data.summary.neither],
                  ['Not shown, a hidden count could change it', data.summary.notShown],
                ] as [string, number][]
              }
              columns={[
                { name: 'class', label: 'Cells', show: ([name]) => name },
                { name: 'count', label: 'Number', isNumber: true, show: ([, count]) => formatCount(count) },
              ]}
            />
          </TableFile>
          <p class="chart-note">
            If the two had nothing to do with each other, {sayExpectedCells(data.summary.expectedBoth)} would
            be hot in both.{' '}
            <a
              href={exploreHref(
                `mode=coincidence&area=${data.studyArea.code}&layer=${pair[0]}&second=${pair[1]}&from=${parameters.from}&to=${parameters.to}`,
              )}
            >
              See both on the map
            </a>
          </p>
        </>
      )}
      {otherLayers.length > 0 && (
        <ul class="bullets">
          {otherLayers.map(({ layer, sentence }) => (
            <li key={layer}>{keepUnits(sentence)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** How many of the ward's fullest cells lie in cells that are hot in both layers: the ward's own part of the picture. */
function sayFullest(
  { hottestCells, ward, disclosure }: WardPage,
  { cells, parameters }: CoincidenceResult,
): string {
  const classOf = new Map(cells.jointClass.map((joint, i) => [`${cells.column[i]} ${cells.row[i]}`, joint]));
  const joint = hottestCells.cells.map(({ x, y }) =>
    classOf.get(`${Math.floor(x / parameters.cellSizeM)} ${Math.floor(y / parameters.cellSizeM)}`),
  );
  if (joint.length === 0)
    return disclosure
      ? `No count of a cell of ${ward.name} is shown, so none can be set beside another layer. That is not to be read as none.`
      : `${ward.name} has no events to set beside another layer.`;
  const both = joint.filter((one) => one === HOT_IN_BOTH).length;
  const unknown = joint.filter((one) => one === NOT_SHOWN).length;
  return (
    `${formatCount(both)} of the ${formatCount(joint.length)} fullest cells of ${ward.name} lie where both layers are hot together.` +
    (unknown > 0 ? ` Hidden counts leave ${formatCount(unknown)} open.` : '')
  );
}
