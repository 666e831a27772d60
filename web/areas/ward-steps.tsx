import { catalogue, district } from '../state/store.ts';
import { draft, toggleWard } from './desk-state.ts';

/** Wards of the district, ticked. */
export function WardSteps() {
  const code = district.value?.code;
  const wards = (catalogue.state.value.data?.studyAreas ?? []).filter(
    (area) => area.level === 'ward' && area.districtCode === code,
  );
  const chosen = new Set(draft.value.wards);
  return (
    <ul class="ticks desk-wards" aria-label="Wards of the area">
      {wards.map((ward) => (
        <li key={ward.code}>
          <label>
            <input
              type="checkbox"
              checked={chosen.has(ward.code)}
              onChange={() => toggleWard(ward.code, ward.name)}
            />
            <span>{ward.name}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}
