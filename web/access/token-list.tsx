import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { TOKEN_SCOPES, type TokenScope, type TokenSummary } from '../../server/contract/access.ts';
import { formatDay } from '../words/format.ts';
import { createToken, fetchTokens, revokeToken } from './access-client.ts';
import { Field, Form, ScrollAcross, ShownOnce } from './form-parts.tsx';

const SCOPE_WORDS: Readonly<Record<TokenScope, string>> = {
  figures: 'Read figures',
  audit: 'Read the audit',
};

/** One's API tokens: which there are, ending one, making one. */
export function TokenList() {
  const tokens = useSignal<readonly TokenSummary[]>([]);
  const made = useSignal<string | null>(null);
  const load = async () => {
    tokens.value = (await fetchTokens()).tokens;
  };
  useEffect(() => {
    void load().catch(() => undefined);
  }, []);
  return (
    <>
      <p>For a program of yours. It may do no more than you may, and ends by itself.</p>
      {tokens.value.length > 0 && (
        <ScrollAcross label="Your tokens">
          <table class="figures">
            <caption>Your tokens</caption>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">For</th>
                <th scope="col">Ends</th>
                <th scope="col">Last used</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {tokens.value.map((token) => (
                <tr key={token.tokenId}>
                  <th scope="row">{token.name}</th>
                  <td>{token.scopes.map((scope) => SCOPE_WORDS[scope]).join(', ')}</td>
                  <td>{formatDay(token.expiresAt)}</td>
                  <td>{token.lastUsedAt ? formatDay(token.lastUsedAt) : 'Never'}</td>
                  <td>
                    {token.revokedAt ? (
                      'Ended'
                    ) : (
                      <button
                        type="button"
                        aria-label={`End ${token.name}`}
                        onClick={async () => {
                          await revokeToken(token.tokenId).catch(() => undefined);
                          await load();
                        }}
                      >
                        End
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAcross>
      )}
      {made.value && <ShownOnce title="Your new token" lines={[made.value]} />}
      <Form
        action="Create token"
        label="Create a token"
        onSubmit={async ({ name, days, ...rest }, form) => {
          const scopes = TOKEN_SCOPES.filter((scope) => rest[scope]);
          made.value = (
            await createToken({
              name: name ?? '',
              scopes: scopes.length > 0 ? scopes : ['figures'],
              days: Number(days),
            })
          ).token;
          form.reset();
          await load();
        }}
      >
        {(error) => (
          <>
            <Field name="name" label="What it is for" error={error} />
            <fieldset>
              <legend>What it may do</legend>
              {TOKEN_SCOPES.map((scope) => (
                <label key={scope} class="tick">
                  <input type="checkbox" name={scope} defaultChecked={scope === 'figures'} />{' '}
                  {SCOPE_WORDS[scope]}
                </label>
              ))}
            </fieldset>
            <Field
              name="days"
              label="Days until it ends"
              hint="1 to 365."
              type="number"
              min={1}
              max={365}
              value="90"
              error={error}
            />
          </>
        )}
      </Form>
    </>
  );
}
