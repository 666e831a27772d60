import type { CatalogueLayer } from '../../server/contract/catalogue.ts';
import type { DisclosureUsed } from '../../server/contract/disclosure.ts';
import { fitsMode, suppliedReach } from '../state/resolve-view.ts';
import { catalogue, editedView } from '../state/store.ts';
import { formatCount } from '../words/format.ts';

interface Props {
  shown: CatalogueLayer;
  /** Slugs; none means every category, so one tick narrows to one. */
  categories: readonly string[];
  /** Heading of the list of layers where there are two pickers; distinguishes the names of their boxes. */
  name?: string;
  /** Whether the categories are folded away until asked for. */
  folded?: boolean;
  onLayer(layer: string): void;
  onCategories(categories: string[]): void;
}

/** A layer of the catalogue and its categories with counts. Hidden counts say so; layers without a month are not offered. */
export function LayerPicker({ shown, categories, name = 'Layer', folded, onLayer, onCategories }: Props) {
  const layers = catalogue.state.value.data?.layers ?? [];
  const { mode } = editedView.value;
  const chosen = new Set(categories);
  const list = !shown.isAggregate && (
    <CategoryTicks
      shown={shown}
      chosen={chosen}
      isAlone={layers.length === 1}
      onCategories={onCategories}
      name={name}
    />
  );
  return (
    <div class="layer-picker">
      {(layers.length > 1 || folded) && (
        <label class="field">
          <span>{name}</span>
          <select value={shown.layer} onChange={(event) => onLayer(event.currentTarget.value)}>
            {layers.map((l) => {
              const reach = suppliedReach(l);
              return (
                <option key={l.layer} value={l.layer} disabled={reach === null || !fitsMode(l, mode)}>
                  {l.title}
                  {reach === null
                    ? ' (not loaded)'
                    : fitsMode(l, mode)
                      ? ''
                      : l.isAggregate
                        ? ' (by ward only)'
                        : ' (a register: no history)'}
                </option>
              );
            })}
          </select>
        </label>
      )}
      {folded ? (
        <details>
          <summary>
            {chosen.size === 0
              ? 'Every category'
              : shown.categories
                  .filter((c) => chosen.has(c.slug))
                  .map((c) => c.label)
                  .join(', ')}
          </summary>
          {list}
        </details>
      ) : (
        list
      )}
      {shown.disclosure && <p class="quiet disclosure-note">{sayRestriction(shown.disclosure)}</p>}
    </div>
  );
}

function sayRestriction({ hiddenBelow, roundedTo, notes }: DisclosureUsed): string {
  if (hiddenBelow === 0) return notes.join(' ');
  const rounded = roundedTo > 1 ? `, others rounded to the nearest ${roundedTo}` : '';
  return `Restricted: counts under ${hiddenBelow} are hidden${rounded}.`;
}

interface TickProps {
  shown: CatalogueLayer;
  chosen: ReadonlySet<string>;
  isAlone: boolean;
  name: string;
  onCategories(categories: string[]): void;
}

function CategoryTicks({ shown, chosen, isAlone, name, onCategories }: TickProps) {
  const total = shown.categories.reduce((sum, c) => sum + c.events, 0);
  const toggle = (slug: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(slug);
    else next.delete(slug);
    onCategories(next.size === shown.categories.length ? [] : [...next].sort());
  };
  return (
    <ul
      class="ticks"
      aria-label={name === 'Layer' ? 'Categories' : `Categories of the ${name.toLowerCase()}`}
    >
      <li>
        <label>
          <input
            type="checkbox"
            checked={chosen.size === 0}
            onChange={(event) => {
              event.currentTarget.checked = true;
              onCategories([]);
            }}
          />
          <span>
            <strong>{isAlone && name === 'Layer' ? shown.title : 'Every category'}</strong>
          </span>
          <span class="number">{formatCount(total)}</span>
        </label>
      </li>
      {shown.categories.map((category) => (
        <li key={category.slug}>
          <label>
            <input
              type="checkbox"
              checked={chosen.has(category.slug)}
              onChange={(event) => toggle(category.slug, event.currentTarget.checked)}
            />
            <span>{category.label}</span>
            <span class="number">
              {category.hidden ? `up to ${formatCount(category.events)}` : formatCount(category.events)}
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}
