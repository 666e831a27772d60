import { computed, effect, signal } from '@preact/signals';

export type Screen = 'wide' | 'medium' | 'phone';
export type PanelName = 'choices' | 'legend' | 'reading';

const wide = window.matchMedia('(min-width: 1200px)');
const phone = window.matchMedia('(max-width: 767px)');
const lessMotion = window.matchMedia('(prefers-reduced-motion: reduce)');

const currentScreen = (): Screen => (phone.matches ? 'phone' : wide.matches ? 'wide' : 'medium');

/** How much room there is. */
export const screen = signal<Screen>(currentScreen());

/** What opens by itself. A projector (1024 px) keeps the reading beside the map; a phone shows the map alone. */
const OPEN_AT_FIRST: Record<Screen, Record<PanelName, boolean>> = {
  wide: { choices: true, legend: true, reading: true },
  medium: { choices: false, legend: true, reading: true },
  phone: { choices: false, legend: false, reading: false },
};

const panels = signal(OPEN_AT_FIRST[screen.peek()]);

export const isOpen = {
  choices: computed(() => panels.value.choices),
  legend: computed(() => panels.value.legend),
  reading: computed(() => panels.value.reading),
};

/** Opens or closes a panel. On a phone panels are sheets: opening one closes the others. */
export function setPanel(name: PanelName, open: boolean): void {
  const others = screen.peek() === 'phone' ? OPEN_AT_FIRST.phone : panels.peek();
  panels.value = { ...others, [name]: open };
}

/** Opens a sheet and moves the focus into it, or closes it and gives the focus back to its button. */
export function toggleSheet(name: PanelName, open: boolean): void {
  setPanel(name, open);
  requestAnimationFrame(() => {
    const target = open ? document.getElementById(name) : document.querySelector(`[aria-controls="${name}"]`);
    if (target instanceof HTMLElement) target.focus();
  });
}

/** Closes the sheet that is open on a phone, or the drawer at medium width. True where there was one to close. */
export function closeSheet(): boolean {
  const now = panels.peek();
  if (screen.peek() === 'phone' && (now.choices || now.legend || now.reading)) {
    panels.value = OPEN_AT_FIRST.phone;
    return true;
  }
  if (screen.peek() === 'medium' && now.choices) {
    setPanel('choices', false);
    return true;
  }
  return false;
}

/** Whether movement on screen may be animated. */
export const mayAnimate = () => !lessMotion.matches;

/** Follows the window's width. Call once. */
export function followScreen(): void {
  const follow = () => {
    screen.value = currentScreen();
  };
  wide.addEventListener('change', follow);
  phone.addEventListener('change', follow);
  effect(() => {
    panels.value = OPEN_AT_FIRST[screen.value];
  });
}
