import { periodPresets } from '../state/periods.ts';
import { suppliedReach } from '../state/resolve-view.ts';
import { change, compare, editedSide, editSide, layer, resolved, view } from '../state/store.ts';
import { type Arrangement, formatAgainst, formatView, parseView } from '../state/view.ts';

const ARRANGEMENTS: { value: Arrangement | null; label: string }[] = [
  { value: null, label: 'One map' },
  { value: 'side', label: 'Side by side' },
  { value: 'swipe', label: 'Swipe' },
];

/** One map, or two of any two views of the same area; which of the two the choices below are for. */
export function CompareChoice() {
  const arrangement = compare.value;
  return (
    <fieldset class="compare-choice">
      <legend>Maps</legend>
      <div class="switch" role="radiogroup" aria-label="Maps">
        {ARRANGEMENTS.map(({ value, label }) => (
          <label key={label}>
            <input
              type="radio"
              name="arrangement"
              checked={value === arrangement}
              onChange={() => change({ compare: value, against: view.peek().against ?? startOfSecond() })}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {arrangement !== null && (
        <>
          <p class="quiet">The choices below are for:</p>
          <div class="switch" role="radiogroup" aria-label="The choices are for">
            {(['first', 'second'] as const).map((side) => (
              <label key={side}>
                <input
                  type="radio"
                  name="side"
                  checked={editedSide.value === side}
                  onChange={() => editSide(side)}
                />
                <span>{side === 'first' ? 'First map' : 'Second map'}</span>
              </label>
            ))}
          </div>
          <button type="button" onClick={swap}>
            Swap the maps
          </button>
        </>
      )}
    </fieldset>
  );
}

/** What the second map begins with: the same question a year before, where the data reaches; else the same question. */
function startOfSecond(): string {
  const wanted = resolved.peek();
  const reach = layer.peek() && suppliedReach(layer.peek()!);
  if (!wanted || !reach) return formatAgainst(view.peek());
  const yearBefore = periodPresets(reach.from, reach.to, wanted).find(
    (p) => p.name === 'same-period-last-year',
  );
  return formatAgainst({ ...wanted, ...yearBefore?.period });
}

function swap(): void {
  const now = view.peek();
  const { area, tab, camera, places, compare: arrangement, swipeAt } = now;
  const first = resolved.peek() ?? now;
  const second = parseView(now.against ?? formatView(first));
  change({
    ...second,
    area,
    tab,
    camera,
    places,
    compare: arrangement,
    swipeAt,
    against: formatAgainst(first),
  });
}
