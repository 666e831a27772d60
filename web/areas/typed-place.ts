import { toGrid } from '../map/national-grid.ts';
import type { GridPoint } from './draft-shape.ts';

const LETTERS = 'ABCDEFGHJKLMNOPQRSTUVWXYZ';

/**
 * A place as people type it: a National Grid reference of 4 to 10 figures ('TR 352 702', the corner south-west of its square),
 * easting and northing in metres ('635250, 170250'), or latitude and longitude in degrees ('51.38, 1.41'). null for anything
 * else, and for places outside Great Britain.
 */
export function parseTypedPlace(text: string): GridPoint | null {
  const trimmed = text.trim().toUpperCase();
  return gridReferencePoint(trimmed) ?? numbersPoint(trimmed);
}

function gridReferencePoint(text: string): GridPoint | null {
  const match =
    /^([A-HJ-Z])([A-HJ-Z])\s*(\d{2,5})\s+(\d{2,5})$|^([A-HJ-Z])([A-HJ-Z])\s*(\d{4}|\d{6}|\d{8}|\d{10})$/.exec(
      text,
    );
  if (!match) return null;
  const [first, second] = [match[1] ?? match[5], match[2] ?? match[6]];
  const joined = match[7];
  const half = joined === undefined ? 0 : joined.length / 2;
  const [east, north] =
    joined === undefined ? [match[3]!, match[4]!] : [joined.slice(0, half), joined.slice(half)];
  if (east.length !== north.length) return null;
  const [i, j] = [LETTERS.indexOf(first!), LETTERS.indexOf(second!)];
  // Squares of 500 km, then of 100 km, lettered from the north-west; S is at the origin.
  const e100km = ((((i - 2) % 5) + 5) % 5) * 5 + (j % 5);
  const n100km = 19 - Math.floor(i / 5) * 5 - Math.floor(j / 5);
  const metres = (digits: string) => Number(digits) * 10 ** (5 - digits.length);
  return inBritain([e100km * 100_000 + metres(east), n100km * 100_000 + metres(north)]);
}

function numbersPoint(text: string): GridPoint | null {
  const match = /^(-?\d+(?:\.\d+)?)[\s,;]+(-?\d+(?:\.\d+)?)$/.exec(text);
  if (!match) return null;
  const [a, b] = [Number(match[1]), Number(match[2])];
  if (Math.abs(a) > 90) return inBritain([a, b]);
  return a >= 49 && a <= 61 && b >= -9 && b <= 2.5 ? inBritain(toGrid(b, a)) : null;
}

function inBritain([x, y]: GridPoint): GridPoint | null {
  return x > 0 && x < 700_000 && y > 0 && y < 1_300_000 ? [x, y] : null;
}
