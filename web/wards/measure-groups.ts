import type { Ingredients } from '../../server/contract/composites.ts';
import { inSentence } from '../../server/contract/in-sentence.ts';
import { measureLabel } from '../../server/contract/measure-label.ts';

export interface MeasureGroup {
  label: string;
  options: { key: string; label: string }[];
}

const AGES = [
  { from: 0, to: 16, label: 'Residents aged 0 to 15' },
  { from: 15, to: 25, label: 'Residents aged 15 to 24' },
  { from: 65, to: 120, label: 'Residents aged 65 and over' },
] as const;

/**
 * Every measure a composite can be built from here, in the groups of the list; each key is read by `ingredientOf`.
 *
 * @param titleOf the title of a layer
 */
export function measureGroups(
  { rates, harm, areaMeasures, ages }: Ingredients,
  titleOf: (layer: string) => string,
): MeasureGroup[] {
  const groups: MeasureGroup[] = rates.map(({ layer, categories }) => ({
    label: `Rate per 1,000 residents: ${inSentence(titleOf(layer))}`,
    options: [
      { key: `rate/${layer}`, label: `All ${inSentence(titleOf(layer))}` },
      ...categories.map(({ slug, label }) => ({ key: `rate/${layer}/${slug}`, label })),
    ],
  }));
  groups.push({
    label: 'Harm per 1,000 residents',
    options: harm.flatMap(({ weights, title }) => [
      { key: `harm/${weights}`, label: title },
      { key: `harm-victim/${weights}`, label: `${title}, victim-reported only` },
    ]),
  });
  groups.push({
    label: 'Measures of the area',
    options: areaMeasures.map(({ measure, referenceYear, areas, areasCovered }) => ({
      key: `measure/${measure}`,
      label: `${measureLabel(measure)} (${referenceYear}${areasCovered < areas ? `, ${areasCovered} of ${areas} areas` : ''})`,
    })),
  });
  if (ages)
    groups.push({
      label: 'Share of residents by age',
      options: AGES.map(({ from, to, label }) => ({ key: `age/${from}-${to}`, label })),
    });
  return groups.filter(({ options }) => options.length > 0);
}
