import { signal } from '@preact/signals';

/** Filters of the whole page. Deuteranopia: Machado, Oliveira and Fernandes, 2009, severity 1, on linear light. */
const WAYS = [
  { way: 'colour', label: 'In colour', filter: 'none' },
  { way: 'grey', label: 'Printed grey', filter: 'grayscale(1)' },
  { way: 'deuteranopia', label: 'With deuteranopia', filter: 'url(#deuteranopia)' },
] as const;
const MATRIX =
  '0.367322 0.860646 -0.227968 0 0  0.280085 0.672501 0.047413 0 0  -0.011820 0.042940 0.968881 0 0  0 0 0 1 0';

const asked = new URLSearchParams(window.location.search).get('seen');
const way = signal<string>(WAYS.find((one) => one.way === asked)?.way ?? 'colour');

/** How the gallery is looked at: ?seen=grey or ?seen=deuteranopia from the start. */
export function SeenAs() {
  document.documentElement.style.filter = WAYS.find((one) => one.way === way.value)!.filter;
  return (
    <fieldset class="switch">
      <legend>Seen</legend>
      <svg width="0" height="0" aria-hidden="true">
        <filter id="deuteranopia">
          <feColorMatrix type="matrix" values={MATRIX} />
        </filter>
      </svg>
      {WAYS.map((one) => (
        <label key={one.way}>
          <input
            type="radio"
            name="seen"
            checked={way.value === one.way}
            onChange={() => {
              way.value = one.way;
            }}
          />
          <span>{one.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
