import type { DatasetDescription } from './batch.ts';

/** A reference dataset of the Office for National Statistics: no layer, nothing placed or dated. */
export function onsDataset(slug: string, kind: string, title: string): DatasetDescription {
  return {
    slug,
    title,
    kind,
    layer: null,
    location_precision: 'none',
    time_precision: 'none',
    sensitivity_class: 'open',
    owner: 'Office for National Statistics',
    licence: 'Open Government Licence v3.0',
    attribution:
      'Contains National Statistics data © Crown copyright and database right. ' +
      'Contains OS data © Crown copyright and database right. ' +
      'Contains public sector information licensed under the Open Government Licence v3.0.',
  };
}

/** Who supplies reference data of the Office for National Statistics. */
export const ONS_SUPPLIER = 'ons';
