import { catalogue, change, layer, resolved } from '../state/store.ts';
import { formatCount } from '../words/format.ts';

/** Which layer and categories. None ticked means all of them, so one tick narrows to one category. */
export function CategoryChoice() {
  const layers = catalogue.state.value.data?.layers ?? [];
  const shown = layer.value;
  const wanted = resolved.value;
  if (!shown || !wanted) return null;
  const chosen = new Set(wanted.categories);
  const total = shown.categories.reduce((sum, c) => sum + c.events, 0);
  const toggle = (slug: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(slug);
    else next.delete(slug);
    change({ categories: next.size === shown.categories.length ? [] : [...next].sort() });
  };
  return (
    <fieldset>
      <legend>What</legend>
      {layers.length > 1 && (
        <label class="field">
          <span>Layer</span>
          <select
            value={shown.layer}
            onChange={(event) =>
              change({ layer: event.currentTarget.value, categories: [], from: null, to: null })
            }
          >
            {layers.map((l) => (
              <option key={l.layer} value={l.layer}>
                {l.title}
              </option>
            ))}
          </select>
        </label>
      )}
      <ul class="ticks">
        <li>
          <label>
            <input
              type="checkbox"
              checked={chosen.size === 0}
              onChange={(event) => {
                event.currentTarget.checked = true;
                change({ categories: [] });
              }}
            />
            <span>
              <strong>{layers.length > 1 ? 'Every category' : shown.title}</strong>
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
      <p class="quiet">Counts are of the whole supply, every month and district.</p>
    </fieldset>
  );
}
