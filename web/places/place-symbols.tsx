import './places.css';

interface PlaceSymbol {
  /** SVG path in a square of 24. */
  path: string;
  letter: string;
  /** Moves the letter down where the shape's middle is lower than the square's. */
  drop?: number;
}

const polygon = (corners: number, radius: number, turnDeg = 0, cy = 12): string =>
  `M${Array.from({ length: corners }, (_, i) => {
    const angle = ((turnDeg - 90 + (360 / corners) * i) * Math.PI) / 180;
    return `${(12 + radius * Math.cos(angle)).toFixed(2)} ${(cy + radius * Math.sin(angle)).toFixed(2)}`;
  }).join('L')}Z`;

const CIRCLE = 'M12 2.5a9.5 9.5 0 1 0 0.01 0Z';

/** One shape and one letter a kind, all in one ink: told apart without colour, in print and by its outline alone. */
const SYMBOLS: Readonly<Record<string, PlaceSymbol>> = {
  gp: { path: CIRCLE, letter: 'G' },
  school: { path: 'M3.5 3.5h17v17h-17Z', letter: 'S' },
  youth: { path: polygon(3, 12, 0, 14), letter: 'Y', drop: 2.2 },
  'mental-health': { path: polygon(4, 11.5), letter: 'M' },
  'drug-alcohol': { path: polygon(5, 11, 0, 12.6), letter: 'D', drop: 0.8 },
  'childrens-centre': { path: polygon(6, 10.5), letter: 'C' },
  hospital: { path: 'M8 2h8v6h6v8h-6v6H8v-6H2V8h6Z', letter: 'H' },
  'police-station': { path: 'M3 3h18v11q0 5-9 8q-9-3-9-8Z', letter: 'P', drop: -0.8 },
  prison: { path: polygon(8, 10.5, 22.5), letter: 'X' },
};
const UNKNOWN: PlaceSymbol = { path: 'M4 8h16v8H4Z', letter: '?' };

const INK = '#16202b';

export function symbolOf(kind: string): PlaceSymbol {
  return SYMBOLS[kind] ?? UNKNOWN;
}

/** The symbol within a drawing, about a point, `side` units across; its styles are its own, so that the file stands alone. */
export function PlaceSymbolDrawing({
  kind,
  x,
  y,
  side,
}: {
  kind: string;
  x: number;
  y: number;
  side: number;
}) {
  const { path, letter, drop = 0 } = symbolOf(kind);
  const scale = side / 24;
  return (
    <g
      transform={`translate(${(x - side / 2).toFixed(1)},${(y - side / 2).toFixed(1)}) scale(${scale.toFixed(3)})`}
    >
      <path d={path} fill="#ffffff" stroke="#ffffff" stroke-width="4.5" stroke-linejoin="round" />
      <path d={path} fill="#ffffff" stroke={INK} stroke-width="2" stroke-linejoin="round" />
      <text x="12" y={16 + drop} text-anchor="middle" font-size="11" font-weight="700" fill={INK}>
        {letter}
      </text>
    </g>
  );
}

/** The symbol beside a word, as on the map. */
export function PlaceSymbolMark({ kind }: { kind: string }) {
  const { path, letter, drop = 0 } = symbolOf(kind);
  return (
    <svg class="place-symbol" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} fill="#ffffff" stroke={INK} stroke-width="2" stroke-linejoin="round" />
      <text x="12" y={16 + drop} text-anchor="middle" fill={INK}>
        {letter}
      </text>
    </svg>
  );
}

const SCALE = 2;
const SIDE = 28;

/** The symbol as a picture for the map, two pixels to one, with a white casing that keeps it clear of dark cells. */
export function symbolImage(kind: string): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE * SCALE;
  canvas.height = SIDE * SCALE;
  const to = canvas.getContext('2d')!;
  const { path, letter, drop = 0 } = symbolOf(kind);
  const shape = new Path2D(path);
  to.scale(SCALE, SCALE);
  to.translate((SIDE - 24) / 2, (SIDE - 24) / 2);
  to.lineJoin = 'round';
  to.strokeStyle = '#ffffff';
  to.lineWidth = 4.5;
  to.stroke(shape);
  to.fillStyle = '#ffffff';
  to.fill(shape);
  to.strokeStyle = INK;
  to.lineWidth = 2;
  to.stroke(shape);
  to.fillStyle = INK;
  to.font = '700 11px system-ui, sans-serif';
  to.textAlign = 'center';
  to.fillText(letter, 12, 16 + drop);
  return to.getImageData(0, 0, canvas.width, canvas.height);
}
