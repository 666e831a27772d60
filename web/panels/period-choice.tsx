import { useSignal } from '@preact/signals';
import type { CatalogueMonth } from '../../server/contract/catalogue.ts';
import { Lazily } from '../lazily.tsx';
import { type Period, periodPresets, releasedPeriods } from '../state/periods.ts';
import { suppliedReach } from '../state/resolve-view.ts';
import { choose, edited, editedView } from '../state/store.ts';
import { layerAgainst, timedLayer } from '../state/timed-layer.ts';
import { sayTimes, whyNoTimes } from '../state/times.ts';
import { formatMonth, formatPeriod } from '../words/format.ts';

const loadTimes = () => import('./times-choice.tsx');

/** Which months: four usual periods, or a first and a last month; of a change also the period before. */
export function PeriodChoice() {
  const { resolved, periodChange } = edited.value;
  const shown = timedLayer();
  const wanted = resolved.value;
  const reach = shown && suppliedReach(shown);
  if (!shown || !wanted || !reach) return null;
  if (shown.isRegister || shown.isAggregate)
    return (
      <fieldset>
        <legend>When</legend>
        <p class="choice-now">{formatPeriod(reach.from, reach.to)}</p>
        <p class="quiet">
          {shown.isRegister
            ? 'A register is counted as it stands. It has no earlier months to choose from.'
            : 'Whoever supplied these counts added them up for this period. It cannot be cut shorter.'}
        </p>
      </fieldset>
    );
  const presets = periodPresets(reach.from, reach.to, wanted);
  const isChange = editedView.value.mode === 'change';
  const used = periodChange.state.value.data?.parameters;
  const before = isChange && used ? { from: used.beforeFrom, to: used.beforeTo } : null;
  return (
    <fieldset>
      <legend>When</legend>
      <p class="choice-now">{formatPeriod(wanted.from, wanted.to)}</p>
      <div class="presets">
        {presets.map((preset) => (
          <button
            key={preset.name}
            type="button"
            aria-pressed={preset.period?.from === wanted.from && preset.period.to === wanted.to}
            disabled={preset.period === null}
            aria-describedby={preset.because ? `because-${preset.name}` : undefined}
            onClick={() => preset.period && choose(preset.period)}
          >
            {preset.label}
          </button>
        ))}
      </div>
      {presets
        .filter((preset) => preset.because !== '')
        .map((preset) => (
          <p key={preset.name} id={`because-${preset.name}`} class="quiet">
            {preset.label} is not offered: {preset.because}
          </p>
        ))}
      {shown.disclosure && (
        <div class="released">
          <p class="quiet">
            Restricted data is released for these periods, so that no month can be found by subtraction. Other
            months are answered with the next longer of them.
          </p>
          <div class="presets">
            {releasedPeriods(reach, editedView.value.mode === 'wards').map(({ label, period }) => (
              <button
                key={label}
                type="button"
                aria-pressed={period.from === wanted.from && period.to === wanted.to}
                onClick={() => choose(period)}
              >
                {label}
              </button>
            ))}
          </div>
        </div>
      )}
      <MonthPair months={shown.months} period={wanted} names={['From', 'To']} onChoose={choose} />
      {before && (
        <>
          <p class="choice-before">
            Against {formatPeriod(before.from, before.to)}
            {wanted.beforeFrom === null && <span class="quiet"> (the same months a year before)</span>}
          </p>
          <MonthPair
            months={shown.months}
            period={before}
            names={['Before, from', 'Before, to']}
            onChoose={({ from, to }) => choose({ beforeFrom: from, beforeTo: to })}
          />
          {wanted.beforeFrom !== null && (
            <button type="button" onClick={() => choose({ beforeFrom: null, beforeTo: null })}>
              Compare with the same months a year before
            </button>
          )}
        </>
      )}
      <TimesOfDay />
    </fieldset>
  );
}

/** Hours and weekdays, folded away until they are asked for. */
function TimesOfDay() {
  const opened = useSignal(false);
  const layer = edited.value.layer.value;
  const wanted = edited.value.resolved.value;
  if (!layer || !wanted) return null;
  const isShut = whyNoTimes(layer, layerAgainst()) !== null;
  const isNarrowed = wanted.hours !== null || wanted.weekdays !== null;
  return (
    <details
      class="times"
      open={opened.value || isNarrowed}
      onToggle={(event) => {
        opened.value = event.currentTarget.open;
      }}
    >
      <summary>{isShut ? 'Time of day: not offered' : sayTimes(wanted.hours, wanted.weekdays)}</summary>
      {opened.value && <Lazily load={loadTimes} />}
    </details>
  );
}

interface PairProps {
  months: readonly CatalogueMonth[];
  period: Period;
  names: readonly [string, string];
  onChoose(period: Period): void;
}

function MonthPair({ months, period, names, onChoose }: PairProps) {
  const options = months.map((m) => (
    <option key={m.month} value={m.month}>
      {formatMonth(m.month)}
      {m.status === 'not-supplied' ? ' (not supplied)' : m.status === 'supplied' ? '' : ' (flagged)'}
    </option>
  ));
  const { from, to } = period;
  return (
    <div class="pair">
      <label class="field">
        <span>{names[0]}</span>
        <select
          value={from}
          onChange={(event) => {
            const month = event.currentTarget.value;
            onChoose({ from: month, to: to < month ? month : to });
          }}
        >
          {options}
        </select>
      </label>
      <label class="field">
        <span>{names[1]}</span>
        <select
          value={to}
          onChange={(event) => {
            const month = event.currentTarget.value;
            onChoose({ to: month, from: from > month ? month : from });
          }}
        >
          {options}
        </select>
      </label>
    </div>
  );
}
