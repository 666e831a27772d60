import { ROLE_WORDS, ROLES } from '../../server/contract/access.ts';
import type { SharingRecordBody } from '../../server/contract/imports.ts';

export const EMPTY_RECORD: SharingRecordBody = {
  reference: '',
  type: 'repeat',
  agreement: '',
  owner: '',
  lawfulBasis: '',
  purpose: '',
  expiresOn: '',
  retentionMonths: 24,
  retainUntil: null,
  permittedRoles: ['analyst'],
  permittedOrganisations: [],
  reshareAllowed: false,
  sensitivityClass: 'health',
};

const TEXTS = [
  ['reference', 'Number of the record'],
  ['owner', 'Whose data it is'],
  ['agreement', 'Agreement it is made under'],
  ['lawfulBasis', 'Lawful basis'],
  ['purpose', 'Purpose'],
] as const;
const CLASSES = [
  ['partner-crime', 'Crime of a partner: under 5 hidden'],
  ['health', 'Health: 1 to 7 hidden'],
  ['children-probation', 'Children or probation: under 10 hidden'],
  ['housing', 'Housing register: under 5 hidden'],
  ['open', 'Open licence: published as it is'],
] as const;

/** Every field filled in; what they mean is checked by the service. */
export function isComplete(record: SharingRecordBody): boolean {
  return (
    TEXTS.every(([name]) => record[name].trim() !== '') &&
    record.expiresOn !== '' &&
    record.permittedRoles.length > 0 &&
    record.permittedOrganisations.length > 0
  );
}

/** The fields of a record of sharing; who renders them brings the form and its buttons. */
export function SharingFields({
  record,
  onChange,
}: {
  record: SharingRecordBody;
  onChange: (record: SharingRecordBody) => void;
}) {
  const set = (part: Partial<SharingRecordBody>) => onChange({ ...record, ...part });
  return (
    <div class="data-fields">
      {TEXTS.map(([name, label]) => (
        <label key={name} class="field">
          <span>{label}</span>
          <input type="text" value={record[name]} onInput={(e) => set({ [name]: e.currentTarget.value })} />
        </label>
      ))}
      <label class="field">
        <span>May be used until</span>
        <input
          type="date"
          value={record.expiresOn}
          onInput={(e) => set({ expiresOn: e.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>Each file is kept, months</span>
        <input
          type="number"
          min={1}
          max={600}
          value={record.retentionMonths}
          onInput={(e) => set({ retentionMonths: e.currentTarget.valueAsNumber || 1 })}
        />
      </label>
      <label class="field">
        <span>Nothing is kept past (may stay empty)</span>
        <input
          type="date"
          value={record.retainUntil ?? ''}
          onInput={(e) => set({ retainUntil: e.currentTarget.value || null })}
        />
      </label>
      <label class="field">
        <span>How often it comes</span>
        <select
          value={record.type}
          onChange={(e) => set({ type: e.currentTarget.value as SharingRecordBody['type'] })}
        >
          <option value="repeat">Repeatedly</option>
          <option value="one-off">Once</option>
        </select>
      </label>
      <label class="field">
        <span>Sensitivity</span>
        <select
          value={record.sensitivityClass}
          onChange={(e) =>
            set({ sensitivityClass: e.currentTarget.value as SharingRecordBody['sensitivityClass'] })
          }
        >
          {CLASSES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>Organisations that may see it (short names, separated by spaces)</span>
        <input
          type="text"
          value={record.permittedOrganisations.join(' ')}
          onChange={(e) =>
            set({ permittedOrganisations: e.currentTarget.value.split(/[\s,]+/).filter(Boolean) })
          }
        />
      </label>
      <fieldset class="data-roles">
        <legend>Roles that may see it</legend>
        {ROLES.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={record.permittedRoles.includes(role)}
              onChange={(e) =>
                set({
                  permittedRoles: e.currentTarget.checked
                    ? [...record.permittedRoles, role]
                    : record.permittedRoles.filter((each) => each !== role),
                })
              }
            />
            {ROLE_WORDS[role].title}
          </label>
        ))}
        <label>
          <input
            type="checkbox"
            checked={record.reshareAllowed}
            onChange={(e) => set({ reshareAllowed: e.currentTarget.checked })}
          />
          May be shared on
        </label>
      </fieldset>
    </div>
  );
}
