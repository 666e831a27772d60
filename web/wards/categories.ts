import type { Catalogue } from '../../server/contract/catalogue.ts';
import { inSentence } from '../../server/contract/in-sentence.ts';

/** What is counted, in the words of the catalogue: 'All of police-recorded crime', 'Burglary and robbery', '5 categories of ...'. */
export function sayCategories(
  catalogue: Catalogue,
  { layer, categories }: { layer: string; categories: readonly string[] },
): string {
  const known = catalogue.layers.find((one) => one.layer === layer);
  if (!known) return layer;
  if (categories.length === known.categories.length) return known.title;
  const labels = categories.map((slug) => known.categories.find((one) => one.slug === slug)?.label ?? slug);
  return labels.length <= 3 ? labels.join(', ') : `${labels.length} categories of ${inSentence(known.title)}`;
}

/** Layers with a history of events: a register holds places, and counts that a partner added up have one period and no parts. */
export function layersOfEvents({ layers }: Catalogue): Catalogue['layers'] {
  return layers.filter(({ isRegister, isAggregate }) => !isRegister && !isAggregate);
}
