import { signal } from '@preact/signals';

/** Who must be named for the map below the figures; empty where the product draws its own. */
export const basemapAttribution = signal('');
