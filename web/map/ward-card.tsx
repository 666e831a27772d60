import type { WardChange } from '../../server/contract/period-change.ts';
import type { WardLayerResult, WardRow } from '../../server/contract/ward-layer.ts';
import { TOO_FEW_EVENTS } from '../charts/ward-classes.ts';
import { sayAgainstDistrict } from '../words/bands.ts';
import { sayDirection } from '../words/cell-line.ts';
import { countedIn, formatCounted } from '../words/counted.ts';
import {
  formatEvents,
  formatInterval,
  formatMeasure,
  formatPValue,
  formatRatio,
  formatShare,
  formatShareInterval,
} from '../words/format.ts';
import { Fact } from './fact.tsx';

/** What one ward holds, for the card. */
export function WardFactsOf({ ward, result }: { ward: WardRow; result: WardLayerResult }) {
  const districtRate = result.district.ratePer1000Year;
  const counted = countedIn(result);
  const inside = result.insideArea?.wards.find(({ code }) => code === ward.code);
  return (
    <>
      <p class="card-finding">{formatCounted(ward.events, counted)}</p>
      <dl class="facts">
        {inside && <Fact term="Inside the area">{formatCounted(inside.events, counted)}</Fact>}
        <Fact term="Share">
          {formatShare(ward.share)} ({formatShareInterval(ward.shareInterval.lower, ward.shareInterval.upper)}
          )
        </Fact>
        {ward.ratePer1000Year !== null && ward.rateInterval && (
          <Fact term="Rate">
            {formatMeasure(ward.ratePer1000Year)} (
            {formatInterval(ward.rateInterval.lower, ward.rateInterval.upper)}) per 1,000 residents
            {counted.perYear}
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
        <p class="quiet">
          Under {TOO_FEW_EVENTS} {counted.many}: too few for the rate to be compared.
        </p>
      )}
    </>
  );
}

/** What changed in one ward between two periods, for the card. */
export function ChangedWard({ ward }: { ward: WardChange }) {
  const words = sayDirection(ward.direction);
  return (
    <>
      <p class="card-finding">{words.charAt(0).toUpperCase() + words.slice(1)}</p>
      <dl class="facts">
        <Fact term="After">{formatEvents(ward.after)}</Fact>
        <Fact term="Before">{formatEvents(ward.before)}</Fact>
        {ward.ratio !== null && <Fact term="Events a day">{formatRatio(ward.ratio)} times those before</Fact>}
        {ward.pAdjusted !== null && <Fact term="p, adjusted">{formatPValue(ward.pAdjusted)}</Fact>}
      </dl>
    </>
  );
}
