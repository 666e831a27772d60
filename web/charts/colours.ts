import { interpolateYlOrRd } from 'd3';

/** d3's YlOrRd from 0.15 to 1, pale to dark, as hex. */
export function sequentialColours(classes: number): string[] {
  return Array.from({ length: classes }, (_, i) =>
    hexOf(interpolateYlOrRd(classes === 1 ? 0.6 : 0.15 + (0.85 * i) / (classes - 1))),
  );
}

/** More than expected: one hue, 90, 95, 99 % sure. Lightness 82, 60, 37, so that the order survives a grey print. */
export const MORE_COLOURS = ['#f8bd9c', '#e06a37', '#932306'] as const;
/** Fewer than expected: the same for one blue, always hatched, so that grey prints tell it from "more". */
export const FEWER_COLOURS = ['#b3cbe6', '#5b8dc4', '#1d4f91'] as const;

/** Figures that are held back: grey, and always dotted. */
export const HIDDEN_COLOUR = '#5d6670';

/** '#rrggbb' as three bytes. */
export function bytesOf(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

/** 'rgb(1, 2, 3)' as '#010203'. */
export function hexOf(rgb: string): string {
  const parts = rgb.match(/\d+/g)!.map(Number);
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
