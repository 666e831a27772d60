import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { AreasResult } from '../../server/contract/areas.ts';
import type { MeasuresResult } from '../../server/contract/measures.ts';
import type { ServicesResult } from '../../server/contract/services.ts';
import { areasPath, fetchAreas, fetchMeasures, fetchServices, servicesPath } from '../api/client.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { ratesPathOf } from '../places/rate-classes.ts';
import { LSOA_BOUNDARIES, LSOA_RATES } from '../state/places-on-top.ts';
import { createResource, type Resource } from '../state/resource.ts';
import { createScene, type Scene, type ShownWards, shownWardsOf } from '../state/scene.ts';
import { catalogue } from '../state/store.ts';
import { formatView, parseView, type View } from '../state/view.ts';
import type { Backdrop } from './backdrop.ts';
import { type DrawnRates, drawnRatesOf } from './drawn-rates.ts';

/** A kept view on its way to a drawing: its figures, its wards, and the same for a second map beside it. */
export interface SlideScene {
  view: View;
  scene: Scene;
  /** Areas as they are filled: LSOAs by their rate where the view has them, else the wards of the mode. */
  fills: ReadonlySignal<ShownWards | null>;
  /** Rates by LSOA in place of the figures; null until they arrived, and where the view has none. */
  rates: ReadonlySignal<DrawnRates | null>;
  /** Why there are no rates where the view has them: the figures are drawn then. */
  ratesError: ReadonlySignal<ServiceError | null>;
  /** The wards of the district; null until they arrived. */
  areas: ReadonlySignal<AreasResult | null>;
  /** The services of the district; null until they arrived, and where the view has none on top. */
  services: ReadonlySignal<ServicesResult | null>;
  /** What lies under the map; undefined until that is known. Found out by the map, which knows its extent. */
  backdrop: Signal<Backdrop | null | undefined>;
  /** 'loading' until everything asked for is there or has failed. */
  state: ReadonlySignal<'loading' | 'ready' | 'failed'>;
}

/** Boundaries are large and the same for every slide of a district; so are its services. */
const areasOf = onceAPath(fetchAreas);
const ratesOf = onceAPath(fetchMeasures);
const servicesOf = onceAPath(fetchServices);

function onceAPath<T>(fetchIt: (path: string, abort: AbortSignal) => Promise<T>) {
  const byPath = new Map<string, Resource<T>>();
  return (path: string): Resource<T> => {
    const known = byPath.get(path);
    if (known) return known;
    const made = createResource<T>(toServiceError, 1);
    byPath.set(path, made);
    void made.want(path, (abort) => fetchIt(path, abort));
    return made;
  };
}

/**
 * @param address the part of a map's address after the question mark
 * @param mayLoad false: nothing is asked yet
 */
export function useSlideScene(address: string, mayLoad: boolean): SlideScene {
  const made = useMemo((): SlideScene & { wanted: { value: View | null }; start(): () => void } => {
    const view = parseView(address);
    const wanted = signal<View | null>(null);
    const known = computed(() => catalogue.state.value.data);
    const scene = createScene(wanted, known);
    const boundaries = signal<Resource<AreasResult> | null>(null);
    const areasState = computed(() => boundaries.value?.state.value ?? null);
    const hasServices = view.places.some((place) => place !== LSOA_BOUNDARIES && place !== LSOA_RATES);
    const onTop = signal<Resource<ServicesResult> | null>(null);
    const onTopState = computed(() => onTop.value?.state.value ?? null);
    const hasRates = view.places.includes(LSOA_RATES);
    const measured = signal<Resource<MeasuresResult> | null>(null);
    const measuredState = computed(() => measured.value?.state.value ?? null);
    const lsoas = signal<Resource<AreasResult> | null>(null);
    const lsoasState = computed(() => lsoas.value?.state.value ?? null);
    const followRates = () => {
      const at = scene.district.value;
      const resolved = scene.resolved.value;
      if (hasRates && at && resolved) measured.value = ratesOf(ratesPathOf(resolved, at.code));
    };
    const followLsoas = () => {
      const set = measuredState.value?.data?.studyArea;
      if (!set) return;
      const { family, boundaryYear, code } = set;
      lsoas.value = areasOf(areasPath({ family, boundaryYear, district: code }));
    };
    const ratesError = computed(() => measuredState.value?.error ?? lsoasState.value?.error ?? null);
    const rates = computed(() =>
      drawnRatesOf(measuredState.value?.data ?? null, lsoasState.value?.data ?? null, scene.resolved.value),
    );
    const followDistrict = () => {
      const at = scene.district.value;
      if (!at) return;
      const { family, boundaryYear, code } = at;
      boundaries.value = areasOf(areasPath({ family, boundaryYear, district: code }));
      if (hasServices) onTop.value = servicesOf(servicesPath({ area: code }));
    };
    const state = computed(() => {
      const figures = scene.figures.value;
      const areas = areasState.value;
      if (figures.error || areas?.error || catalogue.state.value.error) return 'failed';
      if (known.value && wanted.value && !scene.resolved.value && !scene.isLoading.value) return 'failed';
      // Services that cannot be had leave the figures as they are.
      if (hasServices && (!onTopState.value || onTopState.value.loading)) return 'loading';
      if (hasRates && !rates.value && !ratesError.value) return 'loading';
      return figures.data && areas?.data && !scene.isLoading.value ? 'ready' : 'loading';
    });
    return {
      view,
      wanted,
      start: () => {
        const stops = [scene.start(), effect(followDistrict), effect(followRates), effect(followLsoas)];
        return () => {
          for (const stop of stops) stop();
        };
      },
      scene,
      fills: computed(() => rates.value?.fills ?? shownWardsOf(scene)),
      rates,
      ratesError,
      backdrop: signal<Backdrop | null | undefined>(undefined),
      areas: computed(() => areasState.value?.data ?? null),
      services: computed(() => onTopState.value?.data ?? null),
      state,
    };
  }, [address]);
  useEffect(() => made.start(), [made]);
  useEffect(() => {
    if (mayLoad) made.wanted.value = made.view;
  }, [made, mayLoad]);
  return made;
}

/** The address of the second map of a comparison, or null. */
export function secondAddress(view: View): string | null {
  if (view.compare === null) return null;
  const { area, camera } = view;
  return formatView({ ...parseView(view.against ?? ''), area, camera }).slice(1);
}
