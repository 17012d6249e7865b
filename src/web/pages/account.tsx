import { useState } from 'react';
import { ask } from '#web/data/api.ts';
import { stopLive } from '#web/data/live.ts';
import { forgetAll, refresh } from '#web/data/queries.ts';
import { Button } from '#web/parts/button.tsx';
import { CalendarFeed } from '#web/parts/calendar-feed.tsx';
import { Field } from '#web/parts/field.tsx';
import { GoogleAccounts } from '#web/parts/google-accounts.tsx';
import { MailSwitch } from '#web/parts/mail-switch.tsx';
import { Problem } from '#web/parts/problem.tsx';
import { toast } from '#web/parts/toasts.tsx';
import { Tokens } from '#web/parts/tokens.tsx';
import { usePress } from '#web/parts/use-press.ts';
import { ZoneSelect } from '#web/parts/zone-select.tsx';
import { go } from '#web/shell/location.ts';
import { Page } from '#web/shell/page.tsx';
import { useMe } from '#web/shell/who.tsx';

export function Account() {
  const me = useMe();
  const press = usePress();
  const signOut = async (): Promise<void> => {
    const answer = await press.run(() => ask('POST', '/api/auth/sign-out'));
    if (!answer?.ok) return;
    stopLive();
    forgetAll();
    go('/sign-in');
  };
  return (
    <Page
      title="Account"
      aside={
        <Button busy={press.busy} onClick={() => void signOut()}>
          Sign out
        </Button>
      }
    >
      {press.problem && <Problem problem={press.problem} />}
      <section aria-labelledby="you" className="card form">
        <h2 id="you">{me.name}</h2>
        <dl className="facts">
          {me.accounts.map(({ platform, name }) => (
            <div key={platform + name}>
              <dt>{platform === 'discord' ? 'Discord' : 'Slack'}</dt>
              <dd>{name}</dd>
            </div>
          ))}
        </dl>
        <Zone />
      </section>
      <GoogleAccounts />
      <MailSwitch />
      <CalendarFeed />
      <Tokens />
    </Page>
  );
}

function Zone() {
  const me = useMe();
  const [zone, setZone] = useState(me.zone ?? '');
  const press = usePress();
  const save = async (): Promise<void> => {
    const answer = await press.run(async () => {
      const saved = await ask('PUT', '/api/me', { body: { zone } });
      await refresh((path) => path === '/api/me' || path.startsWith('/api/mentors'));
      return saved;
    });
    if (answer?.ok) toast('Saved. All times are shown in your zone.');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label="Your time zone" name="zone" problem={press.problem}>
        {(described) => <ZoneSelect described={described} value={zone} onChange={setZone} />}
      </Field>
      {press.problem && press.problem.field !== 'zone' && <Problem problem={press.problem} />}
      <div className="buttons">
        <Button look="main" type="submit" busy={press.busy} disabled={zone === '' || zone === me.zone}>
          Save time zone
        </Button>
      </div>
    </form>
  );
}
