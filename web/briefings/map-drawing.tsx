import type { AreaFeature, AreasResult } from '../../server/contract/areas.ts';
import { GROUND } from '../map/map-colours.ts';
import { toGrid } from '../map/national-grid.ts';
import { outlineOf, type Position, polygonsOf } from '../map/outline.ts';
import type { StillGround } from '../map/still-ground.ts';
import type { PlaceOnMap } from '../places/place-on-map.ts';
import { PlaceSymbolDrawing } from '../places/place-symbols.tsx';
import type { ShownWards } from '../state/scene.ts';
import type { ShownCells } from '../state/shown-cells.ts';
import { cellPaths } from './cell-paths.ts';
import type { Extent } from './map-extent.ts';
import { scaleBarM } from './map-extent.ts';
import { ClassPattern, ScaleAndNorth } from './map-furniture.tsx';
import { placeLabels } from './map-labels.ts';

/** Units of the drawing across. */
export const MAP_UNITS = 1000;
const FONT = "'Segoe UI', 'Liberation Sans', Arial, sans-serif";
const NO_RINGS: readonly Position[][] = [];
const NO_PLACES: readonly PlaceOnMap[] = [];
/** As on the map of the screen: a little of the land shows through. */
const OPACITY = 0.88;
/** Side of a service's symbol as a part of the height of names: its letter is read on A4 at arm's length. */
const SYMBOL = 1.75;

export interface MapParts {
  wards: AreasResult;
  /** Other land around; null draws sea. */
  context: AreasResult | null;
  /** Wards that the figures are of; null: all. Others are dimmed. */
  studyWards: ReadonlySet<string> | null;
  cells: ShownCells | null;
  fills: ShownWards | null;
  /** The areas that `fills` are of where they are not the wards, such as LSOAs. */
  filled?: AreasResult | null;
  extent: Extent;
  /** The installation's map, drawn in place of the product's own land; left out where there is none. */
  backdrop?: StillGround | null;
  /** The outline of a drawn study area, closed rings in degrees; left out where there is none. */
  drawn?: readonly Position[][];
  /** Services on top, as symbols; left out where there are none. */
  places?: readonly PlaceOnMap[];
  /** Wards named first where names would overlap. */
  namedFirst: readonly string[];
  /** Height of names and of the scale's words, units of the drawing; larger where the map is drawn small. Default 16. */
  fontSize?: number;
  label: string;
}

/** What of a map stays the same while its classes change: paths in units of the drawing, and where the names stand. */
export interface Ground {
  context: string;
  wards: readonly { code: string; path: string }[];
  /** Areas that are filled; the wards where no others are. */
  filled: readonly { code: string; path: string }[];
  outline: string;
  drawn: string;
  /** Services on top, where they stand. */
  symbols: readonly { kind: string; x: number; y: number }[];
  labels: ReturnType<typeof placeLabels>;
}

type GroundParts = Pick<
  MapParts,
  'wards' | 'filled' | 'context' | 'studyWards' | 'extent' | 'drawn' | 'places' | 'namedFirst' | 'fontSize'
>;

export function groundOf({
  wards,
  filled = null,
  context,
  studyWards,
  extent,
  drawn = NO_RINGS,
  places = NO_PLACES,
  namedFirst,
  fontSize = 16,
}: GroundParts): Ground {
  const k = unitsPerM(extent);
  const pointOf = ([lon, lat]: Position) => {
    const [x, y] = toGrid(lon, lat);
    return { x: (x - extent.west) * k, y: (extent.north - y) * k };
  };
  const at = (position: Position): string => {
    const { x, y } = pointOf(position);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const closed = (area: AreaFeature) =>
    polygonsOf(area.geometry)
      .flat()
      .map((ring) => `M${ring.map(at).join('L')}z`)
      .join('');
  const studied = wards.features.filter((ward) => studyWards === null || studyWards.has(ward.id));
  const rank = new Map(namedFirst.map((code, order) => [code, order]));
  const order = (ward: AreaFeature) => rank.get(ward.id) ?? namedFirst.length + 1 / ward.properties.areaKm2;
  const names = [...wards.features]
    .sort((a, b) => order(a) - order(b))
    .map(({ properties: { name, labelPoint } }) => ({
      name,
      ...pointOf([labelPoint[0]!, labelPoint[1]!]),
    }));
  const symbols = places.map(({ lon, lat, kind }) => ({ kind, ...pointOf([lon, lat]) }));
  const pathsOf = ({ features }: AreasResult) =>
    features.map((area) => ({ code: area.id, path: closed(area) }));
  const wardPaths = pathsOf(wards);
  return {
    context: context?.features.map(closed).join('') ?? '',
    wards: wardPaths,
    filled: filled ? pathsOf(filled) : wardPaths,
    outline: outlineOf(studied)
      .map((line) => `M${line.map(at).join('L')}`)
      .join(''),
    drawn: drawn.map((ring) => `M${ring.map(at).join('L')}z`).join(''),
    symbols,
    labels: placeLabels(names, fontSize, MAP_UNITS, heightOf(extent) - 2.8 * fontSize, {
      middles: symbols,
      side: SYMBOL * fontSize,
    }),
  };
}

/** The cells as one path a class; none where wards are filled. */
export function cellPathsOf({
  cells,
  fills,
  extent,
}: Pick<MapParts, 'cells' | 'fills' | 'extent'>): string[] {
  return cells && !fills ? cellPaths(cells.lattice, cells.classes, extent, unitsPerM(extent)) : [];
}

const unitsPerM = ({ east, west }: Extent) => MAP_UNITS / (east - west);
const heightOf = (extent: Extent) => (extent.north - extent.south) * unitsPerM(extent);

interface Props extends MapParts {
  /** Begins the names of patterns; no two drawings of a page share it. */
  id: string;
  ground: Ground;
  paths: readonly string[];
  /** Where it stands within another drawing of the same units; undefined: on its own. */
  top?: number;
}

/**
 * The map as a drawing: sharp at every size of paper, without a canvas, each style written on its element so that the
 * file stands alone. On the National Grid, so cells are squares and up is grid north.
 */
export function MapDrawing({
  id,
  ground,
  paths,
  studyWards,
  cells,
  fills,
  extent,
  fontSize = 16,
  backdrop = null,
  top,
  label,
}: Props) {
  const k = unitsPerM(extent);
  const height = heightOf(extent);
  const shown = fills?.classes ?? cells?.classes ?? null;
  const fillOf = (c: number): string => {
    const { pattern, colour } = shown!.classes[c]!;
    if (pattern === 'none') return 'none';
    return pattern === 'solid' ? colour : `url(#${id}-${c})`;
  };
  const classOfArea = new Map(fills?.codes.map((code, i) => [code, fills.classes.classOf[i]!]));
  const placed = top === undefined ? {} : { y: top, width: MAP_UNITS, height };
  const barM = scaleBarM((extent.east - extent.west) * 0.2);

  return (
    <svg
      class="map-figure"
      xmlns="http://www.w3.org/2000/svg"
      {...placed}
      viewBox={`0 0 ${MAP_UNITS} ${height.toFixed(0)}`}
      preserveAspectRatio="xMidYMin meet"
      role="img"
      aria-label={label}
      font-family={FONT}
    >
      <defs>
        {shown?.classes.map((of, c) => (
          <ClassPattern key={of.label} id={`${id}-${c}`} of={of} />
        ))}
        <clipPath id={`${id}-frame`}>
          <rect width={MAP_UNITS} height={height} />
        </clipPath>
      </defs>
      <g clip-path={`url(#${id}-frame)`}>
        <rect width={MAP_UNITS} height={height} fill={GROUND.sea} />
        {backdrop && <image href={backdrop} width={MAP_UNITS} height={height} preserveAspectRatio="none" />}
        <path
          d={ground.context}
          fill={backdrop ? 'none' : GROUND.contextLand}
          stroke={GROUND.contextLine}
          fill-rule="evenodd"
        />
        {ground.wards.map(({ code, path }) => {
          const isStudied = studyWards === null || studyWards.has(code);
          // Over a map of the installation only what is not studied is veiled, as on the screen.
          if (backdrop && isStudied) return null;
          return (
            <path
              key={code}
              d={path}
              fill-rule="evenodd"
              fill={isStudied ? GROUND.land : GROUND.dimmed}
              {...(backdrop ? { 'fill-opacity': 0.6 } : {})}
            />
          );
        })}
        {fills &&
          ground.filled.map(({ code, path }) => {
            const c = classOfArea.get(code);
            return (
              c !== undefined && (
                <path key={code} d={path} fill={fillOf(c)} fill-opacity={OPACITY} fill-rule="evenodd" />
              )
            );
          })}
        {paths.map(
          (d, c) =>
            d !== '' && <path key={shown!.classes[c]!.label} d={d} fill={fillOf(c)} fill-opacity={OPACITY} />,
        )}
        {fills && ground.filled !== ground.wards && (
          <path
            d={ground.filled.map((area) => area.path).join('')}
            fill="none"
            stroke={GROUND.wardLine}
            stroke-width="0.5"
          />
        )}
        <path
          d={ground.wards.map((ward) => ward.path).join('')}
          fill="none"
          stroke={GROUND.wardLine}
          stroke-width="1"
          stroke-opacity="0.75"
        />
        <path
          d={ground.outline}
          fill="none"
          stroke={GROUND.outline}
          stroke-width="2"
          stroke-linejoin="round"
        />
        {ground.drawn !== '' &&
          (['#ffffff', '#1d4f91'] as const).map((stroke, i) => (
            <path
              key={stroke}
              d={ground.drawn}
              fill="none"
              stroke={stroke}
              stroke-width={i === 0 ? 5 : 2.5}
            />
          ))}
        {ground.symbols.map(({ kind, x, y }) => (
          <PlaceSymbolDrawing key={`${kind} ${x} ${y}`} kind={kind} x={x} y={y} side={SYMBOL * fontSize} />
        ))}
        {ground.labels.map(({ lines, x, y }) => (
          <text
            key={lines.join(' ')}
            text-anchor="middle"
            font-size={fontSize}
            fill={GROUND.label}
            stroke={GROUND.labelHalo}
            stroke-width={fontSize * 0.24}
            stroke-linejoin="round"
            paint-order="stroke"
          >
            {lines.map((line, i) => (
              <tspan key={line} x={x} y={y + ((i - (lines.length - 1) / 2) * 1.13 + 0.33) * fontSize}>
                {line}
              </tspan>
            ))}
          </text>
        ))}
        <ScaleAndNorth
          across={MAP_UNITS}
          barM={barM}
          barUnits={barM * k}
          fontSize={fontSize}
          bottom={height}
        />
      </g>
      <rect x="0.5" y="0.5" width={MAP_UNITS - 1} height={height - 1} fill="none" stroke={GROUND.wardLine} />
    </svg>
  );
}
