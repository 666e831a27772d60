import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { change, view } from '../state/store.ts';

const LEAST = 5;
const MOST = 95;

/** The line between two maps that lie over each other: dragged, or moved with the arrow keys, Home and End. */
export function SwipeLine() {
  const line = useRef<HTMLDivElement>(null);
  const at = view.value.swipeAt;
  useSignalEffect(() => {
    line.current?.parentElement?.style.setProperty('--swipe', `${view.value.swipeAt}%`);
  });
  const move = (to: number) => change({ swipeAt: Math.round(Math.min(MOST, Math.max(LEAST, to))) });
  const dragTo = (event: PointerEvent) => {
    const box = line.current!.parentElement!.getBoundingClientRect();
    move(((event.clientX - box.left) / box.width) * 100);
  };
  return (
    <div
      ref={line}
      class="swipe-line"
      role="slider"
      tabIndex={0}
      aria-label="Line between the two maps"
      aria-orientation="horizontal"
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={at}
      aria-valuetext={`First map on the left ${at} per cent, second map on the right`}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) dragTo(event);
      }}
      onKeyDown={(event) => {
        const to: Record<string, number> = {
          ArrowLeft: at - (event.shiftKey ? 10 : 2),
          ArrowRight: at + (event.shiftKey ? 10 : 2),
          ArrowDown: at - 2,
          ArrowUp: at + 2,
          PageDown: at - 10,
          PageUp: at + 10,
          Home: LEAST,
          End: MOST,
        };
        const next = to[event.key];
        if (next === undefined) return;
        event.preventDefault();
        move(next);
      }}
    >
      <span aria-hidden="true">⇄</span>
    </div>
  );
}
