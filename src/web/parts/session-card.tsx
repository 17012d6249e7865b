import type { MeetingJson } from '#api/schemas.ts';
import { Link } from '#web/shell/link.tsx';
import { SessionActions } from './session-actions.tsx';
import { otherOf } from './session-words.ts';
import { Status } from './status.tsx';
import { Countdown, Leaf, When } from './when.tsx';

export function SessionCard({ meeting }: { meeting: MeetingJson }) {
  const asked = meeting.can.includes('accept');
  const other = otherOf(meeting);
  return (
    <article
      className={asked ? 'card session session-asked' : 'card session'}
      aria-labelledby={`session-${meeting.id}`}
    >
      <Leaf at={meeting.scheduledAt} />
      <div className="session-body">
        <div className="session-line">
          <Status status={meeting.status} />
          <Countdown meeting={meeting} />
        </div>
        <h3 id={`session-${meeting.id}`}>
          <Link href={`/sessions/${encodeURIComponent(meeting.id)}`}>{meeting.subject}</Link>
        </h3>
        <p className="session-with">
          {asked ? 'Asked by' : 'With'} <strong>{other.name}</strong>
          {!asked && <span className="hint">, your {meeting.side === 'mentor' ? 'learner' : 'mentor'}</span>}
        </p>
        <p>
          <When meeting={meeting} />
        </p>
        {asked && meeting.description !== '' && <p className="session-description">{meeting.description}</p>}
        {meeting.unreached.map(({ name, platform }) => (
          <p className="warning" key={name + platform}>
            {name} could not be reached on {platform}.
          </p>
        ))}
        <SessionActions meeting={meeting} />
      </div>
    </article>
  );
}
