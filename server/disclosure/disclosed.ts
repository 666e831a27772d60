/** Why a figure is hidden. */
export type HiddenReason =
  | 'small-number'
  | 'too-few-units'
  | 'small-population'
  | 'finer-than-allowed'
  | 'part-hidden';

/**
 * A figure as it may leave. "Hidden" and "not supplied" are states of their own, never 0. A small number and a number
 * hidden to protect one look alike on purpose: which is which would give away more.
 */
export type Disclosed =
  | { readonly state: 'shown'; readonly value: number; readonly rounded: boolean }
  | { readonly state: 'zero' }
  | { readonly state: 'hidden'; readonly reason: HiddenReason }
  | { readonly state: 'not-supplied' };

const HIDDEN_WORDS: Readonly<Record<HiddenReason, string>> = {
  'small-number': 'Hidden: a small number, or one that would give a small number away.',
  'too-few-units': 'Hidden: too few homes, premises or people stand behind it.',
  'small-population': 'Hidden: too few people live there.',
  'finer-than-allowed': 'Hidden: this kind of data is not shown for so small an area or so short a period.',
  'part-hidden': 'Hidden: it is made from a hidden number.',
};

export const NOT_SUPPLIED: Disclosed = { state: 'not-supplied' };
export const ZERO: Disclosed = { state: 'zero' };

export function shown(value: number, rounded: boolean): Disclosed {
  return { state: 'shown', value, rounded };
}

export function hidden(reason: HiddenReason): Disclosed {
  return { state: 'hidden', reason };
}

/** The figure as a number; null where it is hidden or not supplied. */
export function numberShown(figure: Disclosed): number | null {
  if (figure.state === 'shown') return figure.value;
  return figure.state === 'zero' ? 0 : null;
}

/** The figure in words for a table, a tooltip or a cell of a file. */
export function figureInWords(figure: Disclosed): string {
  switch (figure.state) {
    case 'shown':
      return String(figure.value);
    case 'zero':
      return '0';
    case 'hidden':
      return HIDDEN_WORDS[figure.reason];
    case 'not-supplied':
      return 'Not supplied';
  }
}
