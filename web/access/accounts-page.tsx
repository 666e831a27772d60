import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type AccountList, type AccountSummary, ROLE_WORDS, ROLES } from '../../server/contract/access.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import {
  changeAccount,
  createAccount,
  createOrganisation,
  fetchAccounts,
  resetAccount,
} from './access-client.ts';
import { AccessFrame } from './access-frame.tsx';
import { Field, Form, ScrollAcross, ShownOnce } from './form-parts.tsx';
import { account } from './session.ts';

/** Accounts and organisations, for administrators. */
export default function AccountsPage() {
  const held = useSignal<AccountList>({ accounts: [], organisations: [] });
  const error = useSignal<ServiceError | null>(null);
  const shown = useSignal<{ username: string; password: string } | null>(null);
  const run = async (work: () => Promise<void>) => {
    try {
      error.value = null;
      await work();
      held.value = await fetchAccounts();
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  useEffect(() => {
    void run(async () => undefined);
  }, []);
  return (
    <AccessFrame title="Accounts">
      {error.value && (
        <p class="form-problem" role="alert">
          {error.value.message} {error.value.hint}
        </p>
      )}
      {shown.value && (
        <ShownOnce
          title={`First password of ${shown.value.username}, to be changed at the first sign-in, within 7 days`}
          lines={[shown.value.password]}
        />
      )}
      <ScrollAcross label="Accounts">
        <table class="figures">
          <caption>{held.value.accounts.length} accounts</caption>
          <thead>
            <tr>
              <th scope="col">User name</th>
              <th scope="col">Name</th>
              <th scope="col">Organisation</th>
              <th scope="col">Roles</th>
              <th scope="col">State</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {held.value.accounts.map((one) => (
              <tr key={one.username}>
                <th scope="row">{one.username}</th>
                <td>{one.displayName}</td>
                <td>{one.organisation.name}</td>
                <td>{one.roles.map((role) => ROLE_WORDS[role].title).join(', ')}</td>
                <td>{stateOf(one)}</td>
                <td class="row-actions">
                  {one.username !== account.value?.username && (
                    <button
                      type="button"
                      aria-label={`${one.disabled ? 'Enable' : 'Disable'} ${one.username}`}
                      onClick={() =>
                        run(async () => void (await changeAccount(one.username, { disabled: !one.disabled })))
                      }
                    >
                      {one.disabled ? 'Enable' : 'Disable'}
                    </button>
                  )}
                  {one.signsInBy === 'password' && one.username !== account.value?.username && (
                    <button
                      type="button"
                      aria-label={`Reset ${one.username}`}
                      onClick={() =>
                        run(async () => {
                          const { initialPassword } = await resetAccount(one.username);
                          shown.value = { username: one.username, password: initialPassword };
                        })
                      }
                    >
                      Reset
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollAcross>
      <section>
        <h2>New account</h2>
        <Form
          action="Create account"
          label="New account"
          onSubmit={async ({ username = '', displayName = '', organisation = '', ...rest }, form) => {
            const roles = ROLES.filter((role) => rest[role]);
            const { initialPassword } = await createAccount({ username, displayName, organisation, roles });
            shown.value = { username, password: initialPassword };
            form.reset();
            held.value = await fetchAccounts();
          }}
        >
          {(formError) => (
            <>
              <Field
                name="username"
                label="User name"
                hint="Lower-case letters, digits, dot, at, underscore and hyphen."
                autoComplete="off"
                error={formError}
              />
              <Field name="displayName" label="Full name" autoComplete="off" error={formError} />
              <div class="form-field">
                <label for="new-account-organisation">Organisation</label>
                <select id="new-account-organisation" name="organisation" required>
                  {held.value.organisations.map(({ slug, name }) => (
                    <option key={slug} value={slug}>
                      {name}
                    </option>
                  ))}
                </select>
              </div>
              <fieldset>
                <legend>Roles</legend>
                {ROLES.map((role) => (
                  <label key={role} class="tick">
                    <input type="checkbox" name={role} />
                    <span>
                      {ROLE_WORDS[role].title}: <span class="quiet">{ROLE_WORDS[role].task}</span>
                    </span>
                  </label>
                ))}
              </fieldset>
            </>
          )}
        </Form>
      </section>
      <section>
        <h2>New organisation</h2>
        <Form
          action="Add organisation"
          label="New organisation"
          onSubmit={async ({ name = '', slug = '' }, form) => {
            await createOrganisation({ name, slug });
            form.reset();
            held.value = await fetchAccounts();
          }}
        >
          {(formError) => (
            <>
              <Field name="name" label="Name" error={formError} />
              <Field
                name="slug"
                label="Short name"
                hint="Lower-case letters, digits and hyphens, such as thanet-council. Records of sharing name it."
                error={formError}
              />
            </>
          )}
        </Form>
      </section>
    </AccessFrame>
  );
}

function stateOf({ disabled, locked, secondFactor, signsInBy }: AccountSummary): string {
  if (disabled) return 'Disabled';
  if (locked) return 'Locked for a while';
  if (signsInBy === 'demonstration') return 'Demonstration';
  if (signsInBy === 'single-sign-on') return 'Single sign-on';
  return secondFactor ? 'With second factor' : 'No second factor yet';
}
