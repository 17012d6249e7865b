import { useState } from 'react';
import type { FeedJson } from '#api/schemas.ts';
import { ask } from '#web/data/api.ts';
import { refresh, useQuery } from '#web/data/queries.ts';
import { useZone } from '#web/shell/who.tsx';
import { agoText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { CopyText } from './copy-text.tsx';
import { Problem } from './problem.tsx';
import { toast } from './toasts.tsx';
import { usePress } from './use-press.ts';

const path = '/api/feed';

export function CalendarFeed() {
  const { value, problem } = useQuery<FeedJson>(path);
  const [address, setAddress] = useState<string | null>(null);
  const [asking, setAsking] = useState<'renew' | 'end' | null>(null);
  const press = usePress();
  const zone = useZone();
  const now = useNow(60_000);

  const make = async () => {
    const answer = await ask<FeedJson>('POST', path);
    await refresh((shown) => shown === path);
    return answer;
  };
  const shown = (feed: FeedJson): void => {
    setAddress(feed.address);
    setAsking(null);
  };

  return (
    <section className="card form" aria-labelledby="feed">
      <h2 id="feed">Calendar feed</h2>
      <p>
        A secret address that Google Calendar, Outlook or your phone can subscribe to: then your sessions are among your
        other appointments, and stay up to date. Whoever has the address can read them.
      </p>
      {problem && !value && <Problem problem={problem} retries={path} />}
      {press.problem && <Problem problem={press.problem} />}
      {address !== null && (
        <>
          <CopyText label="Address of your feed" text={address} />
          <p className="warning">Copy it now: it is not shown again.</p>
        </>
      )}
      {value?.exists && address === null && (
        <p className="hint">
          You have a feed
          {value.usedAt === null ? ', not fetched yet' : `, last fetched ${agoText(value.usedAt, zone, now)}`}.
        </p>
      )}
      {value && (
        <div className="buttons">
          {value.exists ? (
            <>
              <Button onClick={() => setAsking('renew')}>Make a new address</Button>
              <Button look="quiet" onClick={() => setAsking('end')}>
                End the feed
              </Button>
            </>
          ) : (
            <Button
              look="main"
              busy={press.busy}
              onClick={() =>
                void press.run(make).then((answer) => {
                  if (answer?.ok) shown(answer.value);
                })
              }
            >
              Make a feed
            </Button>
          )}
        </div>
      )}
      {asking === 'renew' && (
        <ConfirmDialog
          title="Make a new address?"
          keep="Keep the address"
          confirm="Make a new one"
          work={make}
          onDone={shown}
          onClose={() => setAsking(null)}
        >
          <p>Calendars that use the present address stop being updated.</p>
        </ConfirmDialog>
      )}
      {asking === 'end' && (
        <ConfirmDialog
          title="End the feed?"
          keep="Keep the feed"
          confirm="End it"
          work={async () => {
            const answer = await ask('DELETE', path);
            await refresh((shownPath) => shownPath === path);
            return answer;
          }}
          onDone={() => {
            setAddress(null);
            setAsking(null);
            toast('The feed has ended.');
          }}
          onClose={() => setAsking(null)}
        >
          <p>Calendars that use its address stop being updated.</p>
        </ConfirmDialog>
      )}
    </section>
  );
}
