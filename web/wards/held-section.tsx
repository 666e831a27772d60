import type { WardPage } from '../../server/contract/area-pages.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import { apiPath } from '../api/client.ts';
import { keepUnits } from '../words/format.ts';
import { layersHeld, sayHeld } from './held-counts.ts';
import { useAnswer } from './use-answer.ts';

interface Props {
  catalogue: Catalogue;
  ward: WardPage['ward'];
}

/** The ward in registers of places and in counts that partners added up, as far as the reader may see them. */
export function HeldSection({ catalogue, ward }: Props) {
  const layers = layersHeld(catalogue);
  if (layers.length === 0) return <p>No register and no count by area is loaded that you may see.</p>;
  return (
    <ul class="bullets">
      {layers.map((layer) => (
        <HeldLayer key={layer.layer} layer={layer} ward={ward} />
      ))}
    </ul>
  );
}

function HeldLayer({ layer, ward }: { layer: Catalogue['layers'][number]; ward: WardPage['ward'] }) {
  const { data, error } = useAnswer<WardLayerResult>(
    apiPath('wards', { layer: layer.layer, area: ward.districtCode }),
  );
  if (error)
    return (
      <li>
        {layer.title}: {error.message} {error.hint}
      </li>
    );
  return <li>{data ? keepUnits(sayHeld(layer, data, ward.code)) : `${layer.title} are on their way.`}</li>;
}
