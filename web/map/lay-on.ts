import { affineThrough } from './affine-through.ts';

/** A place in a rectangle as parts of it, from the top left. */
interface Part {
  across: number;
  down: number;
}

/**
 * Pieces to a side. A district's tiles and the National Grid differ by more than a turn: laid on by three corners alone the
 * picture would be 4 to 9 thousandths of its width off; of 8 by 8 pieces none is 0.3 thousandths off.
 */
export const PIECES = 8;

/**
 * A picture bent to a rectangle, piece by piece.
 *
 * @param source with `pixelRatio` of its own pixels to one of `size` and of `placeOf`
 * @param size of the picture that is made, before `pixelRatio`
 * @param placeOf where a place of the rectangle is on the source
 */
export function layOn(
  source: HTMLCanvasElement,
  pixelRatio: number,
  size: { width: number; height: number },
  placeOf: (part: Part) => readonly [x: number, y: number],
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(size.width * pixelRatio);
  canvas.height = Math.round(size.height * pixelRatio);
  const to = canvas.getContext('2d');
  if (!to) throw new Error('This browser gives no canvas.');
  const corner = (i: number, j: number) => {
    const part = { across: i / PIECES, down: j / PIECES };
    const [x, y] = placeOf(part);
    return {
      x: x * pixelRatio,
      y: y * pixelRatio,
      u: part.across * canvas.width,
      v: part.down * canvas.height,
    };
  };
  for (let i = 0; i < PIECES; i++)
    for (let j = 0; j < PIECES; j++) {
      const first = corner(i, j);
      const last = corner(i + 1, j + 1);
      to.save();
      to.beginPath();
      // A pixel over the edge: no seam between pieces.
      to.rect(first.u - 1, first.v - 1, last.u - first.u + 2, last.v - first.v + 2);
      to.clip();
      to.setTransform(...affineThrough([first, corner(i + 1, j), corner(i, j + 1)]));
      to.drawImage(source, 0, 0);
      to.restore();
    }
  return canvas;
}
