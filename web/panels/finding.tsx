import { hotSpots, isLoading, layer, resolved, studyArea, view, wardLayer } from '../state/store.ts';
import { formatPeriod, keepUnits } from '../words/format.ts';

/** The sentence: what the map shows, ready to be read aloud. Compact on a phone, above the map. */
export function Finding({ compact = false }: { compact?: boolean }) {
  const wanted = resolved.value;
  const wards = wardLayer.state.value.data;
  const result = hotSpots.state.value.data;
  if (!wanted) return null;
  const lead = view.value.page === 'wards' ? wards?.sentence : result?.summary.sentence;
  const failed = (view.value.page === 'wards' ? wardLayer : hotSpots).state.value.error !== null;
  const alreadySaid =
    view.value.page === 'wards' ||
    studyArea.value?.level === 'ward' ||
    (wards !== null && lead?.includes(wards.sentence));
  const second = !alreadySaid && wards !== null && wards.district.events > 0 ? wards.sentence : null;
  return (
    <div class="finding" data-compact={compact} aria-busy={isLoading.value}>
      <p class="finding-scope">
        {sayWhat(wanted.categories)} · {formatPeriod(wanted.from, wanted.to)}
        {isLoading.value && <span class="updating"> · updating</span>}
      </p>
      <p class="finding-lead">
        {lead !== undefined ? keepUnits(lead) : failed ? 'No result to show' : 'Working it out'}
      </p>
      {second && !compact && <p>{keepUnits(second)}</p>}
    </div>
  );
}

/** The categories in words: one by name, several by number, all as the layer. */
export function sayWhat(slugs: readonly string[]): string {
  const all = layer.value?.categories ?? [];
  const names = all.filter((c) => slugs.includes(c.slug)).map((c) => c.label);
  if (names.length === 0) return layer.value?.title ?? '';
  if (names.length <= 2) return names.join(' and ');
  return `${names[0]} and ${names.length - 1} other categories`;
}
