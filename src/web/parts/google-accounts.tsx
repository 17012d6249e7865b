import { useState } from 'react';
import type { GoogleAccountsJson } from '#api/schemas.ts';
import { ask } from '#web/data/api.ts';
import { connectCalendar, googlePath, useGoogle } from '#web/data/google.ts';
import { refresh } from '#web/data/queries.ts';
import { useZone } from '#web/shell/who.tsx';
import { dateText } from '#web/time/format.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Problem } from './problem.tsx';
import { toast } from './toasts.tsx';

type GoogleAccount = GoogleAccountsJson['accounts'][number];

const again = (): Promise<void> => refresh((shown) => shown === googlePath);

/** Google accounts that sign the reader in, and the calendars they lend. */
export function GoogleAccounts() {
  const { value, problem } = useGoogle();
  const [forgetting, setForgetting] = useState<GoogleAccount | null>(null);
  const [disconnecting, setDisconnecting] = useState(false);

  if (problem && !value) return <Problem problem={problem} retries={googlePath} />;
  if (!value || (!value.signIn && !value.calendars && value.accounts.length === 0)) return null;
  const lent = value.accounts.filter(({ calendar }) => calendar !== null);
  return (
    <section className="card form" aria-labelledby="google">
      <h2 id="google">Google</h2>
      {value.accounts.length === 0 && <p className="hint">No Google account is connected.</p>}
      {value.accounts.length > 0 && (
        <ul className="rows">
          {value.accounts.map((account) => (
            <li key={account.id}>
              <Account account={account} />
              <Button onClick={() => setForgetting(account)}>
                Remove<span className="unseen"> {account.email}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {value.calendars && lent.length === 0 && (
        <p>
          With your calendar, sessions you give are made in it, and nobody is offered a time at which you are busy
          there.
        </p>
      )}
      <div className="buttons">
        {value.calendars && lent.length === 0 && (
          <a className="button button-main" href={connectCalendar}>
            Connect your calendar
          </a>
        )}
        {lent.length > 0 && <Button onClick={() => setDisconnecting(true)}>Disconnect the calendar</Button>}
        {value.signIn && (
          <a className="button button-plain" href="/api/auth/google">
            {value.accounts.length === 0 ? 'Sign in with Google from now on' : 'Add another account'}
          </a>
        )}
      </div>
      {forgetting && (
        <ConfirmDialog
          title={`Remove ${forgetting.email}?`}
          keep="Keep it"
          confirm="Remove"
          work={async () => {
            const answer = await ask('DELETE', `${googlePath}/${encodeURIComponent(forgetting.id)}`);
            await again();
            return answer;
          }}
          onDone={() => {
            toast(`${forgetting.email} signs you in no more.`);
            setForgetting(null);
          }}
          onClose={() => setForgetting(null)}
        >
          <p>It signs you in no more. A link from chat still does.</p>
        </ConfirmDialog>
      )}
      {disconnecting && (
        <ConfirmDialog
          title="Disconnect the calendar?"
          keep="Keep it"
          confirm="Disconnect"
          work={async () => {
            const answer = await ask<{ revokedAtGoogle: boolean }>('POST', '/api/me/calendar/disconnect');
            await again();
            return answer;
          }}
          onDone={({ revokedAtGoogle }) => {
            toast(
              revokedAtGoogle
                ? 'The calendar is disconnected.'
                : 'The calendar is disconnected here. Please take Confab off your Google account as well.',
            );
            setDisconnecting(false);
          }}
          onClose={() => setDisconnecting(false)}
        >
          <p>New sessions are no longer made in it, and its busy times no longer count. What is booked stays booked.</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

function Account({ account: { email, connectedAt, calendar } }: { account: GoogleAccount }) {
  const zone = useZone();
  return (
    <div>
      <strong className="break">{email}</strong>
      <p className="hint">
        Signs you in since {dateText(connectedAt, zone)}
        {calendar?.state === 'ok' && ' · its calendar is connected'}
      </p>
      {calendar?.state === 'lost' && (
        <p className="warning">
          Google has let Confab into this calendar no more since {dateText(calendar.since, zone)}.{' '}
          <a href={connectCalendar}>Connect it again</a>
        </p>
      )}
    </div>
  );
}
