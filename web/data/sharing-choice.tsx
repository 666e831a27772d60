import type { SharingRecords } from '../../server/contract/imports.ts';
import { formatDay } from './dates.ts';
import type { SharingChoice } from './reading.ts';
import { EMPTY_RECORD, SharingFields } from './sharing-fields.tsx';

interface Props {
  readonly choice: SharingChoice;
  readonly records: SharingRecords['records'];
  onChange(choice: SharingChoice): void;
}

/** Under which record of sharing a partner's file comes. */
export function SharingChoiceFields({ choice, records, onChange }: Props) {
  const pick = (value: string) => {
    const kept = records.find(({ reference }) => reference === value);
    if (kept) {
      const { version: _v, registeredBy: _b, registeredAt: _a, expired: _e, datasets: _d, ...record } = kept;
      onChange({ by: 'kept', record });
    } else onChange(value === ':new' ? { by: 'new', record: EMPTY_RECORD } : { by: 'dataset' });
  };
  const value = choice.by === 'kept' ? choice.record.reference : choice.by === 'new' ? ':new' : ':dataset';
  return (
    <>
      <label class="field">
        <span>Under which record of sharing</span>
        <select value={value} onChange={(event) => pick(event.currentTarget.value)}>
          <option value=":dataset">The one its dataset is under already</option>
          {records
            .filter(({ expired }) => !expired)
            .map(({ reference, owner, expiresOn }) => (
              <option key={reference} value={reference}>
                {reference}, {owner}, to {formatDay(expiresOn)}
              </option>
            ))}
          <option value=":new">A new record …</option>
        </select>
      </label>
      {choice.by === 'new' && (
        <SharingFields record={choice.record} onChange={(record) => onChange({ by: 'new', record })} />
      )}
    </>
  );
}
