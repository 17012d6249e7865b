import type { Meeting } from '#core/meetings/meeting.ts';
import { meetingInterval } from '#core/meetings/meeting.ts';
import type { Instant } from '#core/time/clock.ts';

/**
 * The session as an iCalendar object (RFC 5545), to be imported by any calendar. Times are UTC, so no VTIMEZONE is needed. UID stays and SEQUENCE
 * rises with each change (of the link too), so that importing a newer file replaces the older entry.
 */
export function calendarFile(meeting: Meeting, title: string, now: Instant): string {
  const { start, end } = meetingInterval(meeting);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Confab//Confab//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${meeting.id}@confab`,
    `SEQUENCE:${meeting.revision}`,
    `DTSTAMP:${utcStamp(now)}`,
    `DTSTART:${utcStamp(start)}`,
    `DTEND:${utcStamp(end)}`,
    `SUMMARY:${escapeText(title)}`,
    `DESCRIPTION:${escapeText([meeting.subject, meeting.description, meeting.meetingLink ?? ''].filter(Boolean).join('\n\n'))}`,
    ...(meeting.meetingLink ? [`LOCATION:${escapeText(meeting.meetingLink)}`, `URL:${meeting.meetingLink}`] : []),
    `STATUS:${meeting.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
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
