import type { AreasResult } from '../../server/contract/areas.ts';
import { groundMap } from '../map/basemap.ts';
import type { StillGround } from '../map/still-ground.ts';
import type { Extent } from './map-extent.ts';

/** What lies under a drawn map: null is the product's own ground. */
export interface Backdrop {
  /** null where the installation's map could not be drawn: the product's own ground is. */
  picture: StillGround | null;
  /** To be printed with the sources: whose map it is, or that it is left out. */
  says: string;
}

/** Pixels to a unit of the drawing: on a slide, and for a picture at print resolution. */
export const BACKDROP_PIXELS = { slide: 1.5, picture: 2.5 } as const;

const LEFT_OUT = 'The background map could not be drawn and is left out.';

/** Those drawn last: most slides of a briefing show the same part of a district. */
const KEPT = 6;
const kept = new Map<string, Promise<Backdrop>>();
/** One after the other: a browser gives a page only so many drawing surfaces. */
let last: Promise<unknown> = Promise.resolve();

/** The installation's map under an extent; null where it has none of its own. Never rejects. */
export async function backdropOf(
  extent: Extent,
  wards: AreasResult,
  pixelsPerUnit: number,
): Promise<Backdrop | null> {
  const ground = await groundMap().catch(() => null);
  if (!ground) return null;
  const { west, south, east, north } = extent;
  const key = [west, south, east, north, pixelsPerUnit, wards.features[0]?.id].join(' ');
  const known = kept.get(key);
  if (known) return known;
  const names = wards.features.map(({ properties: { name, labelPoint } }) => ({
    name,
    lon: labelPoint[0]!,
    lat: labelPoint[1]!,
  }));
  const drawing = last.then(async (): Promise<Backdrop> => {
    try {
      const { drawStill } = await import('../map/still-ground.ts');
      const picture = await drawStill(ground.style, extent, pixelsPerUnit, names);
      return { picture, says: ground.attribution.replace(/\.?$/, '.') };
    } catch {
      return { picture: null, says: LEFT_OUT };
    }
  });
  last = drawing;
  kept.set(key, drawing);
  for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
  // What failed may go well the next time.
  void drawing.then(({ picture }) => picture ?? kept.delete(key));
  return drawing;
}
