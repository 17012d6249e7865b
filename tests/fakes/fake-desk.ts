import type { Desk } from '#core/desk/desk.ts';
import type { FormResult, TimeForm } from '#core/desk/form.ts';
import type { Asker, Visitor } from '#core/desk/visitor.ts';
import type { PersonId } from '#core/ids.ts';
import { type Message, plainMessage } from '#core/messages/message.ts';
import { anAccount, aPerson, NOW } from '../builders.ts';

export interface FakeDesk extends Desk {
  /** Every call, in order: the method and what it was given, without the visitor. */
  readonly calls: { method: keyof Desk; given: unknown[] }[];
  /** Calls of one method. */
  callsOf(method: keyof Desk): unknown[][];
}

export function said(text: string): Message {
  return plainMessage([text]);
}

export function accepted(text: string): FormResult {
  return { ok: true, message: said(text) };
}

export function visitorOf(asker: Asker): Visitor {
  const { platform, userId, workspaceId, name, locale, admin } = asker;
  const account = anAccount({ platform, userId, workspaceId, name });
  const id = `person-${userId}` as PersonId;
  return {
    person: aPerson({ id, ids: [id], name, accounts: [account], zone: asker.zone }),
    account,
    program: null,
    community: null,
    locale,
    organizer: admin,
  };
}

/** A booking with Maya, two free slots. */
export function aTimeForm(overrides: Partial<TimeForm> = {}): TimeForm {
  return {
    id: 'form000000000001',
    purpose: 'book',
    meetingId: null,
    mentorId: 'm000000000000001' as PersonId,
    title: 'Book a session with Maya',
    duration: 30,
    zone: 'Europe/Berlin',
    slots: [
      { at: NOW, day: 'Tuesday 1 December', label: 'Tue 1 Dec, 10:00', time: '10:00' },
      { at: NOW + 1_800_000, day: 'Tuesday 1 December', label: 'Tue 1 Dec, 10:30', time: '10:30' },
    ],
    typed: { slot: null, when: '', subject: '', description: '' },
    ...overrides,
  };
}

/** A desk that says which of its methods was used. Override what a test is about; a method that a test does not expect may be made to throw. */
export function createFakeDesk(overrides: Partial<Desk> = {}): FakeDesk {
  const calls: FakeDesk['calls'] = [];
  const answers: Desk = {
    arrive: async (asker) => visitorOf(asker),
    introduce: async (asker) => visitorOf(asker).person,
    help: () => said('Help.'),
    mentors: async () => said('The mentors.'),
    findMentors: async () => [],
    noMentors: () => said('No mentors yet.'),
    openBooking: async () => ({ open: 'form', form: aTimeForm() }),
    openReschedule: async (_visitor, meetingId) => ({
      open: 'form',
      form: aTimeForm({ purpose: 'reschedule', meetingId, title: 'Move your session with Maya' }),
    }),
    reopen: async () => ({ open: 'form', form: aTimeForm() }),
    submitTime: async () => accepted('Maya was asked.'),
    pick: async () => accepted('Maya was asked.'),
    meetings: async () => said('Your sessions.'),
    press: async () => ({ card: null, reply: said('Pressed.') }),
    explain: async () => accepted('Your words were sent.'),
    calendarFile: async () => ({ file: null, message: said('No file.') }),
    home: async () => said('Home.'),
    setZone: async (_visitor, text) => accepted(`Your zone is ${text}.`),
    findZones: () => [],
    mentorForm: async () => ({
      topics: '',
      hours: '',
      exceptions: '',
      length: '30',
      notice: '2 hours',
      zone: '',
      open: true,
    }),
    submitMentor: async () => accepted('You offer sessions.'),
    settingsForm: () => ({ announcementChannelId: null, reminders: '24h, 10m', mentors: 'anyone' }),
    settings: async () => said('The settings.'),
    submitSettings: async () => accepted('The settings were changed.'),
    name: async () => said('The people.'),
    namedPeople: async () => [],
    dashboard: async () => said('Your dashboard.'),
    offerLink: async (_visitor, what) => said(`A code for a ${what}.`),
    enterLink: async (_visitor, code) => accepted(`Connected with ${code}.`),
  };
  const wanted: Desk = { ...answers, ...overrides };
  const withoutVisitor: (keyof Desk)[] = ['arrive', 'introduce', 'findZones', 'home'];
  const recorded = Object.fromEntries(
    (Object.keys(answers) as (keyof Desk)[]).map((method) => [
      method,
      (...given: unknown[]) => {
        calls.push({ method, given: withoutVisitor.includes(method) ? given : given.slice(1) });
        return (wanted[method] as (...given: unknown[]) => unknown)(...given);
      },
    ]),
  ) as unknown as Desk;
  return {
    ...recorded,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method).map((call) => call.given),
  };
}
