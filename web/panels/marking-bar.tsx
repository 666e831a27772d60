import { suppliedReach } from '../state/resolve-view.ts';
import { catalogue, layer } from '../state/store.ts';
import { formatDay, formatMonth } from '../words/format.ts';

/** Protective marking, SYNTHETIC where it is, and how fresh the data is: on every screen, above everything. */
export function MarkingBar() {
  const known = catalogue.state.value.data;
  const reach = layer.value && suppliedReach(layer.value);
  const imported = layer.value?.sources
    .map((s) => s.lastImportedAt)
    .sort()
    .at(-1);
  return (
    <div class="marking">
      <strong>{known?.marking ?? 'OFFICIAL'}</strong>
      {known?.synthetic && <strong class="synthetic">SYNTHETIC</strong>}
      {reach && (
        <span class="marking-date">
          Data to {formatMonth(reach.to)}
          {imported && <span class="wide-only">, imported {formatDay(imported)}</span>}
        </span>
      )}
    </div>
  );
}
