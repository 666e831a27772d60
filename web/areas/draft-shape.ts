import type { DrawnShape } from '../../server/contract/workspace.ts';
import { toGrid, toLonLat } from '../map/national-grid.ts';
import type { StudiedArea } from '../state/studied-area.ts';

/** Easting and northing, metres. */
export type GridPoint = readonly [number, number];
export type DrawingTool = 'polygon' | 'circle' | 'wards';

/** A shape on its way: what has been placed so far with each tool. */
export interface Draft {
  tool: DrawingTool;
  /** In order; the last joins the first by itself. */
  corners: readonly GridPoint[];
  centre: GridPoint | null;
  radiusM: number;
  /** Codes, in the order they were chosen. */
  wards: readonly string[];
}

export const EMPTY_DRAFT: Draft = { tool: 'polygon', corners: [], centre: null, radiusM: 500, wards: [] };
export const LEAST_RADIUS_M = 250;
export const MOST_RADIUS_M = 20_000;
const MOST_CORNERS = 500;
const CIRCLE_CORNERS = 64;

/** The crossing of a lattice of `stepM` metres from (0, 0) of the National Grid that is nearest to a point. */
export function snapped([x, y]: GridPoint, stepM: number): GridPoint {
  return [Math.round(x / stepM) * stepM, Math.round(y / stepM) * stepM];
}

/** The draft with a point placed: the next corner, or the centre. A corner on the last or the first one changes nothing. */
export function withPoint(draft: Draft, point: GridPoint): Draft {
  if (draft.tool === 'circle') return { ...draft, centre: point };
  const { corners } = draft;
  const same = (corner: GridPoint | undefined) => corner?.[0] === point[0] && corner[1] === point[1];
  if (same(corners.at(-1)) || same(corners[0]) || corners.length >= MOST_CORNERS) return draft;
  return { ...draft, corners: [...corners, point] };
}

/** The draft with a ward added, or taken out where it was in. */
export function withWard(draft: Draft, code: string): Draft {
  const { wards } = draft;
  return {
    ...draft,
    wards: wards.includes(code) ? wards.filter((each) => each !== code) : [...wards, code],
  };
}

/** The draft before its last step: without the last corner, the centre, or the ward chosen last. */
export function withoutLast(draft: Draft): Draft {
  if (draft.tool === 'polygon') return { ...draft, corners: draft.corners.slice(0, -1) };
  return draft.tool === 'circle' ? { ...draft, centre: null } : { ...draft, wards: draft.wards.slice(0, -1) };
}

export function withoutCorner(draft: Draft, at: number): Draft {
  return { ...draft, corners: draft.corners.filter((_, i) => i !== at) };
}

/** What can be kept of the draft; null while it is not whole: three corners, a centre and its radius, one ward. */
export function shapeOfDraft({ tool, corners, centre, radiusM, wards }: Draft): DrawnShape | null {
  if (tool === 'polygon')
    return corners.length < 3 ? null : { shape: 'polygon', ring: corners.map(([x, y]) => degrees(x, y)) };
  if (tool === 'wards') return wards.length === 0 ? null : { shape: 'wards', codes: [...wards] };
  const fits = Number.isInteger(radiusM) && radiusM >= LEAST_RADIUS_M && radiusM <= MOST_RADIUS_M;
  return centre === null || !fits ? null : { shape: 'circle', centre: degrees(...centre), radiusM };
}

/** A kept shape to be drawn on; corners come back to the metre they were placed at. */
export function draftOfShape(shape: DrawnShape): Draft {
  const point = ([lon, lat]: readonly number[]): GridPoint => snapped(toGrid(lon!, lat!), 1);
  if (shape.shape === 'polygon') return { ...EMPTY_DRAFT, corners: shape.ring.map(point) };
  if (shape.shape === 'wards') return { ...EMPTY_DRAFT, tool: 'wards', wards: [...shape.codes] };
  return { ...EMPTY_DRAFT, tool: 'circle', centre: point(shape.centre), radiusM: shape.radiusM };
}

/** The outline of a polygon or circle as a closed ring in degrees; null for wards, which have their own. */
export function ringOfShape(shape: DrawnShape): [number, number][] | null {
  if (shape.shape === 'wards') return null;
  if (shape.shape === 'polygon') return closed(shape.ring.map(([lon, lat]) => [lon!, lat!]));
  const [x, y] = toGrid(shape.centre[0]!, shape.centre[1]!);
  return closed(
    Array.from({ length: CIRCLE_CORNERS }, (_, i) => {
      const angle = (2 * Math.PI * i) / CIRCLE_CORNERS;
      return toLonLat(x + shape.radiusM * Math.cos(angle), y + shape.radiusM * Math.sin(angle));
    }),
  );
}

/** The outline of a study area that somebody drew, closed; none for districts and wards, which have their own. */
export function ringsOfArea({ drawn }: StudiedArea): [number, number][][] {
  const ring = drawn && ringOfShape(drawn.shape);
  return ring ? [ring] : [];
}

/** Seven decimals of a degree are a centimetre. */
function degrees(x: number, y: number): [number, number] {
  const [lon, lat] = toLonLat(x, y);
  return [Number(lon.toFixed(7)), Number(lat.toFixed(7))];
}

function closed(ring: [number, number][]): [number, number][] {
  return [...ring, ring[0]!];
}
