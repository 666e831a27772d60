import type { AreaPlace } from '../../server/contract/study-areas.ts';
import { ServiceError } from '../api/service-error.ts';
import { layer } from '../state/store.ts';
import { formatMeasure } from '../words/format.ts';
import { areaCheck } from './area-check.ts';
import { draftShape } from './desk-state.ts';

/** How large the shape on the desk is, where it lies, and which layers answer over it from which size on. */
export function AreaFacts() {
  const found = areaCheck.value;
  return (
    <section class="desk-part" aria-label="What is drawn" aria-live="polite">
      {draftShape.value === null ? (
        <p class="quiet">Nothing whole yet: size and wards are said here.</p>
      ) : found === null ? (
        <p class="quiet">Measuring</p>
      ) : found instanceof ServiceError ? (
        <p class="form-problem" role="alert">
          <strong>{found.message}</strong> {found.hint}
        </p>
      ) : (
        <>
          <p>
            <strong>{formatMeasure(found.areaKm2)} km²</strong> of land in {found.districtName}:{' '}
            {sayWards(found)}.
          </p>
          <Rules place={found} />
        </>
      )}
    </section>
  );
}

/** The layer on the map first, in the open; the others fold away. */
function Rules({ place }: { place: AreaPlace }) {
  const shown = layer.value?.layer;
  const own = place.rules.filter((rule) => rule.layer === shown);
  const others = place.rules.filter((rule) => rule.layer !== shown);
  return (
    <>
      {own.map((rule) => (
        <Rule key={rule.layer} {...rule} />
      ))}
      {others.length > 0 && (
        <details>
          <summary>What other layers allow</summary>
          {others.map((rule) => (
            <Rule key={rule.layer} {...rule} />
          ))}
        </details>
      )}
    </>
  );
}

function Rule({ title, minimumKm2, because }: AreaPlace['rules'][number]) {
  return (
    <p class="quiet">
      {title}: {minimumKm2 === null ? '' : `from ${minimumKm2} km². `}
      {because}
    </p>
  );
}

function sayWards({ wards }: AreaPlace): string {
  const names = wards.map((ward) => ward.name);
  if (names.length > 4) return `parts of ${names.slice(0, 3).join(', ')} and ${names.length - 3} more wards`;
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
