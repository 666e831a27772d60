import type { PictureRecord } from '../../server/contract/picture-exports.ts';
import type { ChartOrigin } from './chart-origin.ts';

const MARGIN_PX = 24;
const LINE_PX = 16;
/** Mean width of a letter at 12 px, pixels. */
const LETTER_PX = 6.2;
const FONT = "-apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";

/** The lines under a chart, and before a table, that say what it is. */
export function originLines({ area, period, sources }: ChartOrigin, { auditId }: PictureRecord): string[] {
  return [`${area}, ${period}`, `Source: ${sources.join('; ')}`, `Audit entry ${auditId}`];
}

function markingLine({ synthetic }: ChartOrigin, { marking }: PictureRecord): string {
  return synthetic ? `${marking}. SYNTHETIC: these are not real figures.` : marking;
}

/**
 * A chart as a file that stands alone: the marking first, the title, the drawing, then area, period, sources and the audit's
 * entry.
 *
 * @param drawing the chart as a file of its own, with width, height and styles on its elements
 */
export function chartFile(
  drawing: string,
  size: { readonly widthPx: number; readonly heightPx: number },
  title: string,
  origin: ChartOrigin,
  record: PictureRecord,
): string {
  const widthPx = Math.max(size.widthPx, 480) + 2 * MARGIN_PX;
  const letters = Math.floor((widthPx - 2 * MARGIN_PX) / LETTER_PX);
  let y = MARGIN_PX;
  const line = (text: string, attributes: string) => {
    y += LINE_PX;
    return `<text x="${MARGIN_PX}" y="${y}" ${attributes}>${escapeXml(text)}</text>`;
  };
  const above = [
    ...wrap(markingLine(origin, record), letters).map((text) => line(text, 'font-weight="700"')),
    ...wrap(title, letters).map((text) => line(text, '')),
  ];
  y += LINE_PX;
  const chartTop = y;
  y += size.heightPx + LINE_PX;
  const below = originLines(origin, record)
    .flatMap((text) => wrap(text, letters))
    .map((text) => line(text, 'fill="#4d4d4d"'));
  const heightPx = y + MARGIN_PX;
  const inner = drawing
    .replace(/^<\?xml[^>]*\?>\s*/, '')
    .replace(/<svg\b/, `<svg x="${MARGIN_PX}" y="${chartTop}"`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-family="${FONT}" font-size="12" fill="#1a1a1a">`,
    `<rect width="${widthPx}" height="${heightPx}" fill="#ffffff"/>`,
    ...above,
    inner.trim(),
    ...below,
    '</svg>',
    '',
  ].join('\n');
}

/**
 * A table of the page as CSV (RFC 4180, with a byte order mark so that spreadsheets read it): lines beginning with # say what
 * it is, then the heads and rows as they are read on the page.
 */
export function tableFile(
  table: HTMLTableElement,
  title: string,
  origin: ChartOrigin,
  record: PictureRecord,
): string {
  const head = [markingLine(origin, record), title, ...originLines(origin, record)].map((line) => [
    `# ${line}`,
  ]);
  const rows = [...table.rows].map((row) => [...row.cells].map(cellText));
  return `\uFEFF${[...head, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`;
}

/** What a cell says, without its drawing; parts that stand under one another on the page with a space between. */
function cellText(cell: HTMLTableCellElement): string {
  const copy = cell.cloneNode(true) as HTMLElement;
  for (const drawing of copy.querySelectorAll('svg')) drawing.remove();
  for (const part of copy.querySelectorAll('*')) part.before(' ');
  return plainNumber((copy.textContent ?? '').replace(/\s+/g, ' ').trim());
}

/** A number as programs read it: no sign before what is above 0, a hyphen for minus, no separators of thousands. */
export function plainNumber(text: string): string {
  const plain = text.replaceAll('\u2212', '-').replace(/^\+(?=\d)/, '');
  return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain;
}

/** Quoted where it must be. A text that a spreadsheet would compute begins with an apostrophe; a figure stays one. */
export function csvField(text: string): string {
  const isFigure = /^-?[\d.,]+ ?%?( ?\([\d.,\s%–-]*\))?$/.test(text);
  const safe = /^[=+\-@\t\r]/.test(text) && !isFigure ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines of at most `letters`, broken at spaces. */
export function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > letters) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
