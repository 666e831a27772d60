import type { Statistic } from '../../server/contract/hot-spots.ts';
import { cellSizeChoices } from '../state/cell-sizes.ts';
import { catalogue, choose, edited, editedView } from '../state/store.ts';
import type { WardMeasure } from '../state/view.ts';
import { formatDistance } from '../words/format.ts';
import { STATISTICS } from '../words/statistics.ts';

/** How it is shown: statistic and cell size, what a change is counted by, or the measure of the wards. */
export function MethodChoice() {
  return (
    <fieldset>
      <legend>How</legend>
      {editedView.value.mode === 'wards' ? <WardMeasureChoice /> : <CellMethodChoice />}
    </fieldset>
  );
}

function CellMethodChoice() {
  const known = catalogue.state.value.data;
  const { resolved, layer, hotSpots } = edited.value;
  const wanted = resolved.value;
  if (!known || !wanted || !layer.value) return null;
  const second = known.layers.find((l) => l.layer === wanted.secondLayer);
  const sizes = cellSizeChoices(known, layer.value, second);
  const refused = sizes.filter((s) => !s.supported);
  const suggested = wanted.mode === 'hot-spots' ? hotSpots.state.value.data?.suggestedCellSizeM : null;
  return (
    <>
      {wanted.mode === 'hot-spots' && (
        <StatisticChoice statistic={wanted.statistic} hasHarm={layer.value.hasHarmWeights === true} />
      )}
      {wanted.mode === 'change' && <ChangeOfChoice changeOf={wanted.changeOf} />}
      <div class="pair">
        <label class="field">
          <span>Cell size</span>
          <select
            value={wanted.cellSizeM}
            aria-describedby="cell-size-note"
            onChange={(event) => choose({ cellSizeM: Number(event.currentTarget.value) })}
          >
            {sizes.map((size) => (
              <option key={size.cellSizeM} value={size.cellSizeM} disabled={!size.supported}>
                {formatDistance(size.cellSizeM)}
                {size.supported ? '' : ' (too fine)'}
              </option>
            ))}
          </select>
        </label>
        {wanted.mode === 'hot-spots' && wanted.statistic === 'density' && (
          <label class="field">
            <span>Smoothed over</span>
            <select
              value={wanted.bandwidthM}
              onChange={(event) => choose({ bandwidthM: Number(event.currentTarget.value) })}
            >
              {known.bandwidthsM.map((m) => (
                <option key={m} value={m}>
                  {formatDistance(m)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p class="quiet" id="cell-size-note">
        {refused.length > 0 &&
          `Not offered: ${refused.map((s) => formatDistance(s.cellSizeM)).join(', ')}. ${refused[0]!.because} `}
        {suggested != null && `The spacing of these points would suggest ${formatDistance(suggested)}.`}
      </p>
    </>
  );
}

function StatisticChoice({ statistic: shown, hasHarm }: { statistic: Statistic; hasHarm: boolean }) {
  return (
    <>
      <div class="switch" role="radiogroup" aria-label="Statistic">
        {(Object.keys(STATISTICS) as Statistic[]).map((statistic) => (
          <label key={statistic}>
            <input
              type="radio"
              name="statistic"
              value={statistic}
              checked={statistic === shown}
              disabled={statistic === 'harm' && !hasHarm}
              aria-describedby={statistic === 'harm' && !hasHarm ? 'no-harm' : undefined}
              onChange={() => choose({ statistic })}
            />
            <span>{STATISTICS[statistic].label}</span>
          </label>
        ))}
      </div>
      <p class="quiet">{STATISTICS[shown].question}</p>
      {!hasHarm && (
        <p class="quiet" id="no-harm">
          Harm is not offered: the weights are for recorded crime, and nothing else is added to crime harm.
        </p>
      )}
    </>
  );
}

function ChangeOfChoice({ changeOf }: { changeOf: 'cells' | 'wards' }) {
  return (
    <div class="switch" role="radiogroup" aria-label="Change of">
      {(['cells', 'wards'] as const).map((of) => (
        <label key={of}>
          <input
            type="radio"
            name="change-of"
            value={of}
            checked={of === changeOf}
            onChange={() => choose({ changeOf: of, tab: of, selection: null })}
          />
          <span>{of === 'cells' ? 'By cell' : 'By ward'}</span>
        </label>
      ))}
    </div>
  );
}

const MEASURES: { measure: WardMeasure; label: string; question: string }[] = [
  { measure: 'rate', label: 'Rate', question: 'How many events for every 1,000 residents, in a year?' },
  { measure: 'share', label: 'Share', question: 'How much of the district’s events does each ward hold?' },
];

function WardMeasureChoice() {
  const shown = MEASURES.find((m) => m.measure === editedView.value.wardMeasure)!;
  return (
    <>
      <div class="switch" role="radiogroup" aria-label="Measure">
        {MEASURES.map(({ measure, label }) => (
          <label key={measure}>
            <input
              type="radio"
              name="measure"
              value={measure}
              checked={measure === shown.measure}
              onChange={() => choose({ wardMeasure: measure })}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      <p class="quiet">{shown.question}</p>
      {shown.measure === 'rate' && (
        <p class="quiet">
          Residents are not the people present: a town centre or a seafront has a high rate partly because
          visitors are not counted in it.
        </p>
      )}
    </>
  );
}
