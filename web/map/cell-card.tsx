import type { ShownCells } from '../state/shown-cells.ts';
import { sayBand } from '../words/bands.ts';
import { sayDirection, sayEmerging, sayJoint, sayShown } from '../words/cell-line.ts';
import { countedIn, formatCounted } from '../words/counted.ts';
import {
  formatCount,
  formatEvents,
  formatMeasure,
  formatPeriod,
  formatPValue,
  formatRatio,
  formatShare,
  formatZ,
  sayCount,
} from '../words/format.ts';
import { Fact } from './fact.tsx';

/** What one cell holds, for the card. */
export function CellFactsOf({ shown, index }: { shown: ShownCells; index: number }) {
  const share = shown.result.cells.areaShare[index]!;
  return (
    <>
      {shown.mode === 'hot-spots' && <HotSpotFacts shown={shown} index={index} />}
      {shown.mode === 'coincidence' && <CoincidenceFacts shown={shown} index={index} />}
      {shown.mode === 'change' && <ChangeFacts shown={shown} index={index} />}
      {shown.mode === 'emerging' && <EmergingFacts shown={shown} index={index} />}
      {share < 0.995 && <p class="quiet">{formatShare(share)} of the cell lies inside the study area.</p>}
    </>
  );
}

interface Of<M extends ShownCells['mode']> {
  shown: ShownCells & { mode: M };
  index: number;
}

function HotSpotFacts({ shown, index }: Of<'hot-spots'>) {
  const { cells, summary } = shown.result;
  const counted = countedIn(shown.result);
  const average = summary.cells > 0 ? summary.events / summary.cells : 0;
  const band = cells.band?.[index] ?? null;
  const density = cells.densityPerKm2Year[index] ?? null;
  const z = cells.z?.[index] ?? null;
  const pAdjusted = cells.pAdjusted?.[index] ?? null;
  return (
    <>
      {band !== null && !cells.bandWithheld?.[index] && <p class="card-finding">{sayBand(band)}</p>}
      <p>
        {formatCounted(cells.events[index]!, counted)}; the average cell has {formatMeasure(average)}.
      </p>
      <dl class="facts">
        {cells.harm && shown.result.harm && (
          <Fact term="Harm">
            {formatMeasure(cells.harm[index]!)} {shown.result.harm.unit}{' '}
            <span class="quiet">({shown.result.harm.title})</span>
          </Fact>
        )}
        <Fact term="Density">
          {density === null ? 'not computable' : `${formatMeasure(density)} per km²${counted.perYear}`}
        </Fact>
        {z !== null && <Fact term="z (Gi*)">{formatZ(z)}</Fact>}
        {pAdjusted !== null && (
          <Fact term="p, adjusted">
            {formatPValue(pAdjusted)}{' '}
            <span class="quiet">(raw {formatPValue(cells.p?.[index] ?? pAdjusted)})</span>
          </Fact>
        )}
      </dl>
      {band !== null && band > 0 && cells.events[index] === 0 && (
        <p class="quiet">
          Nothing was recorded in this cell itself; the cells around it hold more than expected.
        </p>
      )}
    </>
  );
}

function CoincidenceFacts({ shown, index }: Of<'coincidence'>) {
  const { cells, first, second } = shown.result;
  const joint = cells.jointClass[index]!;
  const words = sayJoint(joint, first.what, second.what);
  const moran = cells.moranI[index] ?? null;
  const moranP = cells.moranPAdjusted[index] ?? null;
  return (
    <>
      <p class="card-finding">{words.charAt(0).toUpperCase() + words.slice(1)}</p>
      <table class="card-pair">
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col" class="number">
              Events
            </th>
            <th scope="col" class="number">
              p, adjusted
            </th>
          </tr>
        </thead>
        <tbody>
          <PairRow what={first.what} events={cells.firstEvents[index]} p={cells.firstPAdjusted[index]} />
          <PairRow what={second.what} events={cells.secondEvents[index]} p={cells.secondPAdjusted[index]} />
        </tbody>
      </table>
      <dl class="facts">
        <Fact term="Around it">
          {moran === null || moranP === null ? (
            'not computable'
          ) : (
            <>
              {moranP < 0.05
                ? sayMoran(moran, first.what, second.what)
                : `No evidence that ${first.what} here goes with ${second.what} in the cells around`}
              <span class="quiet">
                {' '}
                (bivariate local Moran’s I {formatMeasure(moran)}, p {formatPValue(moranP)})
              </span>
            </>
          )}
        </Fact>
      </dl>
    </>
  );
}

function sayMoran(moran: number, first: string, second: string): string {
  return moran > 0
    ? `${first} here and ${second} in the cells around are alike: both above the average, or both below`
    : `${first} here and ${second} in the cells around part: one is above the average, the other below`;
}

function PairRow({
  what,
  events,
  p,
}: {
  what: string;
  events: number | null | undefined;
  p: number | null | undefined;
}) {
  return (
    <tr>
      <th scope="row">{what}</th>
      <td class="number">{sayShown(events)}</td>
      <td class="number">{p == null ? 'not shown' : formatPValue(p)}</td>
    </tr>
  );
}

function ChangeFacts({ shown, index }: Of<'change'>) {
  const { cells, parameters } = shown.result;
  const words = sayDirection(cells.direction[index] ?? null);
  const ratio = cells.ratio[index] ?? null;
  const p = cells.pAdjusted[index] ?? null;
  return (
    <>
      <p class="card-finding">{words.charAt(0).toUpperCase() + words.slice(1)}</p>
      <dl class="facts">
        <Fact term="After">
          {formatEvents(cells.after[index]!)}
          <span class="quiet"> in {formatPeriod(parameters.from, parameters.to)}</span>
        </Fact>
        <Fact term="Before">
          {formatEvents(cells.before[index]!)}
          <span class="quiet"> in {formatPeriod(parameters.beforeFrom, parameters.beforeTo)}</span>
        </Fact>
        {ratio !== null && <Fact term="Events a day">{formatRatio(ratio)} times those before</Fact>}
        {p !== null && <Fact term="p, adjusted">{formatPValue(p)}</Fact>}
      </dl>
    </>
  );
}

function EmergingFacts({ shown, index }: Of<'emerging'>) {
  const { cells, classes, months } = shown.result;
  const own = classes[cells.emergingClass[index]!]!;
  const also = cells.secondaryClass[index]! > 0 ? classes[cells.secondaryClass[index]!]! : null;
  const trendP = cells.trendP[index] ?? null;
  return (
    <>
      <p class="card-finding">{sayEmerging(own.emergingClass)}</p>
      <p>{own.meaning}</p>
      {also && (
        <p>
          Also {sayEmerging(also.emergingClass).toLowerCase()}: {also.meaning}
        </p>
      )}
      <dl class="facts">
        <Fact term="Hot in">
          {formatCount(cells.hotMonths[index]!)} of {sayCount(months.length, 'month')}
        </Fact>
        <Fact term="Events">{formatCount(cells.events[index]!)}</Fact>
        {trendP !== null && <Fact term="Trend">p {formatPValue(trendP)}</Fact>}
      </dl>
    </>
  );
}
