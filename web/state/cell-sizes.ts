import type { Catalogue, CatalogueLayer } from '../../server/contract/catalogue.ts';

export interface CellSizeChoice {
  cellSizeM: number;
  supported: boolean;
  /** Why it is not supported; '' where it is. */
  because: string;
}

/** Every cell size of the service, in order; those finer than the layer's locations are marked with the reason. */
export function cellSizeChoices(catalogue: Catalogue, layer: CatalogueLayer): CellSizeChoice[] {
  return [...catalogue.cellSizesM]
    .sort((a, b) => a - b)
    .map((cellSizeM) => {
      const supported = cellSizeM >= layer.minimumCellSizeM;
      return { cellSizeM, supported, because: supported ? '' : layer.minimumCellSizeBecause };
    });
}

/** The size that is nearest to 250 m among the supported; the layer's minimum where the list has none. */
export function defaultCellSizeM(catalogue: Catalogue, layer: CatalogueLayer): number {
  const sizes = cellSizeChoices(catalogue, layer)
    .filter((choice) => choice.supported)
    .map((choice) => choice.cellSizeM)
    .sort((a, b) => Math.abs(a - 250) - Math.abs(b - 250));
  return sizes[0] ?? layer.minimumCellSizeM;
}
