import type { PersonId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { Person } from '#core/people/person.ts';
import type { Program } from '#core/programs/program.ts';
import { day } from '#core/time/clock.ts';
import { answerTime, programMeetings } from './program-meetings.ts';
import { medianMinutes } from './program-overview.ts';
import type { QueryPorts } from './query-ports.ts';

/** Days; what is still to come is in it too. */
const looksBack = 90;
/** By which spreadsheets know that what follows is UTF-8; without it Excel takes names for Latin letters. */
const byteOrderMark = '\uFEFF';
const columns = ['id', 'status', 'mentor', 'learner', 'start', 'minutes', 'asked', 'minutes to answer'];

/** The sessions of a programme as a table (RFC 4180), those that end first first. Times are UTC; what sessions are about stays between the two. */
export async function* programCsv(ports: QueryPorts, program: Program): AsyncGenerator<string> {
  yield byteOrderMark + line(columns);
  for await (const page of programMeetings(ports, program, ports.clock.now() - looksBack * day)) {
    const people = await ports.people.getMany([
      ...new Set(page.flatMap(({ mentorId, learnerId }) => [mentorId, learnerId])),
    ]);
    yield page.map((meeting) => line(row(meeting, people))).join('');
  }
}

function row(meeting: Meeting, people: ReadonlyMap<PersonId, Person>): string[] {
  const time = answerTime(meeting);
  return [
    meeting.id,
    meeting.status,
    people.get(meeting.mentorId)?.name ?? '',
    people.get(meeting.learnerId)?.name ?? '',
    new Date(meeting.scheduledAt).toISOString(),
    String(meeting.duration),
    new Date(meeting.createdAt).toISOString(),
    time === null ? '' : String(medianMinutes([time])),
  ];
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** A name that begins like a formula would be carried out by the spreadsheet that opens the table. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
