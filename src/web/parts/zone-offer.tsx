import { ask } from '#web/data/api.ts';
import { refresh } from '#web/data/queries.ts';
import { Link } from '#web/shell/link.tsx';
import { placeOf } from '#web/time/format.ts';
import { browserZone } from '#web/time/locale.ts';
import { Button } from './button.tsx';
import { Problem } from './problem.tsx';
import { usePress } from './use-press.ts';

/** For somebody whose zone is not known yet: the browser's is the best guess, and a guess is asked about. */
export function ZoneOffer() {
  const press = usePress();
  const save = async (): Promise<void> => {
    await press.run(async () => {
      const answer = await ask('PUT', '/api/me', { body: { zone: browserZone } });
      await refresh((path) => path === '/api/me');
      return answer;
    });
  };
  return (
    <div className="offer">
      <p>
        Are you in <strong>{placeOf(browserZone)}</strong>? Then reminders and other people's pages show your times
        right.
      </p>
      {press.problem && <Problem problem={press.problem} />}
      <div className="buttons">
        <Button look="main" busy={press.busy} onClick={() => void save()}>
          Yes, use {browserZone}
        </Button>
        <Link className="button button-quiet" href="/account">
          Choose another
        </Link>
      </div>
    </div>
  );
}
