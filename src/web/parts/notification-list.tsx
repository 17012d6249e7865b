import type { NotificationsJson } from '#api/schemas.ts';
import { ask } from '#web/data/api.ts';
import { refresh, useQuery } from '#web/data/queries.ts';
import { Link } from '#web/shell/link.tsx';
import { useZone } from '#web/shell/who.tsx';
import { agoText, wordsText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';
import { Button } from './button.tsx';
import { Problem } from './problem.tsx';
import { usePress } from './use-press.ts';

const path = '/api/notifications';

export function NotificationList() {
  const { value, problem } = useQuery<NotificationsJson>(path);
  const zone = useZone();
  const now = useNow(60_000);
  const press = usePress();
  const latest = value?.notifications.reduce((last, { at }) => (at > last ? at : last), '') ?? '';

  const read = async (): Promise<void> => {
    await press.run(async () => {
      const answer = await ask('POST', `${path}/read`, { body: { until: latest } });
      await refresh((shown) => shown === path || shown === '/api/me');
      return answer;
    });
  };

  return (
    <section className="notifications" aria-labelledby="news">
      <h2 id="news">
        News{' '}
        {value && value.unread > 0 && (
          <span className="count">
            {value.unread}
            <span className="unseen"> unread</span>
          </span>
        )}
      </h2>
      {problem && !value && <Problem problem={problem} retries={path} />}
      {press.problem && <Problem problem={press.problem} />}
      {value?.notifications.length === 0 && <p className="hint">Nothing yet.</p>}
      {value && value.notifications.length > 0 && (
        <ul>
          {value.notifications.map(({ id, at, words, meetingId, unread }) => (
            <li key={id} className={unread ? 'notification notification-unread' : 'notification'}>
              <Link href={`/sessions/${encodeURIComponent(meetingId)}`}>
                {unread && <span className="unseen">Unread: </span>}
                {wordsText(words, zone, now)}
              </Link>
              <time className="hint" dateTime={at}>
                {agoText(at, zone, now)}
              </time>
            </li>
          ))}
        </ul>
      )}
      {value && value.unread > 0 && (
        <Button look="quiet" busy={press.busy} onClick={() => void read()}>
          Mark all as read
        </Button>
      )}
    </section>
  );
}
