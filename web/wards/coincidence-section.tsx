import type { WardPage } from '../../server/contract/area-pages.ts';
import type { CoincidenceResult } from '../../server/contract/coincidence.ts';
import { apiPath } from '../api/client.ts';
import { exploreHref } from '../state/place.ts';
import { formatCount, keepUnits } from '../words/format.ts';
import { DataTable } from './data-table.tsx';
import { useAnswer } from './use-answer.ts';

/** Where two layers are hot together in this ward, and the ward's place in every other layer. */
export function CoincidenceSection({ page }: { page: WardPage }) {
  const { otherLayers, parameters, ward } = page;
  const second = otherLayers.some(({ layer }) => layer === 'ambulance')
    ? 'ambulance'
    : (otherLayers[0]?.layer ?? null);
  const result = useAnswer<CoincidenceResult>(
    second === null
      ? null
      : apiPath('coincidence', {
          first: second,
          second: parameters.layer,
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
      {data && <p class="section-lead">{keepUnits(data.summary.sentence)}</p>}
      {error && (
        <p>
          Coincidence cannot be shown here: {error.message} {error.hint}
        </p>
      )}
      {data?.notComputable && <p>{keepUnits(data.notComputable.detail)}</p>}
      {data && (
        <>
          <DataTable
            caption={`Cells of ${data.parameters.cellSizeM} m in ${ward.name}, hot at 95 % or more.`}
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
          <p class="chart-note">
            If the two had nothing to do with each other, about{' '}
            {formatCount(Math.round(data.summary.expectedBoth))} cells would be hot in both.{' '}
            <a
              href={exploreHref(
                `mode=coincidence&area=${ward.code}&layer=${second}&second=${parameters.layer}&from=${parameters.from}&to=${parameters.to}`,
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
