import { useState } from 'react';
import type { ProgramJson } from '#api/schemas.ts';
import { ask } from '#web/data/api.ts';
import { know, refresh } from '#web/data/queries.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { toast } from './toasts.tsx';

type Community = ProgramJson['communities'][number];

const platforms = { discord: 'Discord', slack: 'Slack' } as const;

/** Where sessions are announced. A page can end it; where it may begin, only the place itself can tell. */
export function ProgrammePlaces({ program, path }: { program: ProgramJson; path: string }) {
  const [ending, setEnding] = useState<Community | null>(null);
  return (
    <section aria-labelledby="places">
      <h2 id="places">Places</h2>
      <div className="card form">
        <ul className="rows">
          {program.communities.map((community) => (
            <li key={community.id}>
              <div>
                <strong>{community.name}</strong>
                <p className="hint">
                  {platforms[community.platform]}
                  {' · '}
                  {community.announces
                    ? 'booked sessions are announced in a channel'
                    : 'booked sessions are not announced'}
                </p>
              </div>
              {community.announces && (
                <Button onClick={() => setEnding(community)}>
                  Stop announcing<span className="unseen"> in {community.name}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
        <p className="hint">
          The rest is done in chat, in the place itself: <kbd>/confab settings</kbd> chooses the channel for
          announcements, and <kbd>/confab link</kbd> joins another place to these. Who else organises is named with{' '}
          <kbd>/confab organisers</kbd> in Discord and with <kbd>/confab settings</kbd> in Slack.
        </p>
      </div>
      {ending && (
        <ConfirmDialog
          title={`Stop announcing in ${ending.name}?`}
          keep="Keep it"
          confirm="Stop announcing"
          work={async () => {
            const answer = await ask<ProgramJson>('DELETE', `${path}/announcements/${encodeURIComponent(ending.id)}`);
            if (answer.ok) know(path, answer.value);
            await refresh((shown) => shown === path);
            return answer;
          }}
          onDone={() => {
            toast(`Sessions are no longer announced in ${ending.name}.`);
            setEnding(null);
          }}
          onClose={() => setEnding(null)}
        >
          <p>What stands in the channel stays there as it is. Only in chat can the channel be chosen again.</p>
        </ConfirmDialog>
      )}
    </section>
  );
}
