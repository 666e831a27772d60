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

/** Names that have room, in the order given: one that would lie over another, or over the edge, is left out. */
export function placeLabels(
  labels: readonly Label[],
  fontSize: number,
  width: number,
  height: number,
): PlacedLabel[] {
  const taken: { west: number; east: number; top: number; bottom: number }[] = [];
  const placed: PlacedLabel[] = [];
  for (const { name, x, y } of labels) {
    const lines = wrap(name);
    const half = (Math.max(...lines.map((line) => line.length)) * LETTER * fontSize) / 2 + 2;
    const tall = (lines.length * fontSize * 1.15) / 2 + 1;
    const box = { west: x - half, east: x + half, top: y - tall, bottom: y + tall };
    if (box.west < 0 || box.east > width || box.top < 0 || box.bottom > height) continue;
    const covers = taken.some(
      (t) => t.west < box.east && t.east > box.west && t.top < box.bottom && t.bottom > box.top,
    );
    if (covers) continue;
    taken.push(box);
    placed.push({ lines, x, y });
  }
  return placed;
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
