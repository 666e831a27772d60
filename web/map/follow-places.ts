import { effect } from '@preact/signals';
import { hasPlaces } from '../state/places-on-top.ts';
import type { DistrictMap } from './district-map.ts';

/** Loads what draws places on top when the first is chosen, and lets it follow. Returns what stops it. */
export function followPlaces(map: DistrictMap, surface: HTMLElement): () => void {
  let stop: (() => void) | null = null;
  let stopped = false;
  const wait = effect(() => {
    if (!hasPlaces.value || stop !== null) return;
    stop = () => undefined;
    void import('../places/draw-places.ts').then(({ drawPlaces }) => {
      if (!stopped) stop = drawPlaces(map, surface);
    });
  });
  return () => {
    stopped = true;
    wait();
    stop?.();
  };
}
