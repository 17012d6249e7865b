import { describe, expect, it } from 'vitest';
import { calendarFile, utcStamp } from '#core/calendar/calendar-file.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import { NOW } from '../../builders.ts';
import { meetingThatIs } from '../meetings/facts.ts';

const link = 'https://meet.example/abc-defg-hij';

function fileOf(overrides: Partial<Meeting> = {}, title = 'Session with Maya'): string {
  return calendarFile(meetingThatIs('scheduled', overrides), title, NOW);
}

/** As a calendar reads it: lines joined again, then names and values (RFC 5545 3.1). */
function read(file: string): Map<string, string> {
  const lines = file.replaceAll('\r\n ', '').trimEnd().split('\r\n');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

/** A TEXT value as it was before it was escaped (RFC 5545 3.3.11). */
function unescaped(value = ''): string {
  return value.replaceAll(/\\([\\;,nN])/g, (_, character: string) => (/n/i.test(character) ? '\n' : character));
}

describe('a calendar file', () => {
  it('is an iCalendar object with one event', () => {
    expect(fileOf({ meetingLink: link })).toBe(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Confab//Confab//EN',
        'METHOD:PUBLISH',
        'BEGIN:VEVENT',
        'UID:meeting@confab',
        'SEQUENCE:5',
        'DTSTAMP:20261201T090000Z',
        'DTSTART:20261202T100000Z',
        'DTEND:20261202T103000Z',
        'SUMMARY:Session with Maya',
        'DESCRIPTION:Recursion\\n\\nIt never ends.\\n\\nhttps://meet.example/abc-defg-hi',
        ' j',
        `LOCATION:${link}`,
        `URL:${link}`,
        'STATUS:CONFIRMED',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    );
  });

  it('has no place and no address while there is no link', () => {
    const event = read(fileOf({ description: '' }));
    expect(event.has('LOCATION')).toBe(false);
    expect(event.has('URL')).toBe(false);
    expect(event.get('DESCRIPTION')).toBe('Recursion');
  });

  it('replaces the one before when the time or only the link has changed', () => {
    const before = read(fileOf());
    const after = read(fileOf({ meetingLink: link, revision: 6 }));
    expect(after.get('UID')).toBe(before.get('UID'));
    expect(Number(after.get('SEQUENCE'))).toBeGreaterThan(Number(before.get('SEQUENCE')));
  });

  it('escapes what people wrote, so that nothing they wrote becomes a line of its own', () => {
    const description = 'a,b;c\\d\nEND:VEVENT\r\nBEGIN:VALARM\rx\u0000\u0007y\\n';
    const file = fileOf({ subject: 'Lists, trees; and \\n', description }, 'Session with O\nBEGIN:X');
    const event = read(file);
    expect(event.get('DESCRIPTION')).toBe(
      'Lists\\, trees\\; and \\\\n\\n\\na\\,b\\;c\\\\d\\nEND:VEVENT\\nBEGIN:VALARM\\nxy\\\\n',
    );
    expect(unescaped(event.get('DESCRIPTION'))).toBe(
      'Lists, trees; and \\n\n\na,b;c\\d\nEND:VEVENT\nBEGIN:VALARM\nxy\\n',
    );
    expect(event.get('SUMMARY')).toBe('Session with O\\nBEGIN:X');
    expect(file.match(/^(BEGIN|END):/gm)).toHaveLength(4);
  });

  it('ends every line with CRLF, and keeps it within 75 octets without cutting a character', () => {
    const long = 'Ünïcödé 👩🏽‍🏫 数学 '.repeat(90);
    const file = fileOf({ subject: long.slice(0, 150), description: long });
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const lines = file.split('\r\n');
    const octets = lines.map((line) => Buffer.byteLength(line));
    expect(Math.max(...octets)).toBeLessThanOrEqual(75);
    expect(Math.max(...octets)).toBeGreaterThan(71);
    expect(file).not.toContain('\ufffd');
    for (const line of lines) expect(line).toBe(Buffer.from(line).toString());
    expect(unescaped(read(file).get('DESCRIPTION'))).toBe(`${long.slice(0, 150)}\n\n${long}`);
  });

  it.each([74, 75, 76, 149, 150])('folds a line of %i octets where it must', (length) => {
    const file = fileOf({}, 'x'.repeat(length - 'SUMMARY:'.length));
    const lines = file.split('\r\n');
    const at = lines.findIndex((line) => line.startsWith('SUMMARY'));
    const folded = lines.slice(at + 1).findIndex((line) => !line.startsWith(' '));
    expect(folded).toBe(length <= 75 ? 0 : length <= 149 ? 1 : 2);
    expect(read(file).get('SUMMARY')).toHaveLength(length - 'SUMMARY:'.length);
  });

  it('writes moments in UTC to the second', () => {
    expect(utcStamp(Date.UTC(2026, 0, 2, 3, 4, 5, 678))).toBe('20260102T030405Z');
  });
});
