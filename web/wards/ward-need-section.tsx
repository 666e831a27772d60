import type { NeedResult } from '../../server/contract/need-provision.ts';
import type { FactorKinds } from '../../server/contract/risk-factors.ts';
import { apiPath } from '../api/client.ts';
import { formatCount, formatDistance, formatMeasure, formatPeriod, keepUnits } from '../words/format.ts';
import { taskHref } from './address.ts';
import { chosenFactors } from './factor-choice.tsx';
import { useAnswer } from './use-answer.ts';

interface Props {
  districtCode: string;
  wardCode: string;
}

/** Kinds of place that provide something, by their layer. */
export const servicesOf = (kinds: FactorKinds | null) =>
  (kinds?.kinds ?? []).filter(({ factor, allowed }) => allowed && factor.startsWith('services/'));

/** The services that the board asks about first. */
export const HELP_IN_CRISIS = ['services/mental-health', 'services/drug-alcohol'] as const;

/** Demand in one ward beside the way to its services. */
export function WardNeedSection({ districtCode, wardCode }: Props) {
  const kinds = useAnswer<FactorKinds>(apiPath('risk-factors/kinds'));
  const services = chosenFactors('services', servicesOf(kinds.data), HELP_IN_CRISIS);
  const result = useAnswer<NeedResult>(
    services.length === 0
      ? null
      : apiPath('need-against-provision', {
          area: districtCode,
          services: services.join(','),
        }),
  );
  if (kinds.data && services.length === 0)
    return (
      <p>No register of services is loaded that you may see, so need cannot be set against provision.</p>
    );
  if (result.error)
    return (
      <p>
        Need against provision cannot be shown: {result.error.message} {result.error.hint}
      </p>
    );
  const ward = result.data?.wards.find(({ code }) => code === wardCode);
  if (!result.data || !ward) return <p class="quiet">Need and services are on their way.</p>;
  const { district, disclosure } = result.data;
  const isRounded = (disclosure?.roundedTo ?? 1) > 1;
  return (
    <>
      <p class="section-lead">{keepUnits(ward.sentence)}</p>
      <ul class="bullets">
        {ward.distanceM !== null && (
          <li>
            {formatDistance(ward.distanceM)} to the nearest service on average over residents
            {district.distanceM !== null && ` (district ${formatDistance(district.distanceM)})`}
            {ward.furthestM !== null && `; ${formatDistance(ward.furthestM)} from the part furthest away`}.
          </li>
        )}
        {ward.nearest && (
          <li>
            Nearest: {ward.nearest.name ?? ward.nearest.kind}
            {ward.nearest.capacity === null
              ? ', capacity not supplied'
              : `, capacity ${formatMeasure(ward.nearest.capacity)}`}
            .
          </li>
        )}
        <li>
          Demand, {result.data.demand}, {formatPeriod(result.data.parameters.from, result.data.parameters.to)}
          :{' '}
          {ward.events === null
            ? 'hidden, which is not to be read as none'
            : `${isRounded && ward.events > 0 ? 'about ' : ''}${formatCount(ward.events)}`}
          . <a href={taskHref('need', { area: districtCode })}>All wards, furthest first</a>
        </li>
      </ul>
      <p class="chart-note">{result.data.distanceMethod}</p>
    </>
  );
}
