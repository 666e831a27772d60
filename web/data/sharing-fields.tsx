import { useSignal } from '@preact/signals';
import { ROLE_WORDS, ROLES } from '../../server/contract/access.ts';
import type { SharingRecordBody, SharingRecords } from '../../server/contract/imports.ts';
import { CLASS_WORDS, RECORD_TEXTS } from './sharing-words.ts';

interface Props {
  readonly record: SharingRecordBody;
  readonly organisations: SharingRecords['organisations'];
  /** How sensitive the data is, where its kind settles that. */
  readonly fixedClass?: SharingRecordBody['sensitivityClass'] | null;
  onChange(record: SharingRecordBody): void;
}

type Set = (part: Partial<SharingRecordBody>) => void;

/** The fields of a record of sharing; who renders them brings the form and its buttons. */
export function SharingFields({ record, organisations, fixedClass = null, onChange }: Props) {
  const set: Set = (part) => onChange({ ...record, ...part });
  return (
    <fieldset class="data-fields sharing-fields">
      <legend>The record of sharing</legend>
      {RECORD_TEXTS.map(([name, label]) => (
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
          disabled={fixedClass !== null}
          onChange={(e) =>
            set({ sensitivityClass: e.currentTarget.value as SharingRecordBody['sensitivityClass'] })
          }
        >
          {Object.entries(CLASS_WORDS).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <Organisations record={record} known={organisations} set={set} />
      <fieldset class="data-roles">
        <legend>Roles that may see it</legend>
        {ROLES.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={record.permittedRoles.includes(role)}
              onChange={(e) =>
                set({ permittedRoles: withOrWithout(record.permittedRoles, role, e.currentTarget.checked) })
              }
            />
            {ROLE_WORDS[role].title}
          </label>
        ))}
      </fieldset>
      <label class="data-tick">
        <input
          type="checkbox"
          checked={record.reshareAllowed}
          onChange={(e) => set({ reshareAllowed: e.currentTarget.checked })}
        />
        May be shared on
      </label>
    </fieldset>
  );
}

/** Those known here to be ticked; others by their short names, which single sign-on may bring later. */
function Organisations({
  record,
  known,
  set,
}: {
  record: SharingRecordBody;
  known: Props['organisations'];
  set: Set;
}) {
  const named = record.permittedOrganisations;
  const isKnown = (slug: string) => known.some((organisation) => organisation.slug === slug);
  const others = useSignal(named.filter((slug) => !isKnown(slug)).join(' '));
  return (
    <>
      <fieldset class="data-roles">
        <legend>Organisations that may see it</legend>
        {known.map(({ slug, name }) => (
          <label key={slug}>
            <input
              type="checkbox"
              checked={named.includes(slug)}
              onChange={(e) =>
                set({ permittedOrganisations: withOrWithout(named, slug, e.currentTarget.checked) })
              }
            />
            {name}
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>Other organisations, by their short names (may stay empty)</span>
        <input
          type="text"
          autocapitalize="none"
          spellcheck={false}
          value={others.value}
          onInput={(e) => {
            others.value = e.currentTarget.value;
            const written = others.value.split(/[\s,]+/).filter((slug) => slug !== '');
            set({ permittedOrganisations: [...new Set([...named.filter(isKnown), ...written])] });
          }}
        />
      </label>
    </>
  );
}

function withOrWithout<T>(list: readonly T[], word: T, isWanted: boolean): T[] {
  const rest = list.filter((each) => each !== word);
  return isWanted ? [...rest, word] : rest;
}
