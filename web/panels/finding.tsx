import { figureFacts } from '../state/figure-facts.ts';
import type { Scene } from '../state/scene.ts';
import { screen } from '../state/screen.ts';
import { areaTrouble, catalogue, figures, isLoading, main, mode, studyArea } from '../state/store.ts';
import { wardsBeside } from '../state/wards-beside.ts';
import { formatPeriod, keepUnits } from '../words/format.ts';

/** The sentence: what the map shows, ready to be read aloud. Compact on a phone, above the map. */
export function Finding({ compact = false }: { compact?: boolean }) {
  const scope = sayScope(main);
  if (scope === null) return null;
  const lead = figureFacts(main)?.sentence;
  const wards = wardsBeside.value;
  const second =
    mode.value === 'hot-spots' &&
    studyArea.value?.level === 'district' &&
    wards !== null &&
    wards.district.events > 0 &&
    !lead?.includes(wards.sentence)
      ? wards.sentence
      : null;
  return (
    <div class="finding" data-compact={compact} aria-busy={isLoading.value}>
      {areaTrouble.value && (compact || screen.value !== 'phone') && (
        <p class="finding-trouble" role="alert">
          <strong>The study area of this link cannot be shown; this is {studyArea.value?.name}.</strong>{' '}
          {areaTrouble.value.message} {areaTrouble.value.hint}
        </p>
      )}
      <p class="finding-scope">
        {scope}
        {isLoading.value && <span class="updating"> · updating</span>}
      </p>
      <p class="finding-lead" data-long={(lead?.length ?? 0) > 150}>
        {lead !== undefined
          ? keepUnits(lead)
          : figures.value.error !== null
            ? 'No result to show'
            : 'Working it out'}
      </p>
      {second && !compact && <p>{keepUnits(second)}</p>}
    </div>
  );
}

/**
 * What a map is about and when: 'Burglary · Oct 2025 – Sep 2026'. Said is what is shown: while the next question is on its way
 * that is the one before, and restricted data may be released for other months than those asked for. null before anything is known.
 */
export function sayScope({ resolved, mode, figures, periodChange }: Scene): string | null {
  const wanted = resolved.value;
  if (!wanted) return null;
  const used = figures.value.data?.parameters;
  const { from, to } = used ?? wanted;
  const times = used && 'times' in used && used.times ? ` · ${used.times}` : '';
  const period = formatPeriod(from, to);
  if (mode.value === 'coincidence') {
    const { layer: first, categories: firstCategories, secondLayer: second, secondCategories } = wanted;
    const pair = used && 'first' in used ? used : { first, firstCategories, second, secondCategories };
    return `${sayCategories(pair.first, pair.firstCategories)} and ${sayCategories(pair.second, pair.secondCategories)} · ${period}${times}`;
  }
  const what = sayWhat(used && 'layer' in used ? used : wanted);
  if (mode.value === 'change') {
    const before = periodChange.state.value.data?.parameters;
    const against = before ? ` against ${formatPeriod(before.beforeFrom, before.beforeTo)}` : '';
    return `${what} · ${period}${against}${times}`;
  }
  return `${what} · ${period}${times}`;
}

/** What is counted in words: the layer, or some of its categories. */
export function sayWhat({ layer, categories }: { layer: string; categories: readonly string[] }): string {
  return sayCategories(layer, categories);
}

/** Categories in words: one by name, several by number, all as the layer. */
function sayCategories(slug: string | null, categories: readonly string[]): string {
  const of = catalogue.state.value.data?.layers.find(({ layer }) => layer === slug);
  const all = of?.categories ?? [];
  const names = all.filter((c) => categories.includes(c.slug)).map((c) => c.label);
  // An answer names every category where none was chosen.
  if (names.length === 0 || names.length === all.length) return of?.title ?? '';
  if (names.length <= 2) return names.join(' and ');
  return `${names[0]} and ${names.length - 1} other categories`;
}
