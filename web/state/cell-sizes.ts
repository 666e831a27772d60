import type { Catalogue, CatalogueLayer } from '../../server/contract/catalogue.ts';

export interface CellSizeChoice {
  cellSizeM: number;
  supported: boolean;
  /** Why it is not supported; '' where it is. */
  because: string;
}

/**
 * Every cell size of the service, in order; those finer than the locations of the layer, or of a second one beside it,
 * are marked with the reason.
 */
export function cellSizeChoices(
  catalogue: Catalogue,
  layer: CatalogueLayer,
  second: CatalogueLayer = layer,
): CellSizeChoice[] {
  const coarser = second.minimumCellSizeM > layer.minimumCellSizeM ? second : layer;
  return [...catalogue.cellSizesM]
    .sort((a, b) => a - b)
    .map((cellSizeM) => {
      const supported = cellSizeM >= coarser.minimumCellSizeM;
      return { cellSizeM, supported, because: supported ? '' : coarser.minimumCellSizeBecause };
    });
}

/** The size that is nearest to 250 m among the supported; the layer's minimum where the list has none. */
export function defaultCellSizeM(
  catalogue: Catalogue,
  layer: CatalogueLayer,
  second: CatalogueLayer = layer,
): number {
  const sizes = cellSizeChoices(catalogue, layer, second)
    .filter((choice) => choice.supported)
    .map((choice) => choice.cellSizeM)
    .sort((a, b) => Math.abs(a - 250) - Math.abs(b - 250));
  return sizes[0] ?? Math.max(layer.minimumCellSizeM, second.minimumCellSizeM);
}
