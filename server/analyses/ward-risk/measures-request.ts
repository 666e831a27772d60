import type { Denominator, MeasuresQuery } from '../../contract/measures.ts';
import type { Chosen, NotComputableState } from '../../contract/shared.ts';
import { isRestricted } from '../../disclosure/policy.ts';
import type { ReleasedPeriod } from '../../disclosure/released-period.ts';
import { RequestError } from '../../errors.ts';
import { type WeightSet, weightSetName } from '../../weights/weight-set.ts';
import type { Holdings } from '../holdings.ts';
import { releasedSelection } from '../released-selection.ts';
import type { Releases } from '../releases.ts';
import { resolveSelection, type Selection } from '../selection.ts';
import type { UnitLevel } from './area-units.ts';
import { findWeightSet } from './weight-tables.ts';

/** A measures request made whole. */
export interface MeasuresRequest {
  readonly selection: Selection;
  /** The period that figures are released for; null for open data. */
  readonly released: ReleasedPeriod | null;
  readonly level: UnitLevel;
  readonly denominator: Denominator;
  readonly weightSet: WeightSet | null;
  readonly harmNotComputable: NotComputableState | null;
  readonly victimReportedOnly: boolean;
  readonly chosen: readonly Chosen[];
}

/**
 * A district's selection: a ward named as the area stands for its district, since areas are compared within one. Restricted
 * layers are refused as by resolveSelection, unless the caller takes its figures from what is released of them.
 */
export function resolveDistrictSelection(
  holdings: Holdings,
  query: Pick<MeasuresQuery, 'layer' | 'categories' | 'from' | 'to' | 'area'>,
  { restricted = 'refused' }: { restricted?: 'refused' | 'released' } = {},
): Selection {
  const selection = resolveSelection(holdings, query, { restricted });
  const { studyArea } = selection;
  if (studyArea.level === 'district') return selection;
  const { districtCode } = studyArea.district;
  const wider = resolveSelection(holdings, { ...query, area: districtCode }, { restricted });
  const because = `${studyArea.name} is smaller than its district, and areas are compared within their district.`;
  return { ...wider, chosen: [...wider.chosen, { parameter: 'area', value: districtCode, because }] };
}

/**
 * Fill in what the query leaves out, and refuse what would mix kinds of harm. Restricted layers are brought to the period
 * that their figures are released for.
 *
 * @throws RequestError weights-not-for-layer, unknown-weights, selection-not-released, and those of resolveSelection
 */
export function resolveMeasures(
  holdings: Holdings,
  weightSets: readonly WeightSet[],
  { level, denominator, weights, victimReportedOnly, ...query }: MeasuresQuery,
  releases: Releases,
): MeasuresRequest {
  const asked = resolveDistrictSelection(holdings, query, { restricted: 'released' });
  const policy = releases.policy(asked.layer);
  if (isRestricted(policy) && level === 'lsoa') {
    throw new RequestError('selection-not-released', {
      detail:
        'Figures of this kind of data are released for wards and for fixed cells: LSOAs cut across both, and could be subtracted from them.',
      seen: 'level=lsoa',
      hint: 'Ask for level=ward, or for the hot spots of this layer in cells of 500 m.',
      field: 'level',
    });
  }
  const { selection, period: released } = releasedSelection(asked, policy, query, { cells: false });
  const chosen: Chosen[] = [...selection.chosen];
  if (level === undefined)
    chosen.push({ parameter: 'level', value: 'ward', because: 'Wards are what a board knows by name.' });
  if (denominator === undefined)
    chosen.push({
      parameter: 'denominator',
      value: 'resident',
      because: 'Residents are known for every area.',
    });
  const harm = resolveWeights(weightSets, selection.layer.layer, weights, chosen);
  return {
    selection,
    released,
    level: level ?? 'ward',
    denominator: denominator ?? 'resident',
    ...harm,
    victimReportedOnly: victimReportedOnly ?? false,
    chosen,
  };
}

/** The weight table for a layer. Harm of different kinds is never added: a layer without a table of its own has none. */
export function resolveWeights(
  weightSets: readonly WeightSet[],
  layer: string,
  name: string | undefined,
  chosen: Chosen[],
): Pick<MeasuresRequest, 'weightSet' | 'harmNotComputable'> {
  if (name === undefined) {
    const fallback = weightSets.find((set) => set.layer === layer);
    if (!fallback) {
      return {
        weightSet: null,
        harmNotComputable: {
          reason: 'undefined-ratio',
          detail: `There is no harm weight for the layer ${layer}: its events are shown as counts and rates, and are never added to crime harm.`,
        },
      };
    }
    const weightSet = findWeightSet(weightSets, fallback.slug);
    chosen.push({
      parameter: 'weights',
      value: weightSetName(weightSet),
      because: 'It is the default table: days of imprisonment at the starting point for a first offender.',
    });
    return { weightSet, harmNotComputable: null };
  }
  const weightSet = findWeightSet(weightSets, name);
  if (weightSet.layer !== layer) {
    throw new RequestError('weights-not-for-layer', {
      detail: `The weights ${weightSetName(weightSet)} are for the layer ${weightSet.layer}. An ambulance call or a pick-up is not a crime and has no sentence, so the two are never added; they meet in a composite, each on its own scale.`,
      seen: `layer=${layer}, weights=${name}`,
      hint: `Leave weights out for the layer ${layer}, or build a composite.`,
      field: 'weights',
    });
  }
  return { weightSet, harmNotComputable: null };
}

/** Everything a measures result depends on besides the data, as one text. */
export function measuresKey({
  selection,
  level,
  denominator,
  weightSet,
  victimReportedOnly,
  chosen,
}: MeasuresRequest): string {
  return JSON.stringify([
    'measures',
    selection.layer.layer,
    selection.categories,
    selection.fromMonthNo,
    selection.toMonthNo,
    selection.studyArea.code,
    level,
    denominator,
    weightSet && weightSetName(weightSet),
    victimReportedOnly,
    chosen.map(({ parameter }) => parameter),
  ]);
}
