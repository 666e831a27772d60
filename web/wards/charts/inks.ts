/** Colours of the charts: those of the page, told apart by lightness and shape as well as by hue. */
export const INK = '#14181d';
export const QUIET = '#4c555f';
export const LINE = '#d5d9de';
export const LINE_STRONG = '#767f89';
export const ACCENT = '#1d4f91';
export const ACCENT_PALE = '#dbe5f1';
/** More than the usual: dark red-brown, always with a triangle that points up. */
export const HIGH = '#932306';
/** Less than the usual: dark blue, always with a triangle that points down. */
export const LOW = '#12305c';

/**
 * Parts of a stacked bar: Okabe and Ito's hues (2008), neighbours far apart in lightness so that a grey print still shows the
 * border; each part also carries its number.
 */
export const PART_COLOURS = [
  '#1d4f91',
  '#f0b440',
  '#00735c',
  '#e79cc2',
  '#8a3b12',
  '#7cc3ec',
  '#5b2a6f',
  '#d8d04a',
  '#4c555f',
  '#f2906b',
  '#0f6b8f',
  '#b9c2cb',
] as const;

/** Whether black or white letters stand on a part's colour with 4.5:1 or better. */
export function letterOn(colour: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return luminance > 0.179 ? INK : '#ffffff';
}
