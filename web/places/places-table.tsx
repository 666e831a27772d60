import type { ServicePlace } from '../../server/contract/services.ts';
import { apiPath } from '../api/client.ts';
import { exportedOf } from '../briefings/export-address.ts';
import { ExportLinks } from '../briefings/export-links.tsx';
import { type Column, SortableTable } from '../panels/sortable-table.tsx';
import { LSOA_BOUNDARIES, LSOA_RATES } from '../state/places-on-top.ts';
import { view } from '../state/store.ts';
import { formatCount, formatDay, sayCount } from '../words/format.ts';
import { wantsRates } from './lsoa-rates.ts';
import { LsoaTable } from './lsoa-table.tsx';
import { PlaceSymbolMark } from './place-symbols.tsx';
import { pointedOut, services, shownPlaces } from './services-store.ts';

/** What lies on top of the map as tables: LSOAs where they are filled, and services. */
export default function PlacesTable() {
  const hasKinds = view.value.places.some((place) => place !== LSOA_BOUNDARIES && place !== LSOA_RATES);
  return (
    <>
      {wantsRates.value && <LsoaTable />}
      {hasKinds && <ServicesTable />}
    </>
  );
}

/** The services on the map as a table: the same places, to be sorted and read; a row points its place out on the map. */
function ServicesTable() {
  const result = services.state.value.data;
  const rows = shownPlaces.value;
  if (!result) return <p class="quiet">The services are on their way.</p>;
  if (rows.length === 0) return <p>None of the kinds chosen is in {result.studyArea.name}.</p>;
  const labels = new Map(result.kinds.map(({ kind, label }) => [kind, label]));
  const columns: Column<ServicePlace>[] = [
    { name: 'name', label: 'Name', sortBy: ({ name }) => name, show: ({ name }) => name },
    {
      name: 'kind',
      label: 'Kind',
      sortBy: ({ kind }) => labels.get(kind) ?? kind,
      show: ({ kind }) => (
        <>
          <PlaceSymbolMark kind={kind} /> {labels.get(kind) ?? kind}
        </>
      ),
    },
    { name: 'ward', label: 'Ward', sortBy: ({ ward }) => ward, show: ({ ward }) => ward ?? 'none' },
    {
      name: 'capacity',
      label: <abbr title="Places, beds or patients, as the register gives them">Capacity</abbr>,
      isNumber: true,
      sortBy: ({ capacity }) => capacity,
      show: ({ capacity }) =>
        capacity === null ? <span class="quiet">not given</span> : formatCount(capacity),
    },
  ];
  const exported = exportedOf(
    apiPath('services', {
      area: result.studyArea.code,
      kinds: [...new Set(rows.map(({ kind }) => kind))].join(','),
    }),
  );
  const day = result.register && formatDay(`${result.register.onDay}T12:00:00Z`);
  return (
    <>
      {exported && <ExportLinks {...exported} what="Services" />}
      <SortableTable
        caption={
          <>
            {formatCount(rows.length)} of {sayCount(result.places.length, 'service')} in{' '}
            {result.studyArea.name}
            {day && `, in the register on ${day}`}, by kind and name. Choosing one points it out on the map.
          </>
        }
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        selectedKey={pointedOut.value && keyOf(pointedOut.value)}
        onSelect={(place) => {
          pointedOut.value = pointedOut.peek() === place ? null : place;
        }}
      />
      {result.summary.notMapped > 0 && (
        <p class="quiet">
          {sayCount(result.summary.notMapped, 'service')} of the register without a location: not on the map.
        </p>
      )}
      <p class="quiet">{result.sources.map(({ attribution }) => attribution).join(' ')}</p>
    </>
  );
}

function keyOf({ kind, name, lon, lat }: ServicePlace): string {
  return `${kind} ${name} ${lon} ${lat}`;
}
