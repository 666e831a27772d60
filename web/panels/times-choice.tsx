import '../styles/times.css';
import { useId } from 'preact/hooks';
import { pageHref } from '../state/place.ts';
import { choose, edited } from '../state/store.ts';
import { layerAgainst } from '../state/timed-layer.ts';
import { clock, WEEKDAYS, type Weekday, weekdaysOf, whyNoTimes } from '../state/times.ts';

const DAY_WORDS: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};
const EVERY_HOUR = [0, 23] as const;

/** Which hours and weekdays, where the layer has times; else the same choices, shut, with the reason. */
export default function TimesChoice() {
  const id = useId();
  const layer = edited.value.layer.value;
  const wanted = edited.value.resolved.value;
  if (!layer || !wanted) return null;
  const second = layerAgainst();
  const because = whyNoTimes(layer, second);
  const { hours, weekdays } = wanted;
  const [first, last] = hours?.split('-').map(Number) ?? EVERY_HOUR;
  const days = new Set(weekdays?.split(',') ?? WEEKDAYS);
  const chooseHours = (from: number, to: number) =>
    choose({ hours: (to - from + 24) % 24 === 23 ? null : `${from}-${to}` });
  return (
    <>
      {because !== null && (
        <p id={`${id}-because`} class="quiet">
          {because}
          {(layer.disclosure ?? second?.disclosure) && (
            <>
              {' '}
              <a href={pageHref('wards')}>Open the wards</a>
            </>
          )}
        </p>
      )}
      <fieldset disabled={because !== null} aria-describedby={because === null ? undefined : `${id}-because`}>
        <legend class="visually-hidden">Time of day</legend>
        <div class="pair">
          <HourSelect
            label="From the hour"
            value={first!}
            ends="00"
            onChoose={(hour) => chooseHours(hour, last!)}
          />
          <HourSelect
            label="To the end of"
            value={last!}
            ends="59"
            onChoose={(hour) => chooseHours(first!, hour)}
          />
        </div>
        <ul class="weekdays" aria-label="Weekdays">
          {WEEKDAYS.map((day) => (
            <li key={day}>
              <label>
                <input
                  type="checkbox"
                  checked={days.has(day)}
                  onChange={(event) => {
                    const next = new Set(days);
                    if (event.currentTarget.checked) next.add(day);
                    else next.delete(day);
                    // The last day left cannot be taken out: nothing would be counted.
                    if (next.size === 0) event.currentTarget.checked = true;
                    else choose({ weekdays: weekdaysOf([...next].join(',')) });
                  }}
                />
                <span aria-hidden="true">{DAY_WORDS[day].slice(0, 2)}</span>
                <span class="visually-hidden">{DAY_WORDS[day]}</span>
              </label>
            </li>
          ))}
        </ul>
        {(hours !== null || weekdays !== null) && (
          <button type="button" onClick={() => choose({ hours: null, weekdays: null })}>
            Every hour of every day
          </button>
        )}
        {because === null && (
          <p class="quiet">An hour after midnight belongs to the day that it is in. Clock time.</p>
        )}
      </fieldset>
    </>
  );
}

interface HourProps {
  label: string;
  value: number;
  /** Minutes shown after the hour. */
  ends: '00' | '59';
  onChoose(hour: number): void;
}

function HourSelect({ label, value, ends, onChoose }: HourProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(Number(event.currentTarget.value))}>
        {Array.from({ length: 24 }, (_, hour) => (
          <option key={hour} value={hour}>
            {clock(hour, ends)}
          </option>
        ))}
      </select>
    </label>
  );
}
