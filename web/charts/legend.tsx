import { formatCount } from '../words/format.ts';
import type { MapClass, MapClasses } from './map-classes.ts';

/** What the map's fills mean, in units, with the number of cells or wards in each class. */
export function Legend({ classes }: { classes: MapClasses }) {
  return (
    <table class="legend">
      <caption>
        {classes.title}
        {classes.unit !== '' && <span class="unit quiet">{classes.unit}</span>}
      </caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Fill</th>
          <th scope="col">Class</th>
          <th scope="col">{classes.of}</th>
        </tr>
      </thead>
      <tbody>
        {classes.classes.map((c, i) => (
          <tr key={c.label}>
            <td>
              <Swatch of={c} />
            </td>
            <th scope="row">{c.label}</th>
            <td class="number">
              {formatCount(c.count)}
              {i === 0 ? ` ${c.count === 1 ? classes.of.slice(0, -1) : classes.of}` : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A small square filled as on the map; an empty frame where nothing is drawn. */
export function Swatch({ of }: { of: Pick<MapClass, 'colour' | 'pattern'> }) {
  // As on the map: the fill lets a little of the land through.
  const opacity = of.pattern === 'solid' || of.pattern === 'lined' || of.pattern === 'barred' ? 0.88 : 0.3;
  return (
    <svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
      {of.pattern === 'none' ? (
        <rect class="swatch-empty" x="0.5" y="0.5" width="15" height="15" />
      ) : (
        <>
          <rect class="swatch-land" width="16" height="16" />
          <rect width="16" height="16" fill={of.colour} fill-opacity={opacity} />
        </>
      )}
      {of.pattern === 'hatch' && (
        <path d="M-2 10L10 -2M-2 18L18 -2M6 18L18 6" stroke={of.colour} stroke-width="3" />
      )}
      {of.pattern === 'lined' && (
        <path class="swatch-lines" d="M-1 5L5 -1M-1 11L11 -1M-1 17L17 -1M5 17L17 5M11 17L17 11" />
      )}
      {of.pattern === 'barred' && <path class="square-bars" d="M0 3h16M0 8h16M0 13h16" />}
      {of.pattern === 'dots' &&
        [4, 12].flatMap((y) =>
          [4, 12].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.8" fill={of.colour} />),
        )}
    </svg>
  );
}
