/** A4 across at 300 dots an inch. */
export const PRINT_WIDTH_PX = 3508;

/** Properties that make a drawing look as it does on the page. */
const DRAWN = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
  'visibility',
  'display',
] as const;

/**
 * A chart of the page as a file that stands alone: a copy whose styles are written on its elements, so that it looks the
 * same without the page's style sheets. What only the pointer or the keyboard needs is left as it is.
 * @param element in the document; its computed styles are read
 */
export function chartSvg(element: SVGSVGElement): string {
  const copy = element.cloneNode(true) as SVGSVGElement;
  const originals = [element, ...element.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    for (const property of DRAWN) {
      const value = style.getPropertyValue(property);
      if (value !== '' && value !== 'none' && value !== 'normal') copies[i]!.setAttribute(property, value);
      else if (property === 'fill' || property === 'stroke' || property === 'display')
        copies[i]!.setAttribute(property, value);
    }
    copies[i]!.removeAttribute('class');
    copies[i]!.removeAttribute('tabindex');
  });
  return svgText(copy);
}

/** A drawing whose styles are on its elements already, as a file. */
export function svgText(element: SVGSVGElement): string {
  const copy = element.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const { width, height } = sizeOf(copy);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

/**
 * A drawing as a PNG. `widthPx` defaults to A4 across at 300 dots an inch; the height follows.
 * Rejects with what went wrong where the browser cannot draw it, as with a picture beyond its canvas's size.
 */
export async function svgPng(svg: string, widthPx = PRINT_WIDTH_PX): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = widthPx;
    canvas.height = Math.round((widthPx * image.naturalHeight) / image.naturalWidth);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser gives no canvas. Keep the SVG instead.');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error(`No picture of ${canvas.width} by ${canvas.height} px. Keep the SVG instead.`);
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Gives the reader a file. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The name of a picture, the marking first as in every file that leaves: 'OFFICIAL-SYNTHETIC-hot-spots-2025-10.svg'. */
export function pictureName(
  marking: string,
  synthetic: boolean,
  words: string,
  format: 'svg' | 'png' | 'csv',
): string {
  const plain = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  return `${marking}${synthetic ? '-SYNTHETIC' : ''}-${plain || 'map'}.${format}`;
}

function sizeOf(svg: SVGSVGElement): { width: number; height: number } {
  const box = svg
    .getAttribute('viewBox')
    ?.split(/[\s,]+/)
    .map(Number);
  return { width: box?.[2] ?? 1000, height: box?.[3] ?? 1000 };
}
