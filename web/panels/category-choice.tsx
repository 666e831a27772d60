import { inSentence } from '../../server/contract/in-sentence.ts';
import { catalogue, choose, edited, editedView } from '../state/store.ts';
import { formatMonth } from '../words/format.ts';
import { LayerPicker } from './layer-picker.tsx';
import { PlacesChoice } from './places-choice.tsx';

/** Which layer and categories; two of them where layers are set against each other. */
export function CategoryChoice() {
  const layers = catalogue.state.value.data?.layers ?? [];
  const { layer, resolved } = edited.value;
  const shown = layer.value;
  const wanted = resolved.value;
  if (!shown || !wanted) return null;
  const isPair = editedView.value.mode === 'coincidence';
  const second = isPair ? layers.find((l) => l.layer === wanted.secondLayer) : undefined;
  const gaps = shown.months.filter((m) => m.status === 'not-supplied').map((m) => formatMonth(m.month));
  return (
    <fieldset>
      <legend>What</legend>
      <LayerPicker
        key={shown.layer}
        shown={shown}
        categories={wanted.categories}
        name={isPair ? 'First layer' : 'Layer'}
        folded={isPair}
        onLayer={(slug) =>
          choose(
            isPair
              ? { ...asShown(wanted), layer: slug, categories: [] }
              : { layer: slug, categories: [], from: null, to: null },
          )
        }
        onCategories={(categories) => choose(isPair ? { ...asShown(wanted), categories } : { categories })}
      />
      {second && (
        <LayerPicker
          key={`second ${second.layer}`}
          shown={second}
          categories={wanted.secondCategories}
          name="Second layer"
          folded
          onLayer={(slug) => choose({ ...asShown(wanted), secondLayer: slug, secondCategories: [] })}
          onCategories={(categories) => choose({ ...asShown(wanted), secondCategories: categories })}
        />
      )}
      {gaps.length > 0 && (
        <p class="quiet">
          Not supplied: {gaps.length > 6 ? `${gaps.length} months` : gaps.join(', ')} of{' '}
          {inSentence(shown.title)}.
        </p>
      )}
      <p class="quiet">
        {shown.isAggregate
          ? 'Counts that a partner added up by area: by ward only, without categories.'
          : shown.isRegister
            ? 'Counts are of the whole register, every district.'
            : 'Counts are of the whole supply, every month and district.'}
      </p>
      <PlacesChoice />
    </fieldset>
  );
}

/** The pair as it is on screen, so that changing one side does not let the other be chosen anew. */
function asShown(wanted: {
  layer: string;
  categories: readonly string[];
  secondLayer: string | null;
  secondCategories: readonly string[];
}) {
  const { layer, categories, secondLayer, secondCategories } = wanted;
  return { layer, categories, secondLayer, secondCategories };
}
