import { auditIdOf } from '../api/client.ts';
import type { Scene } from '../state/scene.ts';

/** 'Audit entry 12.': the look at the figures that a picture or a slide is made of, which is on record. */
export function auditLine({ figures }: Scene): string[] {
  const id = auditIdOf(figures.value.data);
  return id === null ? [] : [`Audit entry ${id}.`];
}
