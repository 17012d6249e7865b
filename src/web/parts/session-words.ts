/** What the page says of a session. */
import type { MeetingJson } from '#api/schemas.ts';
import type { IconName } from './icon.tsx';

export type MeetingStatus = MeetingJson['status'];

/** In words and with a picture: never by colour alone. */
export const statusLook: Record<MeetingStatus, { words: string; icon: IconName }> = {
  requested: { words: 'Waiting for an answer', icon: 'hourglass' },
  scheduled: { words: 'Booked', icon: 'check' },
  'in-progress': { words: 'On now', icon: 'live' },
  completed: { words: 'Done', icon: 'check' },
  cancelled: { words: 'Cancelled', icon: 'none' },
  declined: { words: 'Declined', icon: 'cross' },
  expired: { words: 'Not answered in time', icon: 'clock' },
};

export type OtherPerson = MeetingJson['mentor'];

export function otherOf(meeting: MeetingJson): OtherPerson {
  return meeting.side === 'mentor' ? meeting.learner : meeting.mentor;
}

/** Whether it is about to begin, or has begun. */
export function isTime(meeting: MeetingJson, now: number): boolean {
  return now >= Date.parse(meeting.joinFrom);
}

export function isOver(status: MeetingStatus): boolean {
  return status !== 'requested' && status !== 'scheduled' && status !== 'in-progress';
}
