import { type SubmitEvent, useState } from 'react';
import type { CreatedTokenJson, TokenJson } from '#api/schemas.ts';
import { ask } from '#web/data/api.ts';
import { refresh, useQuery } from '#web/data/queries.ts';
import { useZone } from '#web/shell/who.tsx';
import { agoText, dateText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { CopyText } from './copy-text.tsx';
import { Dialog } from './dialog.tsx';
import { elsewhere, Field } from './field.tsx';
import { Problem } from './problem.tsx';
import { toast } from './toasts.tsx';
import { usePress } from './use-press.ts';

const path = '/api/tokens';
const scopeWords = { read: 'read', write: 'read and change' } as const;
const lifetimes: [number, string][] = [
  [7, 'a week'],
  [30, '30 days'],
  [90, '90 days'],
  [365, 'a year'],
  [0, 'until it is revoked'],
];

export function Tokens() {
  const { value, problem } = useQuery<{ tokens: TokenJson[] }>(path);
  const [revoking, setRevoking] = useState<TokenJson | null>(null);
  const [created, setCreated] = useState<CreatedTokenJson | null>(null);
  const zone = useZone();
  const now = useNow(60_000);

  return (
    <section className="card form" aria-labelledby="tokens">
      <h2 id="tokens">Tokens for programs</h2>
      <p>
        With a token, a program of yours can do what you can do here. <a href="/api/docs">How the API works</a>
      </p>
      {problem && !value && <Problem problem={problem} retries={path} />}
      {value && value.tokens.length > 0 && (
        <ul className="rows">
          {value.tokens.map((token) => (
            <li key={token.id}>
              <div>
                <strong>{token.label}</strong>
                <p className="hint">
                  may {scopeWords[token.scope]}
                  {' · '}
                  {token.usedAt === null ? 'not used yet' : `last used ${agoText(token.usedAt, zone, now)}`}
                  {token.expiresAt !== null && ` · until ${dateText(token.expiresAt, zone)}`}
                </p>
              </div>
              <Button onClick={() => setRevoking(token)}>
                Revoke<span className="unseen"> {token.label}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {value?.tokens.length === 0 && <p className="hint">You have none.</p>}
      <NewToken onCreated={setCreated} />
      {created && (
        <Dialog title={`The token “${created.token.label}”`} onClose={() => setCreated(null)}>
          <CopyText label="Token" text={created.secret} />
          <p className="warning">Copy it now: it is not shown again.</p>
          <div className="buttons buttons-end">
            <Button look="main" onClick={() => setCreated(null)}>
              I have it
            </Button>
          </div>
        </Dialog>
      )}
      {revoking && (
        <ConfirmDialog
          title={`Revoke “${revoking.label}”?`}
          keep="Keep it"
          confirm="Revoke"
          work={async () => {
            const answer = await ask('DELETE', `${path}/${encodeURIComponent(revoking.id)}`);
            await refresh((shown) => shown === path);
            return answer;
          }}
          onDone={() => {
            toast(`“${revoking.label}” is revoked.`);
            setRevoking(null);
          }}
          onClose={() => setRevoking(null)}
        >
          <p>Programs that use it are refused from now on. This cannot be undone.</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

function NewToken({ onCreated }: { onCreated: (created: CreatedTokenJson) => void }) {
  const [label, setLabel] = useState('');
  const [scope, setScope] = useState<TokenJson['scope']>('read');
  const [days, setDays] = useState(90);
  const press = usePress();

  const create = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await press.run(async () => {
      const made = await ask<CreatedTokenJson>('POST', path, {
        body: { label: label.trim(), scope, ...(days === 0 ? {} : { days }) },
      });
      await refresh((shown) => shown === path);
      return made;
    });
    if (!answer?.ok) return;
    setLabel('');
    onCreated(answer.value);
  };

  return (
    <form className="new-token" onSubmit={(event) => void create(event)}>
      <h3>A new token</h3>
      <div className="row">
        <Field label="What it is for" name="label" problem={press.problem}>
          {(described) => (
            <input
              {...described}
              required
              maxLength={60}
              value={label}
              onChange={(event) => setLabel(event.target.value)}
            />
          )}
        </Field>
        <Field label="What it may do" name="scope" problem={press.problem}>
          {(described) => (
            <select
              {...described}
              value={scope}
              onChange={(event) => setScope(event.target.value === 'write' ? 'write' : 'read')}
            >
              <option value="read">{scopeWords.read}</option>
              <option value="write">{scopeWords.write}</option>
            </select>
          )}
        </Field>
        <Field label="How long it works" name="days" problem={press.problem}>
          {(described) => (
            <select {...described} value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {lifetimes.map(([count, words]) => (
                <option key={count} value={count}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {press.problem && elsewhere(press.problem, ['label', 'scope', 'days']) && <Problem problem={press.problem} />}
      <div className="buttons">
        <Button type="submit" busy={press.busy}>
          Create token
        </Button>
      </div>
    </form>
  );
}
