import { calendarFeed, calendarFile } from '#core/calendar/calendar-file.ts';
import { otherPerson, wasBooked } from '#core/messages/meeting-words.ts';
import type { Person } from '#core/people/person.ts';
import { day } from '#core/time/clock.ts';
import { allMyMeetings, type OwnMeeting } from './my-meetings.ts';
import type { QueryPorts } from './query-ports.ts';

/** Days. */
const looksBack = 90;
const mostSessions = 1_000;

/** The session for a calendar; null while, or where, nothing is booked. */
export function sessionFile({ clock }: Pick<QueryPorts, 'clock'>, meeting: OwnMeeting): string | null {
  if (!takesPlace(meeting)) return null;
  return calendarFile(meeting.view.meeting, sessionTitle(meeting.view, meeting.side), clock.now());
}

/** What was booked of the last 90 days and all that is to come, for calendars that subscribe. A session that was called off stays in it as cancelled. */
export async function personalFeed(
  ports: Pick<QueryPorts, 'meetings' | 'meetingStore' | 'clock'>,
  person: Person,
): Promise<string> {
  const sessions = await allMyMeetings(
    ports,
    person,
    {
      statuses: ['scheduled', 'in-progress', 'completed', 'cancelled'],
      ...{ role: null, from: ports.clock.now() - looksBack * day, to: null, order: 'soonest-first' },
    },
    mostSessions,
  );
  const shown = sessions.filter((session) => takesPlace(session) || wasCalledOff(session));
  return calendarFeed(
    'Confab',
    shown.map(({ view, side }) => ({ meeting: view.meeting, title: sessionTitle(view, side) })),
  );
}

/** What it is called in the calendar of one side, by whatever way it comes there. */
export function sessionTitle(view: OwnMeeting['view'], side: OwnMeeting['side']): string {
  return `Session with ${otherPerson(view, side).name}`;
}

function takesPlace({ view }: OwnMeeting): boolean {
  return ['scheduled', 'in-progress', 'completed'].includes(view.meeting.status);
}

/** Unlike a request that was withdrawn, it was in calendars before. */
function wasCalledOff({ view: { meeting } }: OwnMeeting): boolean {
  return meeting.status === 'cancelled' && wasBooked(meeting);
}
