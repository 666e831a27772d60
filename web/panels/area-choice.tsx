import { chooseKept } from '../state/choose-kept.ts';
import { areaCode, keptStudyAreas, operations } from '../state/saved-places.ts';
import { catalogue, choose, resolved, studyArea } from '../state/store.ts';
import { AreaTools } from './area-tools.tsx';

/** Which district, which ward of one, which area that somebody drew; and the tools to draw one. */
export function AreaChoice() {
  const areas = catalogue.state.value.data?.studyAreas ?? [];
  const wanted = resolved.value;
  if (!wanted) return null;
  const districts = areas.filter((a) => a.level === 'district');
  const wardsOf = (code: string) => areas.filter((a) => a.level === 'ward' && a.districtCode === code);
  const shown = studyArea.value;
  const drawn = [
    { label: 'Areas drawn and kept', items: keptStudyAreas.value },
    { label: 'Areas of operations', items: operations.value },
  ];
  const isListed = drawn.some(({ items }) => items.some((item) => areaCode(item) === wanted.area));
  return (
    <fieldset>
      <legend>Where</legend>
      <label class="field">
        <span>Study area</span>
        <select
          id="study-area"
          value={wanted.area}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (!value.startsWith('study-area:')) choose({ area: value });
            else void chooseKept(value);
          }}
        >
          {shown?.level === 'drawn' && !isListed && <option value={shown.code}>{shown.name}</option>}
          {districts.map((d) => (
            <option key={d.code} value={d.code}>
              {d.name} ({d.wards} wards)
            </option>
          ))}
          {drawn
            .filter(({ items }) => items.length > 0)
            .map(({ label, items }) => (
              <optgroup key={label} label={label}>
                {items.map((item) => (
                  <option key={item.id} value={areaCode(item)}>
                    {item.name} (version {item.version})
                  </option>
                ))}
              </optgroup>
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
      <AreaTools />
    </fieldset>
  );
}
