export interface Label {
  name: string;
  x: number;
  y: number;
}

export interface PlacedLabel {
  lines: readonly string[];
  x: number;
  y: number;
}

/** Letters of a line; longer names go on in the next. */
const LINE_LETTERS = 14;
/** Width of a letter of the system's sans as a part of its height, on average. */
const LETTER = 0.54;

/** Lines up or down that a name may stand from its place to keep clear of symbols, the nearest first. */
const SHIFTS = [0, -1.3, 1.3, -2.4, 2.4] as const;

interface Box {
  west: number;
  east: number;
  top: number;
  bottom: number;
}

/** Squares that names keep off where they can, such as symbols: their middles and their side. */
interface Squares {
  middles: readonly { x: number; y: number }[];
  side: number;
}

/**
 * Names that have room, in the order given: one that would lie over another, or over the edge, is left out. A name that would
 * lie on squares moves up or down by a line or two to where the fewest are.
 */
export function placeLabels(
  labels: readonly Label[],
  fontSize: number,
  width: number,
  height: number,
  squares: Squares = { middles: [], side: 0 },
): PlacedLabel[] {
  const taken: Box[] = [];
  const placed: PlacedLabel[] = [];
  const half = squares.side / 2;
  const kept = squares.middles.map(
    ({ x, y }): Box => ({ west: x - half, east: x + half, top: y - half, bottom: y + half }),
  );
  for (const { name, x, y } of labels) {
    const lines = wrap(name);
    let best: { y: number; box: Box; covered: number } | null = null;
    for (const shift of squares.middles.length > 0 ? SHIFTS : [0]) {
      const at = y + shift * fontSize;
      const box = boxOf(lines, x, at, fontSize);
      if (box.west < 0 || box.east > width || box.top < 0 || box.bottom > height) continue;
      if (taken.some((other) => overlap(other, box))) continue;
      const covered = kept.filter((square) => overlap(square, box)).length;
      if (best === null || covered < best.covered) best = { y: at, box, covered };
    }
    if (best === null) continue;
    taken.push(best.box);
    placed.push({ lines, x, y: best.y });
  }
  return placed;
}

function boxOf(lines: readonly string[], x: number, y: number, fontSize: number): Box {
  const half = (Math.max(...lines.map((line) => line.length)) * LETTER * fontSize) / 2 + 2;
  const tall = (lines.length * fontSize * 1.15) / 2 + 1;
  return { west: x - half, east: x + half, top: y - tall, bottom: y + tall };
}

function overlap(a: Box, b: Box): boolean {
  return a.west < b.east && a.east > b.west && a.top < b.bottom && a.bottom > b.top;
}

function wrap(name: string): string[] {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_LETTERS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
