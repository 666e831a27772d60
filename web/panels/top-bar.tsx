import { AccountMenu } from '../access/account-menu.tsx';
import { mayOpen } from '../page-outlet.tsx';
import { PAGES } from '../pages.ts';
import { isExploring, pageHref, place } from '../state/place.ts';
import { isOpen, screen, setPanel } from '../state/screen.ts';
import { district, studyArea } from '../state/store.ts';

/** The product, where we are, the pages, the switches of the side panels, and who is signed in. */
export function TopBar() {
  const area = studyArea.value;
  const pages = PAGES.filter((page) => page.menu === 'main' && mayOpen(page));
  return (
    <div class="top">
      <span class="product">Wardlight</span>
      {area && (
        <span class="where">
          {area.level !== 'district' && district.value && <span class="quiet">{district.value.name}, </span>}
          {area.name}
        </span>
      )}
      <nav aria-label="Pages">
        <a href={pageHref('')} aria-current={isExploring.value ? 'page' : undefined}>
          Explore
        </a>
        {pages.map(({ path, label }) => (
          <a key={path} href={pageHref(path)} aria-current={place.value.path === path ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <div class="top-end">
        {isExploring.value && area && screen.value !== 'phone' && (
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
        <AccountMenu />
      </div>
    </div>
  );
}
