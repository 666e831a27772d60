import { MonthStrip } from '../charts/month-strip.tsx';
import { change, layer, resolved } from '../state/store.ts';
import { formatCount } from '../words/format.ts';
import { useWidth } from './use-width.ts';

/** The months under the map: what was supplied, what was not, and which are chosen. */
export function TimeStrip() {
  const [box, widthPx] = useWidth<HTMLDivElement>();
  const wanted = resolved.value;
  const months = layer.value?.months;
  if (!wanted || !months || months.length === 0) return null;
  const most = months.reduce((m, month) => Math.max(m, month.events ?? 0), 0);
  const hasGap = months.some((m) => m.status === 'not-supplied');
  const hasFlag = months.some((m) => m.status === 'under-supplied' || m.status === 'over-supplied');
  return (
    <section class="time" aria-label="Months">
      <div class="time-words">
        <h2>Events by month</h2>
        <p class="quiet">All data; highest {formatCount(most)}</p>
        {(hasGap || hasFlag) && (
          <ul class="time-key">
            {hasGap && (
              <li>
                <svg viewBox="0 0 10 10" aria-hidden="true">
                  <rect width="10" height="10" class="bar-not-supplied" />
                </svg>
                not supplied
              </li>
            )}
            {hasFlag && (
              <li>
                <svg viewBox="0 0 10 10" aria-hidden="true">
                  <path class="bar-flag" d="M5 1l4 7H1z" />
                </svg>
                flagged
              </li>
            )}
          </ul>
        )}
      </div>
      <div class="time-bars" ref={box}>
        {widthPx > 0 && (
          <MonthStrip
            months={months}
            from={wanted.from}
            to={wanted.to}
            widthPx={widthPx}
            heightPx={64}
            onChoose={(from, to) => change({ from, to })}
          />
        )}
      </div>
    </section>
  );
}
