import { computed, effect } from '@preact/signals';
import type { AreaPlace } from '../../server/contract/study-areas.ts';
import type { DrawnShape } from '../../server/contract/workspace.ts';
import { toServiceError } from '../api/service-error.ts';
import { checkArea } from '../briefings/saved-client.ts';
import { createResource } from '../state/resource.ts';
import { draftShape } from './desk-state.ts';

/** A hand that places corners quickly is left in peace, ms. */
const SETTLE_MS = 250;

const checked = createResource<AreaPlace>(toServiceError);
const keyOf = (shape: DrawnShape) => JSON.stringify(shape);

/** What the service says of the shape on the desk: null while it is not whole or not checked yet. */
export const areaCheck = computed(() => {
  const shape = draftShape.value;
  const { data, key, error, loading } = checked.state.value;
  if (shape === null) return null;
  if (error && !loading) return error;
  return key === keyOf(shape) ? data : null;
});

/** Asks about each whole shape. Returns what stops it. */
export function followDraft(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const shape = draftShape.value;
    clearTimeout(timer);
    if (shape === null) return;
    timer = setTimeout(() => void checked.want(keyOf(shape), () => checkArea(shape)), SETTLE_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
