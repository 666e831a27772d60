import { isOpen, type PanelName, toggleSheet } from '../state/screen.ts';

const SHEETS: { name: PanelName; label: string }[] = [
  { name: 'choices', label: 'Choices' },
  { name: 'legend', label: 'Legend' },
  { name: 'reading', label: 'Figures' },
];

/** On a phone: what opens the sheets, within reach of the thumb. */
export function SheetBar() {
  return (
    <section class="sheet-bar" aria-label="Sheets">
      {SHEETS.map(({ name, label }) => (
        <button
          key={name}
          type="button"
          aria-expanded={isOpen[name].value}
          aria-controls={name}
          onClick={() => toggleSheet(name, !isOpen[name].value)}
        >
          {label}
        </button>
      ))}
    </section>
  );
}
