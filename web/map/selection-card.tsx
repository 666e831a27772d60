import type { ComponentChildren } from 'preact';
import type { WardRow } from '../../server/contract/ward-layer.ts';
import { TOO_FEW_EVENTS } from '../charts/ward-classes.ts';
import type { CellFacts } from '../state/cell-facts.ts';
import { cellAt, hottest, select, shownCells, shownWards, view } from '../state/store.ts';
import { sayAgainstDistrict, sayBand } from '../words/bands.ts';
import {
  formatCount,
  formatDistance,
  formatEvents,
  formatInterval,
  formatMeasure,
  formatPValue,
  formatRatio,
  formatShare,
  formatShareInterval,
  formatZ,
} from '../words/format.ts';
import { cellIndex } from './lattice.ts';
import { step } from './step.ts';

/** What is selected, pinned to the map. Nothing where nothing is. */
export function SelectionCard() {
  const { selection } = view.value;
  if (selection?.kind === 'cell') {
    const shown = shownCells.value;
    const index = shown ? cellIndex(shown.lattice, selection.column, selection.row) : -1;
    const cell = index < 0 ? null : cellAt.value(index);
    return cell && <CellCard cell={cell} />;
  }
  const ward = shownWards.value?.result.wards.find((w) => w.code === selection?.code);
  return ward ? <WardCard ward={ward} /> : null;
}

function CellCard({ cell }: { cell: CellFacts }) {
  const { result } = shownCells.value!;
  const order = hottest.value;
  const rank = order.indexOf(cell.index) + 1;
  const average = result.summary.cells > 0 ? result.summary.events / result.summary.cells : 0;
  return (
    <Card
      title={cell.place}
      under={`${cell.gridReference} · cell of ${formatDistance(result.parameters.cellSizeM)}`}
      position={
        rank > 0 ? `${formatCount(rank)} of ${formatCount(order.length)}, hottest first` : 'Not in the list'
      }
    >
      {cell.band !== null && !result.cells.bandWithheld?.[cell.index] && (
        <p class="card-finding">{sayBand(cell.band)}</p>
      )}
      <p>
        {formatEvents(cell.events)}; the average cell has {formatMeasure(average)}.
      </p>
      <dl class="facts">
        <Fact term="Density">
          {cell.densityPerKm2Year === null
            ? 'not computable'
            : `${formatMeasure(cell.densityPerKm2Year)} per km² per year`}
        </Fact>
        {cell.z !== null && <Fact term="z (Gi*)">{formatZ(cell.z)}</Fact>}
        {cell.pAdjusted !== null && (
          <Fact term="p, adjusted">
            {formatPValue(cell.pAdjusted)}{' '}
            <span class="quiet">(raw {formatPValue(cell.p ?? cell.pAdjusted)})</span>
          </Fact>
        )}
        {cell.areaShare < 0.995 && (
          <Fact term="Inside the area">{formatShare(cell.areaShare)} of the cell</Fact>
        )}
      </dl>
      {cell.band !== null && cell.band > 0 && cell.events === 0 && (
        <p class="quiet">
          Nothing was recorded in this cell itself; the cells around it hold more than expected.
        </p>
      )}
    </Card>
  );
}

function WardCard({ ward }: { ward: WardRow }) {
  const { result } = shownWards.value!;
  const districtRate = result.district.ratePer1000Year;
  return (
    <Card
      title={ward.name}
      under={`Ward · ${ward.population === null ? 'population not supplied' : `${formatCount(ward.population)} residents`}`}
      position={`${formatCount(ward.rankByEvents)} of ${formatCount(result.wards.length)} by events`}
    >
      <p class="card-finding">{formatEvents(ward.events)}</p>
      <dl class="facts">
        <Fact term="Share">
          {formatShare(ward.share)} ({formatShareInterval(ward.shareInterval.lower, ward.shareInterval.upper)}
          )
        </Fact>
        {ward.ratePer1000Year !== null && ward.rateInterval && (
          <Fact term="Rate">
            {formatMeasure(ward.ratePer1000Year)} (
            {formatInterval(ward.rateInterval.lower, ward.rateInterval.upper)}) per 1,000 residents per year
          </Fact>
        )}
        <Fact term="Against district">
          {sayAgainstDistrict(ward.againstDistrict)}
          {ward.ratePer1000Year !== null && districtRate !== null && districtRate > 0 && (
            <span class="quiet">
              {' '}
              ({formatRatio(ward.ratePer1000Year / districtRate)} times {formatMeasure(districtRate)})
            </span>
          )}
        </Fact>
      </dl>
      {ward.ratePer1000Year === null && (
        <p class="quiet">No population was supplied for this ward, so a rate cannot be computed.</p>
      )}
      {ward.events < TOO_FEW_EVENTS && (
        <p class="quiet">Under {TOO_FEW_EVENTS} events: too few for the rate to be compared.</p>
      )}
    </Card>
  );
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

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
