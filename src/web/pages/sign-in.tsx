import { useEffect, useState } from 'react';
import type { SignInOptionsJson } from '#api/schemas.ts';
import { ask } from '#web/data/api.ts';
import { stopLive } from '#web/data/live.ts';
import { useQuery } from '#web/data/queries.ts';
import { Button } from '#web/parts/button.tsx';
import { Icon } from '#web/parts/icon.tsx';
import { Problem } from '#web/parts/problem.tsx';
import { usePress } from '#web/parts/use-press.ts';

/** The secret of a link that was given out in chat. It is taken out of the address at once: an address is copied, kept and shown. */
function takeSecret(): string {
  const secret = window.location.hash.slice(1);
  if (secret !== '') window.history.replaceState(null, '', '/sign-in');
  return secret;
}

export function SignIn() {
  const [secret] = useState(takeSecret);
  const options = useQuery<SignInOptionsJson>('/api/auth/options');
  const press = usePress();

  useEffect(() => {
    document.title = 'Sign in · Confab';
    stopLive();
  }, []);

  const signIn = async (): Promise<void> => {
    const answer = await press.run(() => ask('POST', '/api/auth/link', { body: { code: secret } }));
    // A new document: what this one asked for ahead was answered to nobody, and must not be taken for an answer to this person.
    if (answer?.ok) window.location.replace('/signed-in');
  };

  return (
    <main className="alone" id="main">
      <div className="sign-in card">
        <p className="brand">
          <Icon name="brand" />
          <span>Confab</span>
        </p>
        {secret === '' || press.problem ? (
          <>
            <h1>Sign in</h1>
            {press.problem && <Problem problem={press.problem} />}
            <p>There is no password. Ask for a link where you already are:</p>
            <ul className="commands">
              <li>
                in <strong>Discord</strong>, type <kbd>/dashboard</kbd>
              </li>
              <li>
                in <strong>Slack</strong>, type <kbd>/confab dashboard</kbd>
              </li>
            </ul>
            <p className="hint">The link is yours alone, works once, and for ten minutes.</p>
          </>
        ) : (
          <>
            <h1>Welcome</h1>
            <p>Your link is ready. Pressing the button uses it up.</p>
            <Button look="main" busy={press.busy} onClick={() => void signIn()}>
              Sign in
            </Button>
          </>
        )}
        {options.value?.waiting && (
          <p className="offer">
            Once you are signed in by a link from chat, your Google account {options.value.waiting} is connected, and
            signs you in from then on.
          </p>
        )}
        {options.value?.google && (
          <p className="or">
            <a className="button button-plain" href="/api/auth/google">
              Sign in with Google
            </a>
          </p>
        )}
      </div>
    </main>
  );
}
