import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import { sayAgainstDistrict } from '../words/bands.ts';
import { formatCount, formatDay, formatMeasure, formatPeriod, formatShare } from '../words/format.ts';
import { inBrackets, shareInBrackets } from './words.ts';

type Layer = Catalogue['layers'][number];

/** Layers that are no events: registers of places, and counts that a partner added up by area. */
export function layersHeld({ layers }: Catalogue): Layer[] {
  return layers.filter(({ isRegister, isAggregate }) => isRegister || isAggregate);
}

/**
 * One ward in such a layer: 'Licensed premises on 30 November 2026: 73, 26 % of those in Ravensand.' Counts of people carry their
 * intervals, places do not: a register is no sample. What stands on a day has a rate without a year.
 */
export function sayHeld(
  { title, isAggregate }: Pick<Layer, 'title' | 'isAggregate'>,
  answer: WardLayerResult,
  code: string,
): string {
  const { register, parameters, studyArea, wards, hiddenWards = [], disclosure } = answer;
  const when = register ? `on ${formatDay(register.onDay)}` : formatPeriod(parameters.from, parameters.to);
  const what = register ? `${title} ${when}` : `${title}, ${when}`;
  const ward = wards.find((one) => one.code === code);
  if (!ward)
    return hiddenWards.some((one) => one.code === code)
      ? `${what}: hidden, which is not to be read as none.`
      : `${what}: not supplied.`;
  const about = (disclosure?.roundedTo ?? 1) > 1 && ward.events > 0 ? 'about ' : '';
  const share =
    answer.district.events === 0
      ? ''
      : `, ${formatShare(ward.share)}${isAggregate ? ` ${shareInBrackets(ward.shareInterval)}` : ''} of those in ${studyArea.name}`;
  if (!isAggregate || ward.ratePer1000Year === null)
    return `${what}: ${about}${formatCount(ward.events)}${share}.`;
  const per = register ? 'per 1,000 residents' : 'per 1,000 residents per year';
  const rate = `${formatMeasure(ward.ratePer1000Year)} ${inBrackets(ward.rateInterval)} ${per}`;
  const band = ward.againstDistrict;
  const against =
    band === null
      ? ''
      : `, ${sayAgainstDistrict(band).toLowerCase()} ${band === 'similar' ? 'to' : 'than'} the district`;
  return `${what}: ${about}${formatCount(ward.events)}${share}; ${rate}${against}.`;
}
