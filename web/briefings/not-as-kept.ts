import { replacedChoices } from '../state/replaced-choices.ts';
import { catalogue } from '../state/store.ts';
import type { SlideScene } from './use-slide-scene.ts';

/**
 * Why a kept view cannot be shown, in sentences: its layer, area or categories are no longer held, or not for the reader.
 * Another map under the same title would be taken for it. null where it can.
 */
export function notAsKept({ view, scene }: SlideScene): string | null {
  const held = catalogue.state.value.data;
  const used = scene.resolved.value;
  if (!held || !used) return null;
  const lost = replacedChoices(view, used, held).filter(({ isAnother }) => isAnother);
  return lost.length === 0 ? null : lost.map(({ why }) => `${why}.`).join(' ');
}
