import type { MeetingJson } from '#api/schemas.ts';
import { changeMeeting } from '#web/data/meetings.ts';
import { Icon } from './icon.tsx';
import { otherOf } from './session-words.ts';

/** A real link, so that the browser opens it whatever the server answers; that somebody joined is told beside it. */
export function JoinLink({ meeting, main }: { meeting: MeetingJson; main: boolean }) {
  const { meetingLink } = meeting;
  if (meetingLink === null || !/^https?:\/\//.test(meetingLink)) {
    return <p className="hint">The link will follow here.</p>;
  }
  return (
    <a
      className={main ? 'button button-main' : 'button button-plain'}
      href={meetingLink}
      target="_blank"
      rel="noreferrer"
      onClick={() => void changeMeeting('POST', meeting, '/join')}
    >
      <Icon name="video" />
      Join<span className="unseen"> the session with {otherOf(meeting).name}, in a new tab</span>
    </a>
  );
}
