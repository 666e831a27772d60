import { isOpen, screen, setPanel } from '../state/screen.ts';
import { change, district, resolved, studyArea, view } from '../state/store.ts';
import { formatView, type Page } from '../state/view.ts';

const PAGES: { page: Page; label: string }[] = [
  { page: 'hot-spots', label: 'Hot spots' },
  { page: 'wards', label: 'Wards' },
];

/** The product, where we are, which view, and the switches of the side panels. */
export function TopBar() {
  const area = studyArea.value;
  return (
    <div class="top">
      <span class="product">Wardlight</span>
      {area && (
        <span class="where">
          {area.level === 'ward' && district.value && <span class="quiet">{district.value.name}, </span>}
          {area.name}
        </span>
      )}
      {area && (
        <nav aria-label="Views">
          {PAGES.map(({ page, label }) => (
            <a
              key={page}
              href={formatView({ ...resolved.value!, page }) || '?'}
              aria-current={view.value.page === page ? 'page' : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                change({ page, tab: page === 'wards' ? 'wards' : 'cells', selection: null });
              }}
            >
              {label}
            </a>
          ))}
        </nav>
      )}
      {area && screen.value !== 'phone' && (
        <div class="panel-switches">
          {(['choices', 'reading'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-expanded={isOpen[name].value}
              aria-controls={name}
              onClick={() => setPanel(name, !isOpen[name].value)}
            >
              {isOpen[name].value ? 'Hide' : 'Show'} {name === 'choices' ? 'choices' : 'figures'}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
