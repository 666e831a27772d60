import { useEffect, useState } from 'preact/hooks';
import { fetchProgress } from './api/client.ts';

/** Between an answer and asking again. */
const PAUSE_MS = 1000;

/**
 * How much of the questions on their way is done, 0 to 1: that of the one that is behind, asked about every second. null while
 * none of them is of a kind that the service can tell about.
 *
 * @param asked paths of the API, as they were asked
 */
export function useShareDone(asked: readonly string[]): number | null {
  const [share, setShare] = useState<number | null>(null);
  useEffect(() => {
    setShare(null);
    if (asked.length === 0) return undefined;
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const shares = await Promise.all(
        // What went wrong is told with the answer itself.
        asked.map((path) => fetchProgress(path, gone.signal).catch(() => ({ share: null }))),
      );
      const known = shares.flatMap((told) => (told.share === null ? [] : [told.share]));
      if (gone.signal.aborted) return;
      setShare(known.length > 0 ? Math.min(...known) : null);
      timer = setTimeout(ask, PAUSE_MS);
    };
    void ask();
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [asked.join(' ')]);
  return share;
}
