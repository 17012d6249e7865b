import { afterEach, beforeEach } from 'vitest';
import type { Access } from '#core/access/access.ts';
import { createAccess } from '#core/access/create-access.ts';
import type { BusyTimes } from '#core/availability/busy-times.ts';
import { createDesk } from '#core/desk/create-desk.ts';
import type { Desk } from '#core/desk/desk.ts';
import type { FormOpening, FormResult, TimeForm, TimeSubmission } from '#core/desk/form.ts';
import type { Asker, Visitor } from '#core/desk/visitor.ts';
import type { Effect } from '#core/effects/effect.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import { statuses } from '#core/meetings/meeting.ts';
import { createMeetings, type Meetings } from '#core/meetings/meetings.ts';
import type { Message } from '#core/messages/message.ts';
import type { Instant } from '#core/time/clock.ts';
import { createSqliteConnectionStore } from '../../src/adapters/sqlite/connection-store.ts';
import { createSqliteCredentialStore } from '../../src/adapters/sqlite/credential-store.ts';
import { type Database, openDatabase } from '../../src/adapters/sqlite/database.ts';
import { createSqliteEffectStore } from '../../src/adapters/sqlite/effect-store.ts';
import { createSqliteMeetingStore } from '../../src/adapters/sqlite/meeting-store.ts';
import { createSqlitePeopleStore } from '../../src/adapters/sqlite/people-store.ts';
import { createSqliteProgramStore } from '../../src/adapters/sqlite/program-store.ts';
import { createSqliteScratchStore } from '../../src/adapters/sqlite/scratch-store.ts';
import { NOW } from '../builders.ts';
import type { Stores } from '../contracts/stores.ts';

/** The core on real stores, with a clock that stands still until it is told. */
export interface House {
  clock: { at: Instant; now(): Instant };
  /** Every moment at which the jobs were asked to wake. */
  wakes: Instant[];
  stores: Omit<Stores, 'close'>;
  /** What mentors' own calendars say: nothing, unless a test says so. */
  ownCalendars: BusyTimes;
  meetings: Meetings;
  desk: Desk;
  access: Access;
}

/** A house on SQLite. */
export interface SmallHouse extends House {
  db: Database;
}

export function createHouse(stores: House['stores']): House {
  const clock = { at: NOW, now: () => clock.at };
  const wakes: Instant[] = [];
  const ownCalendars: BusyTimes = { ofPerson: async () => [] };
  const meetings = createMeetings({
    ...{ ...stores, clock, alarm: { wake: (at) => wakes.push(at) } },
    busyTimes: { ofPerson: (...asked) => ownCalendars.ofPerson(...asked) },
  });
  const access = createAccess({ ...stores, clock });
  const desk = createDesk({
    ...stores,
    ...{ meetings, clock, access },
    meetingStore: stores.meetings,
    publicUrl: 'https://confab.example',
  });
  return { clock, wakes, stores, ownCalendars, meetings, desk, access };
}

export function createSmallHouse(db = openDatabase(':memory:')): SmallHouse {
  const stores = {
    meetings: createSqliteMeetingStore(db),
    effects: createSqliteEffectStore(db),
    people: createSqlitePeopleStore(db),
    programs: createSqliteProgramStore(db),
    scratch: createSqliteScratchStore(db),
    credentials: createSqliteCredentialStore(db),
    connections: createSqliteConnectionStore(db),
  };
  return { ...createHouse(stores), db };
}

/** A fresh house for each test. */
export function useSmallHouse(): SmallHouse {
  let current: SmallHouse;
  beforeEach(() => {
    current = createSmallHouse();
  });
  afterEach(() => current.db.close());
  return {
    get clock() {
      return current.clock;
    },
    get wakes() {
      return current.wakes;
    },
    get stores() {
      return current.stores;
    },
    get ownCalendars() {
      return current.ownCalendars;
    },
    get meetings() {
      return current.meetings;
    },
    get desk() {
      return current.desk;
    },
    get access() {
      return current.access;
    },
    get db() {
      return current.db;
    },
  };
}

/** Somebody in the guild on Discord. */
export function onDiscord(name: string, overrides: Partial<Asker> = {}): Asker {
  return {
    platform: 'discord',
    userId: `d-${name}`,
    workspaceId: null,
    name,
    community: { externalId: 'guild', name: 'Study Hall' },
    zone: null,
    locale: null,
    admin: false,
    ...overrides,
  };
}

/** Somebody in the workspace on Slack, which tells their zone. */
export function onSlack(name: string, overrides: Partial<Asker> = {}): Asker {
  return {
    platform: 'slack',
    userId: `U-${name}`,
    workspaceId: 'T1',
    name,
    community: { externalId: 'T1', name: 'Work' },
    zone: 'Europe/Berlin',
    locale: 'en-US',
    admin: false,
    ...overrides,
  };
}

/** Somebody who offers half hours on workdays from nine to five in Berlin, two hours ahead. */
export async function aMentorAt({ desk }: House, asker: Asker): Promise<Visitor> {
  const visitor = await desk.arrive(asker);
  const saved = await desk.submitMentor(visitor, {
    topics: 'python, statistics',
    hours: 'Mon-Fri 09:00-17:00',
    exceptions: '',
    length: '30',
    notice: '2 hours',
    zone: 'Europe/Berlin',
    open: true,
  });
  if (!saved.ok) throw new Error(`The profile was refused at ${saved.field}.`);
  return desk.arrive(asker);
}

/** Somebody who has said where they are. */
export async function aLearnerAt({ desk }: House, asker: Asker, zone = 'Europe/Berlin'): Promise<Visitor> {
  await desk.setZone(await desk.arrive(asker), zone);
  return desk.arrive(asker);
}

export function formIn(opening: FormOpening): TimeForm {
  if (opening.open !== 'form') throw new Error(`There is no form, but: ${JSON.stringify(opening)}`);
  return opening.form;
}

/** What is sent when the form is filled in like this. */
export function filledIn(form: TimeForm, answers: Partial<TimeSubmission> = {}): TimeSubmission {
  const { id, purpose, mentorId, meetingId } = form;
  return {
    ...{ formId: id, purpose, mentorId, meetingId },
    ...{ slot: null, when: '', subject: 'Recursion', description: '', zone: null },
    ...answers,
  };
}

export function refusedIn(result: FormResult): FormResult & { ok: false } {
  if (result.ok) throw new Error('The form was taken.');
  return result;
}

/** All meetings there are, for a person. */
export async function meetingsOf({ stores }: House, visitor: Visitor): Promise<Meeting[]> {
  const { ids } = visitor.person;
  const { meetings } = await stores.meetings.list({ personIds: ids, statuses, order: 'soonest-first', limit: 1_000 });
  return meetings;
}

/** Books the moment, or the first free slot, and accepts it if that is said. */
export async function aBooking(
  house: House,
  mentor: Visitor,
  learner: Visitor,
  options: { at?: Instant; accepted?: boolean } = {},
): Promise<Meeting> {
  const form = formIn(await house.desk.openBooking(learner, mentor.person.id));
  const slot = options.at ?? form.slots[0]?.at ?? null;
  const result = await house.desk.submitTime(learner, filledIn(form, { slot }));
  if (!result.ok) throw new Error(`The booking was refused at ${result.field}.`);
  const meeting = (await meetingsOf(house, learner)).find(({ id }) => id === form.id);
  if (!meeting) throw new Error('The booking made no meeting.');
  if (options.accepted) await house.desk.press(mentor, { do: 'accept', meeting: meeting.id });
  return (await house.stores.meetings.get(meeting.id)) ?? meeting;
}

/** A code to be entered on the other platform. */
export async function codeFor({ desk }: House, visitor: Visitor, what: 'person' | 'program'): Promise<string> {
  const { headline } = await desk.offerLink(visitor, what);
  const command = headline.find((inline) => typeof inline === 'object' && 'command' in inline);
  if (typeof command !== 'object' || !('rest' in command) || !command.rest) throw new Error('There is no code.');
  return command.rest;
}

/** Enters the code for one's own accounts, and says yes to the question. Answers with what is said then. */
export async function connectAccounts({ desk }: House, visitor: Visitor, code: string): Promise<Message> {
  const asked = await desk.enterLink(visitor, code, 'person');
  if (!asked.ok) throw new Error('The code was refused.');
  const [yes] = asked.message.sections.flatMap(({ buttons }) => buttons);
  if (yes?.action.do !== 'link') throw new Error('Nothing was asked.');
  const { reply } = await desk.press(visitor, yes.action);
  if (!reply) throw new Error('Nothing was said.');
  return reply;
}

/** Everything in the queue, due or not. Claims it, so that it cannot be claimed again. */
export async function allEffects({ stores, clock }: House): Promise<Effect[]> {
  const found: Effect[] = [];
  for (;;) {
    const claims = await stores.effects.claim({
      now: clock.at + 1e12,
      leaseUntil: clock.at + 2e12,
      limit: 100,
    });
    if (claims.length === 0) return found;
    found.push(...claims.map(({ effect }) => effect));
    for (const claim of claims) await stores.effects.settle(claim, { outcome: { state: 'done' }, now: clock.at });
  }
}
