import {
  exceptionOn,
  formatException,
  formatExceptions,
  type HoursException,
  upcoming,
} from '#core/availability/hours-exception.ts';
import { formatWeeklyHours } from '#core/availability/weekly-hours.ts';
import { insideMentorHours } from '#core/meetings/check-time.ts';
import type { Side } from '#core/meetings/meeting.ts';
import type { MeetingView } from '#core/meetings/meetings.ts';
import type { Person } from '#core/people/person.ts';
import type { Instant } from '#core/time/clock.ts';
import { formatDuration } from '#core/time/format-when.ts';
import { localDayAt } from '#core/time/local-day.ts';
import { otherPerson } from './meeting-words.ts';
import { type Button, type Inline, type Message, type MessageNode, plainMessage, say } from './message.ts';
import { topicsOf, who } from './people-words.ts';

/** What happens next, said to the learner who asked. */
export function asked(view: MeetingView): Message {
  const { meeting, mentor } = view;
  const nodes: MessageNode[] = [
    {
      text: say`${who(mentor)} has been asked, and the time is held for you until ${{ at: meeting.expiresAt ?? meeting.scheduledAt, as: 'date-time' }} at the latest. You will hear from us as soon as there is an answer.`,
    },
  ];
  if (mentor.mentor && !insideMentorHours(meeting.scheduledAt, meeting.duration, mentor.mentor)) {
    nodes.push({
      text: say`It is outside the hours ${who(mentor)} offers, ${hoursOn(mentor, meeting.scheduledAt)}, so a no is more likely.`,
    });
  }
  return plainMessage(
    say`You asked ${who(mentor)} for ${{ at: meeting.scheduledAt, as: 'date-time' }}, ${formatDuration(meeting.duration)}.`,
    nodes,
    [
      { action: { do: 'reschedule', meeting: meeting.id }, label: 'Reschedule' },
      { action: { do: 'cancel', meeting: meeting.id }, label: 'Cancel', weight: 'careful' },
    ],
  );
}

export function moved(view: MeetingView, side: Side): Message {
  const { meeting } = view;
  const other = who(otherPerson(view, side));
  return plainMessage(
    meeting.status === 'requested'
      ? say`Your request is now for ${{ at: meeting.scheduledAt, as: 'date-time' }}. ${other} is asked anew.`
      : say`Moved to ${{ at: meeting.scheduledAt, as: 'date-time' }}. ${other} is told, and the calendar follows.`,
  );
}

export function cancelled(view: MeetingView, side: Side): Message {
  return plainMessage(say`Cancelled. ${who(otherPerson(view, side))} is told, and the time is free again.`);
}

export function confirmCancel(view: MeetingView, side: Side): Message {
  const { meeting } = view;
  return plainMessage(
    say`Cancel your session with ${who(otherPerson(view, side))} on ${{ at: meeting.scheduledAt, as: 'date-time' }}? They will be told.`,
    [],
    [
      { action: { do: 'cancel-confirmed', meeting: meeting.id }, label: 'Yes, cancel it', weight: 'careful' },
      { action: { do: 'keep', meeting: meeting.id }, label: 'No, keep it' },
    ],
  );
}

export const kept: Message = plainMessage(say`Kept. Nothing was changed.`);

export function wayIn(view: MeetingView, side: Side): Message {
  const { meeting, mentor, learner } = view;
  if (meeting.meetingLink) {
    return plainMessage(say`Here is the way in: ${{ link: meeting.meetingLink, label: meeting.meetingLink }}`);
  }
  if (!meeting.linkGivenUp) {
    return plainMessage(
      say`There is no link yet. It appears in the message about this session as soon as there is one.`,
    );
  }
  return plainMessage(
    side === 'mentor'
      ? say`There is no link for this session. Please send ${who(learner)} one.`
      : say`There is no link here. ${who(mentor)} sends you one.`,
  );
}

export function explained(view: MeetingView): Message {
  return plainMessage(say`Thank you. ${who(view.learner)} is told what you wrote.`);
}

export function noProgram(): Message {
  return plainMessage(say`Please use this in a server or workspace that Confab was added to.`);
}

/** Nobody can be booked at the moment: what a learner or organiser can do about it. */
export function noMentors(): Message {
  return plainMessage(
    say`Nobody takes sessions here at the moment. Whoever wants to help says so with ${{ command: 'mentor' }}; it takes a minute.`,
  );
}

/** A mentor without a free slot in the offered weeks: when there may be one. */
export function noFreeSlot(mentor: Person, first: Instant | null, now: Instant): Message {
  const name = who(mentor);
  const otherMentors: Button[] = [{ action: { do: 'book', mentor: '' }, label: 'Other mentors' }];
  const ahead = upcomingOf(mentor, now);
  const weeks = mentor.mentor?.hours.some((windows) => windows.length > 0) ?? false;
  if (!weeks && ahead.every(({ windows }) => windows.length === 0)) {
    return plainMessage(
      say`${name} has not said any hours yet, so there is nothing to book. Please ask again in a few days.`,
      [],
      otherMentors,
    );
  }
  const hours: Inline[] = say` ${name} offers ${hoursOf(mentor)}${ahead.length === 0 ? '' : `, except ${firstFew(ahead)}`}.`;
  return first === null
    ? plainMessage(
        say`${name} has no free time that suits you both. A time becomes free when a request is declined or runs out, so look again in a day or two.${hours}`,
        [],
        otherMentors,
      )
    : plainMessage(
        say`${name} has no free time in the next weeks. The first after that is ${{ at: first, as: 'date-time' }}: it can be booked once it is closer, and sooner ones may become free.${hours}`,
        [],
        otherMentors,
      );
}

/** The hours a mentor offers, with the zone they are in. */
export function hoursOf(mentor: Person): string {
  return mentor.mentor ? `${formatWeeklyHours(mentor.mentor.hours)} (${mentor.mentor.hoursZone})` : 'no hours';
}

/** What the mentor offers on the date of an instant: an exception, or the weekly hours. */
function hoursOn(mentor: Person, at: Instant): string {
  const exception = mentor.mentor && exceptionOn(localDayAt(at, mentor.mentor.hoursZone), mentor.mentor.exceptions);
  return exception ? `${formatException(exception)} (${mentor.mentor?.hoursZone})` : hoursOf(mentor);
}

function upcomingOf({ mentor }: Person, now: Instant): HoursException[] {
  return mentor ? upcoming(mentor.exceptions, localDayAt(now, mentor.hoursZone)) : [];
}

function firstFew(exceptions: readonly HoursException[]): string {
  const more = exceptions.length - 3;
  return `${formatExceptions(exceptions.slice(0, 3))}${more > 0 ? `, and ${more} more` : ''}`;
}

/** Who helps with what, and when next. */
export function mentorList(mentors: readonly { mentor: Person; soonest: Instant | null }[], more: boolean): Message {
  if (mentors.length === 0) return noMentors();
  const lines = mentors.map(({ mentor, soonest }) =>
    soonest === null
      ? say`${who(mentor)}: ${topicsOf(mentor)}. No free time in the next weeks.`
      : say`${who(mentor)}: ${topicsOf(mentor)}. Free next: ${{ at: soonest, as: 'date-time' }}.`,
  );
  const nodes: MessageNode[] = [{ list: lines }];
  if (more) nodes.push({ text: say`There are more: ${{ command: 'book' }} finds them by name or topic.` });
  return plainMessage(say`These people help here.`, nodes, [
    { action: { do: 'book', mentor: '' }, label: 'Book a session', weight: 'main' },
  ]);
}

export function notBooked(problem: readonly Inline[], buttons: readonly Button[]): Message {
  return plainMessage(say`Nothing was booked. ${problem}`, [], buttons);
}

export function notMoved(problem: readonly Inline[], buttons: readonly Button[]): Message {
  return plainMessage(say`Nothing was moved. ${problem}`, [], buttons);
}

/** After the mentor chose to keep a session whose event was deleted in the calendar. */
export const eventPutBack: Message = plainMessage(
  say`The event is being put back. It may come with another link, which then shows in your sessions.`,
);
