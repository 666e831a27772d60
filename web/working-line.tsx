import { useEffect, useState } from 'preact/hooks';
import type { ResourceState } from './state/resource.ts';
import { useShareDone } from './use-share-done.ts';

/** Answers that come sooner than this need no word: the bar at the top is enough. */
const QUIET_S = 1;

/**
 * What takes longer than a second says so, for how long and how much of it is done where the service can tell, and can be
 * cancelled: the service stops working on it.
 */
export function WorkingLine({
  of,
  onCancel,
  what = 'Working on the figures',
}: {
  of: readonly ResourceState<unknown>[];
  /** Instead of giving up what is on its way as it stands. */
  onCancel?: () => void;
  what?: string;
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
  const isLong = isBusy && seconds >= QUIET_S;
  const asked = of.flatMap(({ loading, asked }) => (loading && asked?.startsWith('api/') ? [asked] : []));
  const share = useShareDone(isLong ? asked : []);
  if (!isLong) return null;
  return (
    <div class="working-line">
      <span role="status">{what}</span>
      {/* Not read out each second. */}
      <span class="quiet" aria-hidden="true">
        {seconds} s
      </span>
      {share !== null && (
        <span class="working-share">
          <progress max={100} value={Math.round(share * 100)} aria-label="Done" />
          <span class="quiet" aria-hidden="true">
            {Math.round(share * 100)} % done
          </span>
        </span>
      )}
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
