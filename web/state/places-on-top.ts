import { computed, signal } from '@preact/signals';
import { view } from './store.ts';

/** The name of LSOA boundaries among what lies on top of the map. */
export const LSOA_BOUNDARIES = 'lsoa-boundaries';
/** And that of LSOAs filled by their rate. */
export const LSOA_RATES = 'lsoa-rates';

const chosen = computed(() => view.value.places);

/** Whether anything lies on top of the map: its chunk is loaded then. */
export const hasPlaces = computed(() => chosen.value.length > 0);
/** Whether something with a table is among it: services, or LSOAs filled by their rate. */
export const hasPlacesTable = computed(() => chosen.value.some((place) => place !== LSOA_BOUNDARIES));
/** Whether services are among it: the keyboard goes through them then. */
export const hasServices = computed(() =>
  chosen.value.some((place) => place !== LSOA_BOUNDARIES && place !== LSOA_RATES),
);
/** Whether LSOAs are filled in place of the figures: the cells and their legend are away then. */
export const ratesShown = signal(false);
/** What assistive tools are told when the services on the map change. */
export const placesMessage = signal('');
