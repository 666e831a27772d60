import { useEffect, useState } from 'preact/hooks';
import type { ResourceState } from './state/resource.ts';

/** Answers that come sooner than this need no word: the bar at the top is enough. */
const QUIET_S = 1;

/** What takes longer than a second says so, for how long, and can be cancelled: the service stops working on it. */
export function WorkingLine({
  of,
  onCancel,
}: {
  of: readonly ResourceState<unknown>[];
  /** Instead of giving up what is on its way as it stands. */
  onCancel?: () => void;
}) {
  const stops = of.flatMap(({ loading, stop }) => (loading && stop ? [stop] : []));
  const isBusy = stops.length > 0;
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(0);
    if (!isBusy) return undefined;
    const begun = performance.now();
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - begun) / 1000)), 250);
    return () => clearInterval(timer);
  }, [isBusy]);
  if (!isBusy || seconds < QUIET_S) return null;
  return (
    <div class="working-line">
      <span role="status">Working on the figures</span>
      {/* Not read out each second. */}
      <span class="quiet" aria-hidden="true">
        {seconds} s
      </span>
      <button
        type="button"
        onClick={() => {
          if (onCancel) onCancel();
          else for (const stop of stops) stop();
        }}
      >
        Cancel
      </button>
    </div>
  );
}
