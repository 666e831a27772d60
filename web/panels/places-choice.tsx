/** Points and densities that the map is made for and the service does not give out yet: named, so that nobody looks for them. */
const NOT_LOADED = [
  'Services (points)',
  'Licensed premises (density)',
  'Homes in multiple occupation (density)',
];

/** Places on top of the cells. */
export function PlacesChoice() {
  return (
    <details class="places">
      <summary>Places on top: not loaded</summary>
      <ul class="ticks">
        {NOT_LOADED.map((label) => (
          <li key={label}>
            <label>
              <input type="checkbox" disabled aria-describedby="places-note" />
              <span>{label}</span>
              <span class="number">not loaded</span>
            </label>
          </li>
        ))}
      </ul>
      <p class="quiet" id="places-note">
        The service gives out no positions of places. Nearness to them is on the Wards page, under Risk
        factors.
      </p>
    </details>
  );
}
