import type { ServiceKind } from '../../server/contract/services.ts';
import { Legend } from '../charts/legend.tsx';
import { view } from '../state/store.ts';
import { formatCount } from '../words/format.ts';
import { lsoaRates, rateClasses, wantsRates } from './lsoa-rates.ts';
import { PlaceSymbolMark } from './place-symbols.tsx';
import { services, wantsLsoas } from './services-store.ts';

/** What lies on top of the map, with its symbols: below the legend of the figures. */
export default function PlacesLegend() {
  const kinds = (services.state.value.data?.kinds ?? []).filter(({ kind }) =>
    view.value.places.includes(kind),
  );
  const rates = rateClasses.value;
  return (
    <>
      {wantsRates.value && lsoaRates.state.value.error && (
        <p class="quiet">No rates by LSOA: {lsoaRates.state.value.error.message}</p>
      )}
      {rates && <Legend classes={rates.classes} />}
      {(kinds.length > 0 || wantsLsoas.value) && <OnTop kinds={kinds} />}
    </>
  );
}

function OnTop({ kinds }: { kinds: readonly ServiceKind[] }) {
  return (
    <table class="legend places-legend">
      <caption>On top</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Symbol</th>
          <th scope="col">Kind</th>
          <th scope="col">Number</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(({ kind, label, places }) => (
          <tr key={kind}>
            <td>
              <PlaceSymbolMark kind={kind} />
            </td>
            <th scope="row">{label}</th>
            <td class="number">{formatCount(places)}</td>
          </tr>
        ))}
        {wantsLsoas.value && (
          <tr>
            <td>
              <svg class="place-symbol" viewBox="0 0 24 24" aria-hidden="true">
                <path d="M1 12h22" stroke="#3d4752" stroke-width="2" stroke-dasharray="6 4" />
              </svg>
            </td>
            <th scope="row">Boundary of an LSOA</th>
            <td />
          </tr>
        )}
      </tbody>
    </table>
  );
}
