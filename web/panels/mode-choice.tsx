import { choose, editedView, select } from '../state/store.ts';
import { MODES, type Mode, type View } from '../state/view.ts';
import { MODE_WORDS } from '../words/methods.ts';

/** What the map is to answer. */
export function ModeChoice() {
  const { mode } = editedView.value;
  return (
    <fieldset class="modes">
      <legend>Show</legend>
      <div role="radiogroup" aria-label="What the map shows">
        {MODES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="mode"
              value={each}
              checked={each === mode}
              onChange={() => {
                select(null);
                choose({
                  ...startOf(each, editedView.peek()),
                  mode: each,
                  tab: each === 'wards' ? 'wards' : 'cells',
                });
              }}
            />
            <span>{MODE_WORDS[each].label}</span>
          </label>
        ))}
      </div>
      <p class="quiet">{MODE_WORDS[mode].question}</p>
    </fieldset>
  );
}

/** A history begins with all months, and what follows it with the usual ones again. */
function startOf(mode: Mode, was: View): Partial<View> {
  return mode === 'emerging' || was.mode === 'emerging' ? { from: null, to: null } : {};
}
