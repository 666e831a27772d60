import type { Chosen, Source } from '../../server/contract/shared.ts';
import { hotSpots, layer, view, wardLayer } from '../state/store.ts';
import { formatCount, formatDay, formatMonth, formatPeriod } from '../words/format.ts';

/** How the figures came about, what the service chose by itself and why, and where the data is from. */
export function MethodTab() {
  const cells = hotSpots.state.value.data;
  const wards = wardLayer.state.value.data;
  const shown = view.value.page === 'wards' ? wards : cells;
  if (!shown || !layer.value) return <p class="quiet">The method is on its way.</p>;
  return (
    <div class="method">
      {view.value.page === 'hot-spots' && cells && (
        <>
          <h3>{cells.method.title}</h3>
          <p>{cells.method.definition}</p>
          <p class="quiet">Definition {cells.method.definitionVersion}.</p>
        </>
      )}
      {view.value.page === 'wards' && wards && (
        <>
          <h3>Rates and shares by ward</h3>
          <p>
            A rate is the events recorded in a ward for every 1,000 of its residents, scaled to a year. A ward
            counts as higher or lower than the district only where its whole 95&nbsp;% interval is; much
            higher or lower where the 99.8&nbsp;% interval is.
          </p>
          <p class="quiet">
            {wards.population
              ? `Population: ${wards.population.method}, ${wards.population.referenceYear}, ${wards.population.source}.`
              : 'Population: not supplied, so no rate can be computed.'}
          </p>
        </>
      )}
      <ChosenList chosen={shown.chosen} />
      <h3>Data</h3>
      <p>
        {formatPeriod(shown.period.from, shown.period.to)}: {formatCount(shown.period.monthsSupplied)} months
        supplied, {formatCount(shown.period.days)} days. Locations are {layer.value.locationPrecision}, times
        to the {layer.value.timePrecision}. {formatCount(layer.value.eventsNotMapped)} events of the layer
        could not be mapped.
      </p>
      {shown.sources.map((source) => (
        <SourceLine key={source.dataset} source={source} />
      ))}
      <Months />
    </div>
  );
}

function ChosenList({ chosen }: { chosen: readonly Chosen[] }) {
  if (chosen.length === 0) return null;
  return (
    <>
      <h3>Chosen by the service</h3>
      <dl class="chosen">
        {chosen.map((choice) => (
          <div key={choice.parameter}>
            <dt>
              {choice.parameter}: {choice.value === null ? 'none' : String(choice.value)}
            </dt>
            <dd>{choice.because}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function SourceLine({ source }: { source: Source }) {
  return (
    <p>
      <strong>{source.title}</strong>
      {source.synthetic && <span class="tag">SYNTHETIC</span>}, {source.owner}. {source.licence}.{' '}
      {source.attribution}
      <span class="quiet"> Imported {formatDay(source.lastImportedAt)}.</span>
    </p>
  );
}

const STATUS_WORDS = {
  supplied: 'Supplied',
  'under-supplied': 'Looks under-supplied',
  'over-supplied': 'Looks over-supplied',
  'not-supplied': 'Not supplied',
} as const;

/** The time strip as a table. */
function Months() {
  const months = layer.value?.months ?? [];
  return (
    <details>
      <summary>Every month and how it was supplied</summary>
      <table class="figures">
        <caption>{layer.value?.title}, whole supply, every district</caption>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" class="number">
              Events
            </th>
            <th scope="col">Supply</th>
          </tr>
        </thead>
        <tbody>
          {[...months].reverse().map((m) => (
            <tr key={m.month}>
              <th scope="row">{formatMonth(m.month)}</th>
              <td class="number">{m.hidden ? 'hidden' : m.events === null ? '–' : formatCount(m.events)}</td>
              <td>
                {STATUS_WORDS[m.status]}
                {m.reason !== '' && <span class="quiet"> {m.reason}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
