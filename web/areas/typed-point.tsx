import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { placeAt } from './desk-state.ts';
import { parseTypedPlace } from './typed-place.ts';

/** A place typed instead of clicked. */
export function TypedPoint({ label, verb }: { label: string; verb: string }) {
  const id = useId();
  const text = useSignal('');
  const problem = useSignal('');
  const place = () => {
    const point = parseTypedPlace(text.value);
    if (!point) {
      problem.value = `“${text.value}” is not a place. Type a grid reference such as TR 352 702, easting and northing in metres, or latitude and longitude.`;
      return;
    }
    problem.value = '';
    text.value = '';
    placeAt(point);
  };
  return (
    <div class="typed-point">
      <label for={id}>{label}</label>
      <p id={`${id}-hint`} class="quiet">
        Grid reference, easting and northing, or latitude and longitude
      </p>
      <div class="desk-row">
        <input
          id={id}
          type="text"
          autocomplete="off"
          value={text.value}
          aria-describedby={`${id}-hint ${id}-problem`}
          aria-invalid={problem.value !== ''}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            place();
          }}
        />
        <button type="button" onClick={place}>
          {verb}
        </button>
      </div>
      <p id={`${id}-problem`} class="form-problem" role="alert" hidden={problem.value === ''}>
        {problem.value}
      </p>
    </div>
  );
}
