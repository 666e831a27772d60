import type { SharingRecords, UploadKind } from '../../server/contract/imports.ts';
import { formatDay } from '../words/format.ts';
import type { SharingChoice } from './reading.ts';
import { SharingFields } from './sharing-fields.tsx';
import { classOfKind, EMPTY_RECORD } from './sharing-words.ts';

interface Props {
  readonly kind: UploadKind;
  readonly choice: SharingChoice;
  readonly sharing: SharingRecords;
  onChange(choice: SharingChoice): void;
}

const UNSAID = ':unsaid';
const NEW = ':new';

/** Under which record of sharing a partner's file comes: those in force of its sensitivity, or a new one. */
export function SharingChoiceFields({ kind, choice, sharing, onChange }: Props) {
  const fixed = classOfKind(kind);
  const { records, organisations } = sharing;
  const fitting = records.filter(
    ({ expired, sensitivityClass }) => !expired && (fixed === null || sensitivityClass === fixed),
  );
  const pick = (value: string) => {
    const kept = fitting.find(({ reference }) => reference === value);
    if (kept) {
      const { version: _v, registeredBy: _b, registeredAt: _a, expired: _e, datasets: _d, ...record } = kept;
      onChange({ by: 'kept', record });
    } else if (value === NEW)
      onChange({
        by: 'new',
        record: { ...EMPTY_RECORD, sensitivityClass: fixed ?? EMPTY_RECORD.sensitivityClass },
      });
    else onChange({ by: 'unsaid' });
  };
  const value = choice.by === 'kept' ? choice.record.reference : choice.by === 'new' ? NEW : UNSAID;
  return (
    <>
      <label class="field">
        <span>Under which record of sharing</span>
        <select value={value} onChange={(event) => pick(event.currentTarget.value)}>
          <option value={UNSAID}>Choose …</option>
          {fitting.map(({ reference, owner, expiresOn }) => (
            <option key={reference} value={reference}>
              {reference}, {owner}, to {formatDay(expiresOn)}
            </option>
          ))}
          <option value={NEW}>A new record …</option>
        </select>
      </label>
      {choice.by === 'new' && (
        <SharingFields
          record={choice.record}
          organisations={organisations}
          fixedClass={fixed}
          onChange={(record) => onChange({ by: 'new', record })}
        />
      )}
    </>
  );
}
