interface LayerWords {
  /** Heading of the layer. */
  readonly title: string;
  /** What one counts, in the middle of a sentence: 'crime and ASB'. */
  readonly noun: string;
}

const LAYERS: Readonly<Record<string, LayerWords>> = {
  crime: { title: 'Crime and ASB', noun: 'crime and ASB' },
  ambulance: { title: 'Ambulance pick-ups', noun: 'ambulance pick-ups' },
  'ed-assault': { title: 'Assaults seen in A&E', noun: 'assaults seen in A&E' },
  missing: { title: 'Missing episodes', noun: 'missing episodes' },
  placements: { title: 'Children placed', noun: 'children placed' },
  premises: { title: 'Licensed premises', noun: 'licensed premises' },
  housing: { title: 'Licensed homes (HMO and selective)', noun: 'licensed homes' },
  services: { title: 'Services', noun: 'services' },
  'stop-search': { title: 'Stop and search', noun: 'stop and search' },
};

/** A layer's heading; a layer nobody foresaw goes by its slug. */
export function layerTitle(layer: string): string {
  return LAYERS[layer]?.title ?? capitalised(layer);
}

/** What a layer counts, for the middle of a sentence. */
export function layerNoun(layer: string): string {
  return LAYERS[layer]?.noun ?? layer.replaceAll('-', ' ');
}

function capitalised(slug: string): string {
  const words = slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
