import type { AreaMeasures, MeasuresResult } from '../../server/contract/measures.ts';
import type { WeightTables } from '../../server/contract/weights.ts';
import { apiPath } from '../api/client.ts';
import { screen } from '../state/screen.ts';
import { formatEvents, formatMeasure, formatShare, keepUnits, sayCount } from '../words/format.ts';
import { areaHref, change, taskHref } from './address.ts';
import { BarAxis, type BarScale, IntervalBar } from './charts/interval-bar.tsx';
import { VictimReportedTick } from './harm-choice.tsx';
import { TableScroll } from './table-scroll.tsx';
import { useAnswer } from './use-answer.ts';
import { formatDigits } from './words.ts';

type Weighed = AreaMeasures & { harm: NonNullable<AreaMeasures['harm']> };

/** Harm-weighted totals, with the weight table named beside them and the switch for what victims report. */
export function HarmSection({ result }: { result: MeasuresResult }) {
  const tables = useAnswer<WeightTables>(apiPath('weights'));
  const { weights } = result;
  const rows = result.areas
    .filter((area): area is Weighed => area.harm !== null)
    .sort((a, b) => b.harm.total - a.harm.total);
  if (!weights || rows.length === 0)
    return (
      <p>
        No harm-weighted total: {result.harmNotComputable?.detail ?? 'this layer has no weights.'} Health
        counts are never added to crime-harm days.
      </p>
    );
  const usable = (tables.data?.tables ?? []).filter(({ layer }) => layer === result.parameters.layer);
  const say = (value: number) => formatDigits(value, weights.significantDigits);
  const scale: BarScale = {
    widthPx: screen.value === 'phone' ? 150 : 260,
    from: 0,
    to: Math.max(...rows.map(({ harm }) => harm.interval?.upper ?? harm.total)) * 1.02,
    reference: null,
  };
  const ofEvents = new Map(
    [...result.areas].sort((a, b) => b.events - a.events).map(({ code }, i) => [code, i + 1]),
  );
  return (
    <>
      <div class="choice-row">
        <label class="field long">
          <span>Weights</span>
          <select
            value={weights.name}
            onChange={({ currentTarget: { value } }) =>
              change({
                weights: usable.some((one) => one.name === value && one.isDefault && one.newest) ? '' : value,
              })
            }
          >
            {usable.length === 0 && <option value={weights.name}>{weights.title}</option>}
            {usable.map((table) => (
              <option key={table.name} value={table.name}>
                {table.title}, version {table.version}
              </option>
            ))}
          </select>
        </label>
        <VictimReportedTick />
      </div>
      <p class="chart-note">
        {weights.title}, version {weights.name.split('@')[1]}, in {weights.unit}.{' '}
        {weights.leftOut.length > 0 &&
          `Left out, because police activity finds them: ${weights.leftOut.join(', ').replaceAll('-', ' ')}. `}
        {weights.withoutWeight.length > 0 &&
          `Without a weight, so not in the total: ${weights.withoutWeight.join(', ').replaceAll('-', ' ')}. `}
        {weights.crude.length > 0 &&
          `Rough weights, a floor or the middle of a wide range: ${weights.crude.join(', ').replaceAll('-', ' ')}. `}
        <a href={taskHref('weights')}>Every weight with its source</a>
      </p>
      <TableScroll label="Harm">
        <table class="figures ranking">
          <caption>
            Harm-weighted total by area. Intervals are for chance in the counts, 95&nbsp;%; the range is what
            other weights that the source supports would give.
          </caption>
          <thead>
            <tr>
              <th scope="col">Area</th>
              <th scope="col" class="bar-cell">
                Total, {weights.unit}
                <BarAxis scale={scale} say={compact} />
              </th>
              <th scope="col" class="number">
                Total
              </th>
              <th scope="col" class="number">
                Share of harm
              </th>
              <th scope="col" class="number">
                Per 1,000 people per year
              </th>
              <th scope="col" class="number">
                Range of weights
              </th>
              <th scope="col">Place by harm, by count</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((area, i) => (
              <tr key={area.code} data-faint={area.tooFewToSay}>
                <th scope="row">
                  {result.parameters.level === 'ward' ? (
                    <a href={areaHref(area.code)}>{area.name}</a>
                  ) : (
                    area.name
                  )}
                </th>
                <td class="bar-cell">
                  <IntervalBar
                    scale={scale}
                    value={area.harm.total}
                    interval={area.harm.interval}
                    faint={area.tooFewToSay}
                  />
                </td>
                <td class="number">
                  {say(area.harm.total)}
                  {area.harm.interval && (
                    <span class="interval-words">
                      ({say(area.harm.interval.lower)}–{say(area.harm.interval.upper)})
                    </span>
                  )}
                </td>
                <td class="number">{area.harm.share === null ? '' : formatShare(area.harm.share)}</td>
                <td class="number">
                  {area.harm.per1000Year === null ? (
                    <span class="quiet">no residents figure</span>
                  ) : (
                    say(area.harm.per1000Year)
                  )}
                </td>
                <td class="number">
                  {say(area.harm.weightRange.low)}–{say(area.harm.weightRange.high)}
                </td>
                <td>
                  {i + 1} <span class="quiet">by harm,</span> {ofEvents.get(area.code)}{' '}
                  <span class="quiet">by count</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p class="chart-note">
        {keepUnits(
          `District: ${say(result.district.harm?.total ?? 0)} ${weights.unit} from ${formatEvents(result.district.harm?.eventsWeighted ?? 0)}` +
            `${result.district.harm?.eventsWithoutWeight ? `; ${sayCount(result.district.harm.eventsWithoutWeight, 'event has no weight and is', 'events have no weight and are')} left out` : ''}. Health counts are never added to it.`,
        )}
      </p>
    </>
  );
}

const compact = (value: number) =>
  value >= 1_000_000
    ? `${formatMeasure(value / 1_000_000)}m`
    : value >= 1000
      ? `${formatMeasure(value / 1000)}k`
      : formatMeasure(value);
