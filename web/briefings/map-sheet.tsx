import { kindsOnMap } from '../places/place-on-map.ts';
import { PlaceSymbolDrawing } from '../places/place-symbols.tsx';
import { formatCount, sayCount } from '../words/format.ts';
import { cellPathsOf, groundOf, MAP_UNITS, MapDrawing, type MapParts } from './map-drawing.tsx';
import { ClassPattern } from './map-furniture.tsx';

interface Props {
  /** Begins the names of its patterns: two sheets on one page need two. Default sheet. */
  id?: string;
  map: MapParts;
  /** 'OFFICIAL-SENSITIVE · SYNTHETIC · Data to Sep 2026' */
  marking: string;
  title: string;
  sentence: string;
  /** What must be read with the legend; default nothing. */
  note?: string;
  sources: string;
}

const INK = '#14181d';
const QUIET = '#4c555f';
const ROW = 22;
/** Letters of a class beyond which it takes the whole width. */
const LONG_LABEL = 50;
/** Letters that fit across at the size of the foot. */
const LINE_LETTERS = 150;

/** A map as one drawing that can leave the page alone: marking, title, map, legend, what it says and where it is from. */
export function MapSheet({ id = 'sheet', map, marking, title, sentence, note = '', sources }: Props) {
  const { extent } = map;
  const mapHeight = ((extent.north - extent.south) / (extent.east - extent.west)) * MAP_UNITS;
  const shown = map.fills?.classes ?? map.cells?.classes ?? null;
  const classes = shown?.classes ?? [];
  const columns = classes.some((of) => of.label.length > LONG_LABEL) ? 1 : 2;
  const rows = Math.ceil(classes.length / columns);
  const legendTop = 92 + mapHeight + 26;
  const lines = [...linesOf(sentence), ...linesOf(note), ...linesOf(sources)];
  const onTop = kindsOnMap(map.places ?? []);
  const placesTop = legendTop + rows * ROW + 6;
  const footTop = placesTop + Math.ceil(onTop.length / 2) * ROW + 18;
  const height = Math.ceil(footTop + lines.length * 18 + 12);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${MAP_UNITS + 40} ${height}`}
      font-family="'Segoe UI', 'Liberation Sans', Arial, sans-serif"
      role="img"
      aria-label={title}
    >
      <rect width={MAP_UNITS + 40} height={height} fill="#ffffff" />
      <g transform="translate(20,0)" fill={INK}>
        <text y="30" font-size="15" font-weight="600">
          {marking}
        </text>
        <text y="68" font-size="26" font-weight="600">
          {title}
        </text>
        <MapDrawing {...map} id={`${id}-map`} ground={groundOf(map)} paths={cellPathsOf(map)} top={84} />
        <text y={legendTop - 4} font-size="15" font-weight="600">
          {shown?.title}
          {shown && shown.unit !== '' ? `, ${shown.unit}` : ''}
        </text>
        {classes.map((of, i) => {
          const [x, y] = [i < rows ? 0 : MAP_UNITS / 2, legendTop + 6 + (i % rows) * ROW];
          const fill =
            of.pattern === 'none' ? '#ffffff' : of.pattern === 'solid' ? of.colour : `url(#${id}-class-${i})`;
          return (
            <g key={of.label}>
              <ClassPattern id={`${id}-class-${i}`} of={of} />
              <rect x={x + 0.5} y={y} width="16" height="16" fill={fill} stroke={QUIET} stroke-width="0.5" />
              <text x={x + 26} y={y + 13} font-size="14">
                {`${of.label}: ${sayCount(of.count, shown!.of.replace(/s$/, ''), shown!.of)}`}
              </text>
            </g>
          );
        })}
        {onTop.map(({ kind, label, count }, i) => {
          const [x, y] = [(i % 2) * (MAP_UNITS / 2), placesTop + Math.floor(i / 2) * ROW];
          return (
            <g key={kind}>
              <PlaceSymbolDrawing kind={kind} x={x + 9} y={y + 8} side={20} />
              <text x={x + 26} y={y + 13} font-size="14">
                {`${label}: ${formatCount(count)}`}
              </text>
            </g>
          );
        })}
        {lines.map((line, i) => (
          <text key={line} y={footTop + i * 18} font-size="13" fill={QUIET}>
            {line}
          </text>
        ))}
      </g>
    </svg>
  );
}

function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LINE_LETTERS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
