import { periodPresets } from '../state/periods.ts';
import { suppliedReach } from '../state/resolve-view.ts';
import { change, layer, resolved } from '../state/store.ts';
import { formatMonth, formatPeriod } from '../words/format.ts';

/** Which months: four usual periods, or a first and a last month. */
export function PeriodChoice() {
  const shown = layer.value;
  const wanted = resolved.value;
  const reach = shown && suppliedReach(shown);
  if (!shown || !wanted || !reach) return null;
  const presets = periodPresets(reach.from, reach.to, wanted);
  const setFrom = (from: string) => change({ from, to: wanted.to < from ? from : wanted.to });
  const setTo = (to: string) => change({ to, from: wanted.from > to ? to : wanted.from });
  const options = shown.months.map((m) => (
    <option key={m.month} value={m.month}>
      {formatMonth(m.month)}
      {m.status === 'not-supplied' ? ' (not supplied)' : m.status === 'supplied' ? '' : ' (flagged)'}
    </option>
  ));
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
            onClick={() => preset.period && change(preset.period)}
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
      <div class="pair">
        <label class="field">
          <span>From</span>
          <select value={wanted.from} onChange={(event) => setFrom(event.currentTarget.value)}>
            {options}
          </select>
        </label>
        <label class="field">
          <span>To</span>
          <select value={wanted.to} onChange={(event) => setTo(event.currentTarget.value)}>
            {options}
          </select>
        </label>
      </div>
    </fieldset>
  );
}
