import { MonthStrip } from '../charts/month-strip.tsx';
import { Lazily } from '../lazily.tsx';
import { deskRequest } from '../state/drawing.ts';
import { isOpen, screen, toggleSheet } from '../state/screen.ts';
import { choose, edited } from '../state/store.ts';
import { timedLayer } from '../state/timed-layer.ts';
import { AreaChoice } from './area-choice.tsx';
import { CategoryChoice } from './category-choice.tsx';
import { CompareChoice } from './compare-choice.tsx';
import { MethodChoice } from './method-choice.tsx';
import { ModeChoice } from './mode-choice.tsx';
import { PeriodChoice } from './period-choice.tsx';
import { useWidth } from './use-width.ts';

const loadDesk = () => import('../areas/drawing-desk.tsx');

/** Show, what, when, where, how; and whether one map or two. While an area is drawn, the desk that it is drawn at. */
export function ChoicesPanel() {
  if (deskRequest.value)
    return (
      <section
        id="choices"
        class="panel choices desk"
        aria-label="Draw an area"
        tabIndex={-1}
        hidden={!isOpen.choices.value}
      >
        <Lazily load={loadDesk} />
      </section>
    );
  return (
    <form
      id="choices"
      class="panel choices"
      aria-label="Choices"
      tabIndex={-1}
      hidden={!isOpen.choices.value}
      onSubmit={(event) => event.preventDefault()}
    >
      {screen.value !== 'wide' && (
        <header class="sheet-head">
          <h2>Choices</h2>
          <button type="button" onClick={() => toggleSheet('choices', false)}>
            Close
          </button>
        </header>
      )}
      <ModeChoice />
      <CategoryChoice />
      <PeriodChoice />
      {screen.value === 'phone' && isOpen.choices.value && <SheetMonths />}
      <AreaChoice />
      <MethodChoice />
      <CompareChoice />
    </form>
  );
}

function SheetMonths() {
  const [box, widthPx] = useWidth<HTMLDivElement>();
  const wanted = edited.value.resolved.value;
  const timed = timedLayer();
  const months = timed?.months;
  if (timed?.isRegister || timed?.isAggregate || !wanted || !months || months.length === 0) return null;
  return (
    <div class="sheet-months" ref={box}>
      {widthPx > 0 && (
        <MonthStrip
          months={months}
          from={wanted.from}
          to={wanted.to}
          widthPx={widthPx}
          heightPx={72}
          onChoose={(from, to) => choose({ from, to })}
        />
      )}
    </div>
  );
}
