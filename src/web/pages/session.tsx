import { useState } from 'react';
import type { MeetingJson } from '#api/schemas.ts';
import { withQuery } from '#web/data/api.ts';
import { meetingPath } from '#web/data/meetings.ts';
import { useQuery } from '#web/data/queries.ts';
import { Button } from '#web/parts/button.tsx';
import { EditDialog } from '#web/parts/edit-dialog.tsx';
import { Icon } from '#web/parts/icon.tsx';
import { Problem } from '#web/parts/problem.tsx';
import { SessionActions } from '#web/parts/session-actions.tsx';
import { isOver, otherOf } from '#web/parts/session-words.ts';
import { Status } from '#web/parts/status.tsx';
import { Waiting } from '#web/parts/waiting.tsx';
import { Countdown, Leaf, When } from '#web/parts/when.tsx';
import { Link } from '#web/shell/link.tsx';
import { Page } from '#web/shell/page.tsx';
import { useMe, useZone } from '#web/shell/who.tsx';
import { durationText, momentText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';

export function Session({ id }: { id: string }) {
  const path = meetingPath(id);
  const { value, problem } = useQuery<MeetingJson>(path);
  if (value && problem?.status !== 404) return <Shown meeting={value} />;
  return (
    <Page title="Session">
      {problem ? (
        <>
          <Problem problem={problem} {...(problem.status === 404 ? {} : { retries: path })} />
          <p>
            <Link href="/">To your sessions</Link>
          </p>
        </>
      ) : (
        <Waiting />
      )}
    </Page>
  );
}

function Shown({ meeting }: { meeting: MeetingJson }) {
  const me = useMe();
  const zone = useZone();
  const now = useNow(60_000);
  const [editing, setEditing] = useState(false);
  const other = otherOf(meeting);
  const program = me.programs.find(({ id }) => id === meeting.programId);
  const place = meeting.status === 'scheduled' || meeting.status === 'in-progress';

  return (
    <Page title={meeting.subject}>
      <div className="card session session-whole">
        <Leaf at={meeting.scheduledAt} />
        <div className="session-body">
          <div className="session-line">
            <Status status={meeting.status} />
            <Countdown meeting={meeting} />
          </div>
          <dl className="facts">
            <dt>{meeting.side === 'mentor' ? 'Learner' : 'Mentor'}</dt>
            <dd>{other.name}</dd>
            <dt>When</dt>
            <dd>
              <When meeting={meeting} withPlace />
            </dd>
            <dt>Length</dt>
            <dd>{durationText(meeting.duration)}</dd>
            {meeting.status === 'requested' && meeting.expiresAt && (
              <>
                <dt>Answer by</dt>
                <dd>
                  <time dateTime={meeting.expiresAt}>{momentText(meeting.expiresAt, zone, now)}</time>
                </dd>
              </>
            )}
            {place && (
              <>
                <dt>Where</dt>
                <dd className="break">{meeting.meetingLink ?? 'The link will follow here.'}</dd>
              </>
            )}
            {program && (
              <>
                <dt>Programme</dt>
                <dd>{program.name}</dd>
              </>
            )}
            <dt>Description</dt>
            <dd className="written">
              {meeting.description === '' ? <span className="hint">None.</span> : meeting.description}
            </dd>
            {meeting.reason !== '' && (
              <>
                <dt>{meeting.side === 'mentor' ? 'You wrote' : `${other.name} wrote`}</dt>
                <dd className="written">{meeting.reason}</dd>
              </>
            )}
          </dl>
          {meeting.unreached.map(({ name, platform }) => (
            <p className="warning" key={name + platform}>
              {name} could not be reached on {platform}. Please tell them yourself if you can.
            </p>
          ))}
          <SessionActions meeting={meeting} joinEarly />
          <div className="buttons">
            {meeting.can.includes('edit') && (
              <Button onClick={() => setEditing(true)}>Edit subject or description</Button>
            )}
            {place && (
              <a className="button button-plain" href={`${meetingPath(meeting.id)}/calendar.ics`} download>
                <Icon name="calendar" />
                Calendar file (.ics)
              </a>
            )}
            {isOver(meeting.status) && meeting.side === 'learner' && (
              <Link
                className="button button-plain"
                href={withQuery('/book', { mentor: meeting.mentor.id, name: meeting.mentor.name })}
              >
                Book {meeting.mentor.name} again
              </Link>
            )}
          </div>
        </div>
      </div>
      <p className="after">
        <Link href="/">All your sessions</Link>
      </p>
      {editing && <EditDialog meeting={meeting} onClose={() => setEditing(false)} />}
    </Page>
  );
}
