import type { Meeting } from '#core/meetings/meeting.ts';
import { meetingInterval } from '#core/meetings/meeting.ts';
import type { Instant } from '#core/time/clock.ts';

/**
 * The session as an iCalendar object (RFC 5545), to be imported by any calendar. Times are UTC, so no VTIMEZONE is needed. UID stays and SEQUENCE
 * rises with each change (of the link too), so that importing a newer file replaces the older entry.
 */
export function calendarFile(meeting: Meeting, title: string, now: Instant): string {
  return calendarText([], eventLines(meeting, title, now));
}

/** Several sessions as one calendar to subscribe to (RFC 7986 for its name). Each is stamped with its last change, so the same sessions are the same text. */
export function calendarFeed(name: string, sessions: readonly { meeting: Meeting; title: string }[]): string {
  const events = sessions.flatMap(({ meeting, title }) => eventLines(meeting, title, meeting.updatedAt));
  return calendarText([`NAME:${escapeText(name)}`, `X-WR-CALNAME:${escapeText(name)}`], events);
}

export interface Scheduling {
  method: 'REQUEST' | 'CANCEL';
  organizer: { name: string; address: string };
  attendee: string;
  now: Instant;
}

/**
 * The session as a scheduling message (RFC 5546) to one attendee, who has agreed to it already. UID and SEQUENCE are those of the file, so a calendar
 * that has it from there takes this for news of the same entry. The other side is not in it: their address is theirs to give.
 */
export function invitation(meeting: Meeting, title: string, { method, organizer, attendee, now }: Scheduling): string {
  // RFC 6868 has a way to write a quotation mark; few read it.
  const name = organizer.name.replaceAll(/["\p{Cc}]/gu, '');
  const people = [
    `ORGANIZER${name === '' ? '' : `;CN="${name}"`}:mailto:${organizer.address}`,
    `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:${attendee}`,
  ];
  return calendarText([], eventLines(meeting, title, now, people), method);
}

function calendarText(properties: readonly string[], events: readonly string[], method = 'PUBLISH'): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Confab//Confab//EN',
    `METHOD:${method}`,
    ...properties,
    ...events,
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function eventLines(meeting: Meeting, title: string, now: Instant, people: readonly string[] = []): string[] {
  const { start, end } = meetingInterval(meeting);
  return [
    'BEGIN:VEVENT',
    `UID:${meeting.id}@confab`,
    `SEQUENCE:${meeting.revision}`,
    `DTSTAMP:${utcStamp(now)}`,
    ...people,
    `DTSTART:${utcStamp(start)}`,
    `DTEND:${utcStamp(end)}`,
    `SUMMARY:${escapeText(title)}`,
    `DESCRIPTION:${escapeText([meeting.subject, meeting.description, meeting.meetingLink ?? ''].filter(Boolean).join('\n\n'))}`,
    ...(meeting.meetingLink ? [`LOCATION:${escapeText(meeting.meetingLink)}`, `URL:${meeting.meetingLink}`] : []),
    `STATUS:${meeting.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ];
}

/** `20261203T180000Z` */
export function utcStamp(at: Instant): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

/** RFC 5545 3.3.11; control characters but the line break are left out. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll(/\r\n?|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '');
}

/** RFC 5545 3.1: lines of at most 75 octets, never cut inside a character. */
function fold(line: string): string {
  const folded: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      folded.push(current);
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += size;
  }
  return [...folded, current].join('\r\n');
}
