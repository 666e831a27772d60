import '../styles/keeping.css';
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { DrawnShape, OperationBody, SavedItem } from '../../server/contract/workspace.ts';
import { ServiceError, toServiceError } from '../api/service-error.ts';
import { NamingFields, useNaming } from '../briefings/naming-fields.tsx';
import { changeSaved, keep } from '../briefings/saved-client.ts';
import { chooseKept } from '../state/choose-kept.ts';
import type { DeskRequest } from '../state/drawing.ts';
import { areaCode, loadSavedPlaces, saidOfPlaces } from '../state/saved-places.ts';
import { areaCheck } from './area-check.ts';
import { closeDesk, draftShape } from './desk-state.ts';

/** Name, readers, and for an operation its days; keeps a first version, or the next one of one's own. */
export function KeepAreaForm({ request }: { request: DeskRequest }) {
  const { kind, from } = request;
  const days = from?.kind === 'operation' ? (from.body as OperationBody) : null;
  const naming = useNaming({
    name: from ? (from.own ? from.name : `${from.name}, copy`) : '',
    description: from?.description ?? '',
    sharedWith: from?.own ? from.sharedWith : 'own',
  });
  const first = useSignal(days?.from ?? '');
  const last = useSignal(days?.to ?? '');
  const error = useSignal<ServiceError | null>(null);
  const isReady =
    draftShape.value !== null && areaCheck.value !== null && !(areaCheck.value instanceof ServiceError);
  const version = from?.own ? from.latestVersion + 1 : 1;

  const save = async (event: Event) => {
    event.preventDefault();
    const area = draftShape.peek();
    if (area === null) return;
    try {
      error.value = null;
      const kept = await send(area);
      await loadSavedPlaces();
      closeDesk();
      if (kind === 'study-area') await chooseKept(areaCode(kept));
      saidOfPlaces.value = `${kept.name} is kept as version ${kept.version}.`;
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  const send = (area: DrawnShape): Promise<SavedItem> => {
    const body = kind === 'operation' ? { area, from: first.value, to: last.value } : { area };
    const item = { ...naming.typed(), body };
    return from?.own
      ? changeSaved(from.id, { ...item, basedOnVersion: from.latestVersion })
      : keep({ ...item, kind });
  };

  return (
    <form
      class="desk-part"
      aria-label={kind === 'operation' ? 'Keep the operation' : 'Keep the area'}
      onSubmit={save}
    >
      {error.value && (
        <p class="form-problem" role="alert">
          <strong>{error.value.message}</strong> {error.value.hint}
        </p>
      )}
      <NamingFields
        naming={naming}
        {...(kind === 'operation' ? { nameHint: 'Such as “Street Week, Harbour”' } : {})}
      >
        {kind === 'operation' && (
          <div class="pair">
            <DayField
              label="First day"
              value={first.value}
              onChange={(value) => {
                first.value = value;
                if (last.peek() < value) last.value = value;
              }}
            />
            <DayField
              label="Last day"
              value={last.value}
              min={first.value}
              onChange={(value) => {
                last.value = value;
              }}
            />
          </div>
        )}
      </NamingFields>
      <button type="submit" class="primary" disabled={!isReady}>
        {version > 1
          ? `Keep as version ${version}`
          : kind === 'operation'
            ? 'Keep the operation'
            : 'Keep the area'}
      </button>
      {!isReady && <p class="quiet">Draw the area first.</p>}
    </form>
  );
}

function DayField({
  label,
  value,
  min,
  onChange,
}: {
  label: string;
  value: string;
  min?: string;
  onChange(value: string): void;
}) {
  const id = useId();
  return (
    <div class="kept-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        required
        value={value}
        min={min}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
