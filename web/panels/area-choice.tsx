import { catalogue, choose, resolved } from '../state/store.ts';

/** Which district, or which ward of one. */
export function AreaChoice() {
  const areas = catalogue.state.value.data?.studyAreas ?? [];
  const wanted = resolved.value;
  if (!wanted) return null;
  const districts = areas.filter((a) => a.level === 'district');
  const wardsOf = (code: string) => areas.filter((a) => a.level === 'ward' && a.districtCode === code);
  return (
    <fieldset>
      <legend>Where</legend>
      <label class="field">
        <span>Study area</span>
        <select value={wanted.area} onChange={(event) => choose({ area: event.currentTarget.value })}>
          {districts.map((d) => (
            <option key={d.code} value={d.code}>
              {d.name} ({d.wards} wards)
            </option>
          ))}
          {districts.map((d) => (
            <optgroup key={d.code} label={`One ward of ${d.name}`}>
              {wardsOf(d.code).map((w) => (
                <option key={w.code} value={w.code}>
                  {w.name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
