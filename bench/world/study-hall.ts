import { createFixedLinks } from '../../src/core/calendar/fixed-links.ts';
import { createDesk } from '../../src/core/desk/create-desk.ts';
import type { Alarm } from '../../src/core/effects/alarm.ts';
import { type MeetingId, newId, type PersonId } from '../../src/core/ids.ts';
import { createMeetings, type Meetings, type RequestInput } from '../../src/core/meetings/meetings.ts';
import type { Person } from '../../src/core/people/person.ts';
import { defaultSettings } from '../../src/core/programs/program.ts';
import { type Clock, day, minute } from '../../src/core/time/clock.ts';
import { type CarryOut, createCarryOut } from '../../src/jobs/carry-out.ts';
import type { Storage } from '../../src/storage.ts';
import { aCommunity, aMentorProfile, anArrival, guild, NOW } from '../../tests/builders.ts';
import { unreadLog } from './open-stores.ts';
import { createQuietDiscord, type QuietDiscord } from './quiet-discord.ts';

/** A programme on Discord, on some stores, where requests never collide. */
export interface StudyHall {
  /** Asks the next mentor for their next half hour, by the use case that a click reaches. Throws when it is refused. */
  book(): Promise<void>;
  /** Of the next request; `book` without asking. */
  nextRequest(): RequestInput;
  person(id: PersonId): Promise<Person>;
  meetings: Meetings;
  carryOut: CarryOut;
  discord: QuietDiscord;
}

const mentors = 20;
const learners = 200;

/** Unless told otherwise by a clock that stands still: what a request makes due now is due, and its expiry never is. */
export async function createStudyHall(
  stores: Storage,
  {
    clock = { now: () => NOW },
    alarm = { wake: () => {} },
    onTold,
  }: { clock?: Clock; alarm?: Alarm; onTold?: (key: string) => void } = {},
): Promise<StudyHall> {
  const { people, programs } = stores;
  const firstDay = clock.now() + 2 * day;
  const program = await programs.ensureCommunity(aCommunity(), defaultSettings);
  await programs.setAnnouncementChannel(guild, 'announcements');
  const arrive = (name: string): Promise<Person> => people.arrive(anArrival(name as PersonId));
  const mentorIds: PersonId[] = [];
  for (let index = 0; index < mentors; index += 1) {
    const { id } = await arrive(`mentor-${index}`);
    await people.setMentor(id, aMentorProfile(), clock.now());
    mentorIds.push(id);
  }
  const pupils: Person[] = [];
  for (let index = 0; index < learners; index += 1) pupils.push(await arrive(`learner-${index}`));

  const meetings = createMeetings({ ...stores, clock, alarm });
  const desk = createDesk({
    ...{ ...stores, meetings, clock, access: null, publicUrl: null },
    meetingStore: stores.meetings,
  });
  const discord = createQuietDiscord(onTold);
  const links = createFixedLinks({ link: 'https://meet.example/study-hall', jitsiBaseUrl: null });
  const carryOut = createCarryOut({
    ...{ meetings, people, programs, clock, alarm },
    ...{ effects: stores.effects, atOnce: stores.atOnce, publicUrl: null },
    messengers: new Map([['discord', discord]]),
    homePages: null,
    home: (person) => desk.home(person),
    ...{ meetLinks: links, otherLinks: links, connection: '' },
    log: unreadLog,
  });

  let asked = 0;
  function nextRequest(): RequestInput {
    const [mentorId, learner] = [mentorIds[asked % mentors], pupils[asked % learners]];
    if (!mentorId || !learner) throw new Error('Nobody is there.');
    const scheduledAt = firstDay + Math.floor(asked / mentors) * 30 * minute;
    asked += 1;
    const id = newId() as MeetingId;
    return { id, program, mentorId, learner, scheduledAt, subject: 'Recursion', description: 'It never ends.' };
  }

  return {
    nextRequest,
    async person(id) {
      const found = await people.get(id);
      if (!found) throw new Error(`There is no ${id}.`);
      return found;
    },
    async book() {
      const outcome = await meetings.request(nextRequest());
      if (!outcome.ok) throw new Error(`A request was refused: ${outcome.refusal.reason}`);
    },
    ...{ meetings, carryOut, discord },
  };
}
