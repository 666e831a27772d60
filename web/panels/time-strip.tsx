import type { CatalogueLayer } from '../../server/contract/catalogue.ts';
import { MonthStrip } from '../charts/month-strip.tsx';
import { OPERATIONS_PX, OperationBars } from '../charts/operation-bars.tsx';
import { isPlaying, stepPeriod, togglePlay } from '../state/play.ts';
import type { ResolvedView } from '../state/resolve-view.ts';
import { operations, showOperations } from '../state/saved-places.ts';
import { choose, edited } from '../state/store.ts';
import { layerAgainst, timedLayer } from '../state/timed-layer.ts';
import { formatCount, formatDays, formatMonth, formatPeriod } from '../words/format.ts';
import { useWidth } from './use-width.ts';

/** A register, and counts of one period, have no months to choose from. */
function RegisterStrip({ layer }: { layer: CatalogueLayer }) {
  return (
    <section class="time" aria-label="Months">
      <div class="time-alone">
        <h2>{layer.isRegister ? 'A register' : 'One period'}</h2>
        <p class="quiet">
          {layer.isRegister
            ? `${layer.title} as they stood at the end of ${formatMonth(layer.months[0]!.month)}. A register says what is there on a day, and has no months to choose from.`
            : `${layer.title} were added up for ${formatPeriod(layer.months[0]!.month, layer.months.at(-1)!.month)} by whoever supplied them. Months within it were not supplied.`}
        </p>
      </div>
    </section>
  );
}

/** The months under the map: what was supplied, what was not, which are chosen; and their play. */
export function TimeStrip() {
  const [box, widthPx] = useWidth<HTMLDivElement>();
  const wanted = edited.value.resolved.value;
  const timed = timedLayer();
  if (timed?.isRegister || timed?.isAggregate) return <RegisterStrip layer={timed} />;
  const months = timed?.months;
  if (!wanted || !months || months.length === 0) return null;
  const againstLayer = wanted.mode === 'coincidence' ? layerAgainst() : null;
  const most = months.reduce((m, month) => Math.max(m, month.events ?? 0), 0);
  const shown = showOperations.value
    ? operations.value.map(({ id, name, body: { from, to } }) => ({
        id,
        name,
        from,
        to,
        days: formatDays(from, to),
      }))
    : [];
  // The bars are of a layer as a whole, whatever categories the map shows, and of one layer where it shows two.
  const whose = againstLayer
    ? timed === againstLayer
      ? 'Second layer'
      : 'First layer'
    : wanted.categories.length > 0
      ? 'Every category'
      : null;
  const counted = countedInstead(wanted);
  const hasGap = months.some((m) => m.status === 'not-supplied');
  const hasFlag = months.some((m) => m.status === 'under-supplied' || m.status === 'over-supplied');
  return (
    <section class="time" aria-label="Months">
      <div class="time-words">
        <h2>Events by month</h2>
        <p class="quiet">
          {whose === null ? 'Highest' : `${whose}: highest`} {formatCount(most)}
          {counted && <span class="time-key">· dark: counted</span>}
          {hasGap && (
            <span class="time-key">
              <svg viewBox="0 0 10 10" aria-hidden="true">
                <rect width="10" height="10" class="bar-not-supplied" />
              </svg>
              not supplied
            </span>
          )}
          {hasFlag && (
            <span class="time-key">
              <svg viewBox="0 0 10 10" aria-hidden="true">
                <path class="bar-flag" d="M5 1l4 7H1z" />
              </svg>
              flagged
            </span>
          )}
        </p>
        <PlayButtons />
      </div>
      <div class="time-bars" ref={box}>
        {widthPx > 0 && (
          <>
            {shown.length > 0 && <OperationBars months={months} operations={shown} widthPx={widthPx} />}
            <MonthStrip
              months={months}
              from={wanted.from}
              to={wanted.to}
              counted={counted}
              widthPx={widthPx}
              heightPx={shown.length > 0 ? 68 - OPERATIONS_PX : 68}
              onChoose={(from, to) => choose({ from, to })}
            />
          </>
        )}
      </div>
    </section>
  );
}

/** The months that the figures are of, where restricted data was not released for those chosen; null where they are these. */
function countedInstead({ from, to }: ResolvedView): { from: string; to: string } | null {
  const { data, loading } = edited.value.figures.value;
  if (!data || loading) return null;
  const used = data.parameters;
  return used.from === from && used.to === to ? null : { from: used.from, to: used.to };
}

/** One month back, play or pause, one month on. Nothing plays unless it is pressed. */
export function PlayButtons() {
  return (
    <div class="play">
      <button type="button" aria-label="One month earlier" onClick={() => stepPeriod(-1)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M10 3L5 8l5 5" />
        </svg>
      </button>
      <button type="button" class="play-main" onClick={togglePlay}>
        {isPlaying.value ? 'Pause' : 'Play'}
      </button>
      <button type="button" aria-label="One month later" onClick={() => stepPeriod(1)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M6 3l5 5-5 5" />
        </svg>
      </button>
    </div>
  );
}
