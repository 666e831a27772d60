import { bytesOf } from '../charts/colours.ts';
import type { Pattern } from '../charts/map-classes.ts';

const SIDE_PX = 16;

/** A seamless tile for a patterned fill: hatch or dots of the colour on a paler ground of it. */
export function patternImage(colour: string, pattern: Pattern): ImageData {
  const image = new ImageData(SIDE_PX, SIDE_PX);
  const rgb = bytesOf(colour);
  for (let y = 0; y < SIDE_PX; y++)
    for (let x = 0; x < SIDE_PX; x++) {
      const at = (y * SIDE_PX + x) * 4;
      image.data.set(rgb, at);
      image.data[at + 3] = isInk(x, y, pattern) ? 255 : 70;
    }
  return image;
}

function isInk(x: number, y: number, pattern: Pattern): boolean {
  if (pattern === 'hatch') return (x + y) % 8 < 3;
  if (pattern === 'lined') return (x + y) % 8 < 4;
  if (pattern === 'barred') return y % 8 > 2;
  if (pattern === 'dots') return Math.hypot((x % 8) - 3.5, (y % 8) - 3.5) < 1.6;
  return true;
}
