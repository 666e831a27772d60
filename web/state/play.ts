import { effect, signal } from '@preact/signals';
import { movedPeriod, type Period, startOfPlay } from './periods.ts';
import { suppliedReach } from './resolve-view.ts';
import { mayAnimate } from './screen.ts';
import { choose, edited, isLoading } from './store.ts';

/** True while the months go by on their own. */
export const isPlaying = signal(false);

/** The shortest time that a map is left to be looked at, ms; longer where the system asks for less motion. */
const STEP_MS = 900;
const CALM_STEP_MS = 2500;

/** Moves the period shown by whole months, if the supply reaches. */
export function stepPeriod(by: number): void {
  const { period, reach } = shown();
  const next = period && reach && movedPeriod(period, by, reach);
  if (next) choose(next);
}

/** Begins or pauses. Each month stays until its map is drawn and has been seen; the end of the supply stops it. */
export function togglePlay(): void {
  if (isPlaying.peek()) {
    isPlaying.value = false;
    return;
  }
  const { period, reach } = shown();
  if (!period || !reach) return;
  isPlaying.value = true;
  choose(startOfPlay(period, reach));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    clearTimeout(timer);
    if (!isPlaying.value || isLoading.value) return;
    const now = shown();
    timer = setTimeout(
      () => {
        const next = now.period && now.reach && movedPeriod(now.period, 1, now.reach);
        if (next) choose(next);
        else isPlaying.value = false;
      },
      mayAnimate() ? STEP_MS : CALM_STEP_MS,
    );
  });
  const done = effect(() => {
    if (isPlaying.value) return;
    clearTimeout(timer);
    queueMicrotask(() => {
      stop();
      done();
    });
  });
}

function shown(): { period: Period | null; reach: Period | null } {
  const { resolved, layer } = edited.value;
  return { period: resolved.value, reach: layer.value && suppliedReach(layer.value) };
}
