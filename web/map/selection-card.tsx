import type { ComponentChildren } from 'preact';
import { MethodLink } from '../panels/method-link.tsx';
import { mode, periodChange, placeOfCell, select, shownCells, view, wardLayer } from '../state/store.ts';
import { formatCount, formatDistance } from '../words/format.ts';
import { CellFactsOf } from './cell-card.tsx';
import { cellIndex } from './lattice.ts';
import { step } from './step.ts';
import { ChangedWard, WardFactsOf } from './ward-card.tsx';

/** What is selected, pinned to the map. Nothing where nothing is. */
export function SelectionCard() {
  const { selection } = view.value;
  if (selection?.kind === 'cell') return <CellCard column={selection.column} row={selection.row} />;
  if (mode.value === 'change') {
    const result = periodChange.state.value.data;
    const at = result?.wards.findIndex((w) => w.code === selection?.code) ?? -1;
    if (!result || at < 0) return null;
    const ward = result.wards[at]!;
    return (
      <Card title={ward.name} under="Ward" position={positionOf(at, result.wards.length, '')}>
        <ChangedWard ward={ward} />
      </Card>
    );
  }
  const result = wardLayer.state.value.data;
  const ward = result?.wards.find((w) => w.code === selection?.code);
  if (!result || !ward) return null;
  return (
    <Card
      title={ward.name}
      under={`Ward · ${ward.population === null ? 'population not supplied' : `${formatCount(ward.population)} residents`}`}
      position={positionOf(ward.rankByEvents - 1, result.wards.length, ' by events')}
    >
      <WardFactsOf ward={ward} result={result} />
    </Card>
  );
}

function CellCard({ column, row }: { column: number; row: number }) {
  const shown = shownCells.value;
  const index = shown ? cellIndex(shown.lattice, column, row) : -1;
  if (!shown || index < 0 || index >= shown.length) return null;
  const { place, gridReference } = placeOfCell.value(shown, index);
  const order = shown.listed();
  const at = order.indexOf(index);
  return (
    <Card
      title={place}
      under={`${gridReference} · cell of ${formatDistance(shown.cellSizeM)}`}
      position={
        at >= 0
          ? positionOf(at, order.length, shown.mode === 'hot-spots' ? ', hottest first' : ' in the list')
          : 'Not in the list'
      }
    >
      <CellFactsOf shown={shown} index={index} />
    </Card>
  );
}

function positionOf(at: number, length: number, order: string): string {
  return `${formatCount(at + 1)} of ${formatCount(length)}${order}`;
}

interface CardProps {
  title: string;
  under: string;
  position: string;
  children: ComponentChildren;
}

function Card({ title, under, position, children }: CardProps) {
  return (
    <aside class="card" aria-label="Selected on the map">
      <header>
        <div>
          <h2>{title}</h2>
          <p class="quiet">{under}</p>
        </div>
        <button type="button" class="tool" aria-label="Close the card" onClick={() => select(null)}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4 4l8 8M12 4l-8 8" />
          </svg>
        </button>
      </header>
      {children}
      <MethodLink />
      <footer>
        <span class="quiet">{position}</span>
        <span class="card-steps">
          <button type="button" onClick={() => step(-1)}>
            Previous
          </button>
          <button type="button" onClick={() => step(1)}>
            Next
          </button>
        </span>
      </footer>
    </aside>
  );
}
