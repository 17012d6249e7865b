/** What people say about themselves, and what they are told. */
import { z } from 'zod';
import type { Caller } from '#core/access/access.ts';
import { upcoming } from '#core/availability/hours-exception.ts';
import { mayMentor } from '#core/meetings/request.ts';
import { exceptionWords } from '#core/messages/exception-words.ts';
import { mailProblems } from '#core/messages/mail-words.ts';
import { problemWords } from '#core/messages/problem-words.ts';
import { mentorProblems } from '#core/messages/profile-words.ts';
import { checkProfile, checkZone, windowsOf } from '#core/people/check-profile.ts';
import type { MentorProfile, Person } from '#core/people/person.ts';
import { saveProfile } from '#core/people/save-profile.ts';
import { markRead, notificationsOf } from '#core/queries/notifications.ts';
import { programName, programsOf } from '#core/queries/programs-of.ts';
import type { Instant } from '#core/time/clock.ts';
import { localDayAt } from '#core/time/local-day.ts';
import type { ApiPorts } from './api-ports.ts';
import { toIso } from './meeting-json.ts';
import { type Operation, operation, type Reply, reply } from './operation.ts';
import { problem } from './problem.ts';
import type { MeJson, MentorOfferJson, MentorProfileJson, NotificationsJson } from './schemas.ts';
import * as schemas from './schemas.ts';
import { wordsJson } from './words-json.ts';

const tag = 'You';

function profileJson({ hours, exceptions, ...profile }: MentorProfile, now: Instant): MentorProfileJson {
  const ahead = upcoming(exceptions, localDayAt(now, profile.hoursZone));
  return {
    ...profile,
    hours: windowsOf(hours),
    exceptions: ahead.map(({ windows, ...dates }) => ({ ...dates, windows: [...windows] })),
  };
}

async function meJson(ports: ApiPorts, { person, organizes, scope }: Caller): Promise<MeJson> {
  const [programs, { unread }, mail] = await Promise.all([
    programsOf(ports, person),
    notificationsOf(ports, person),
    ports.mail?.of(person) ?? null,
  ]);
  return {
    ...{ id: person.id, name: person.name, zone: person.zone },
    accounts: person.accounts.map(({ platform, name }) => ({ platform, name })),
    programs: programs.map((program) => ({
      id: program.id,
      name: programName(program),
      organizer: organizes.has(program.id),
      mayMentor: mayMentor(person, program),
    })),
    mentor: person.mentor && profileJson(person.mentor, ports.clock.now()),
    mentorRevision: person.mentorRevision,
    mail: mail && { address: mail.address, on: mail.on },
    ...{ unread, scope },
  };
}

function offered(ports: ApiPorts, { mentor, mentorRevision: revision }: Person): Reply<MentorOfferJson> {
  const body = { mentor: mentor && profileJson(mentor, ports.clock.now()), revision };
  return reply(body, { headers: { etag: `"${revision}"` } });
}

async function notificationsJson(ports: ApiPorts, { person }: Caller): Promise<NotificationsJson> {
  const { notifications, unread } = await notificationsOf(ports, person);
  return {
    notifications: notifications.map(({ at, words, ...rest }) => {
      const { text, pieces } = wordsJson(words, person.zone);
      return { ...rest, at: toIso(at), text, words: pieces };
    }),
    unread,
  };
}

export const myOperations: readonly Operation[] = [
  operation({
    ...{ id: 'getMe', method: 'get', path: '/api/me', tag },
    summary: 'Who you are here',
    ...{ who: 'caller', scope: 'read', status: 200 },
    problems: [],
    answer: schemas.me,
    handle: async (ports, { caller }) => reply(await meJson(ports, caller)),
  }),

  operation({
    ...{ id: 'changeMe', method: 'put', path: '/api/me', tag },
    summary: 'Say where you are',
    ...{ who: 'caller', scope: 'write', status: 200 },
    problems: ['not-usable'],
    body: schemas.meChange,
    answer: schemas.me,
    async handle(ports, { caller, body }) {
      const zone = checkZone(body.zone);
      if (!zone) return problem('not-usable', problemWords.zoneUnknown, { field: 'zone' });
      await ports.people.setZone(caller.person.id, zone, ports.clock.now());
      return reply(await meJson(ports, { ...caller, person: { ...caller.person, zone } }));
    },
  }),

  operation({
    ...{ id: 'getMentorProfile', method: 'get', path: '/api/me/mentor', tag },
    summary: 'What you offer as a mentor',
    ...{ who: 'caller', scope: 'read', status: 200, etag: true },
    problems: [],
    answer: schemas.mentorOffer,
    handle: async (ports, { caller }) => offered(ports, caller.person),
  }),

  operation({
    ...{ id: 'changeMentorProfile', method: 'put', path: '/api/me/mentor', tag },
    summary: 'Say what you offer as a mentor',
    description:
      'Hours are wall-clock times of `hoursZone`; what runs over midnight is two windows. Exceptions are dates there on which other hours hold, or none.',
    ...{ who: 'caller', scope: 'write', ifMatch: 'needed', status: 200, etag: true },
    problems: ['changed', 'not-usable'],
    body: schemas.mentorProfileChange,
    answer: schemas.mentorOffer,
    async handle(ports, { caller, body, ifRevision }) {
      const checked = checkProfile(body, caller.person.mentor, ports.clock.now());
      if (!checked.ok && checked.field === 'exceptions')
        return problem('not-usable', exceptionWords(checked.problem), { field: 'exceptions' });
      if (!checked.ok) {
        const [field, words] = {
          topics: ['topics', mentorProblems.topics],
          hours: ['hours', mentorProblems.windows],
          zone: ['hoursZone', problemWords.zoneUnknown],
          length: ['duration', mentorProblems.length],
          notice: ['notice', mentorProblems.notice],
        }[checked.field] as [string, typeof mentorProblems.topics];
        return problem('not-usable', words, { field });
      }
      const saved = await saveProfile(ports, caller.person, checked.profile, ifRevision ?? null);
      return saved ? offered(ports, saved) : problem('changed', problemWords.profileChanged);
    },
  }),

  operation({
    ...{ id: 'changeMail', method: 'put', path: '/api/me/mail', tag },
    summary: 'Say whether you want mail about your sessions',
    description: 'Mail goes to an address of which Google says that it is yours.',
    ...{ who: 'caller', scope: 'write', status: 200 },
    problems: ['not-usable'],
    body: schemas.mailChange,
    answer: schemas.me,
    async handle(ports, { caller, body }) {
      const chosen = (await ports.mail?.choose(caller.person, body.on)) ?? false;
      return chosen ? reply(await meJson(ports, caller)) : problem('not-usable', mailProblems.noAddress);
    },
  }),

  operation({
    ...{ id: 'listNotifications', method: 'get', path: '/api/notifications', tag },
    summary: 'What happened to your sessions, newest first',
    description: 'At most 50, of the last 30 days.',
    ...{ who: 'caller', scope: 'read', status: 200 },
    problems: [],
    answer: schemas.notifications,
    handle: async (ports, { caller }) => reply(await notificationsJson(ports, caller)),
  }),

  operation({
    ...{ id: 'readNotifications', method: 'post', path: '/api/notifications/read', tag },
    summary: 'Mark everything up to a moment as read',
    ...{ who: 'caller', scope: 'write', status: 200 },
    problems: [],
    body: schemas.notificationsRead,
    answer: schemas.notifications,
    async handle(ports, { caller, body }) {
      const { person } = caller;
      await markRead(ports, person, Date.parse(body.until));
      // Their other pages count them too.
      ports.changes.publish({ about: 'person', id: person.id, personIds: person.ids });
      return reply(await notificationsJson(ports, caller));
    },
  }),

  operation({
    ...{ id: 'listGoogleAccounts', method: 'get', path: '/api/me/google', tag },
    summary: 'Your Google accounts, and how their calendars stand',
    ...{ who: 'caller', scope: 'read', status: 200 },
    problems: [],
    answer: schemas.googleAccounts,
    async handle({ google }, { caller }) {
      const accounts = (await google?.connections.accounts(caller.person)) ?? [];
      return reply({
        signIn: google !== null,
        calendars: google?.connections.lendsCalendars ?? false,
        accounts: accounts.map(({ id, email, connectedAt, calendar }) => ({
          ...{ id, email, connectedAt: toIso(connectedAt) },
          calendar: calendar && { state: calendar.state, since: toIso(calendar.since) },
        })),
      });
    },
  }),

  operation({
    ...{ id: 'forgetGoogleAccount', method: 'delete', path: '/api/me/google/{id}', tag },
    summary: 'A Google account signs you in no more',
    ...{ who: 'caller', scope: 'write', sessionOnly: true, status: 204 },
    problems: ['not-found'],
    params: z.strictObject({ id: schemas.credentialId }),
    async handle({ google }, { caller, params }) {
      const forgotten = await google?.connections.forget(caller.person, params.id);
      return forgotten ? reply(null) : problem('not-found', problemWords.notFound);
    },
  }),

  operation({
    ...{ id: 'disconnectCalendar', method: 'post', path: '/api/me/calendar/disconnect', tag },
    summary: 'Confab lets go of your Google calendars',
    ...{ who: 'caller', scope: 'write', status: 200 },
    problems: [],
    answer: schemas.calendarDisconnected,
    async handle({ google }, { caller }) {
      return reply(
        (await google?.connections.disconnectCalendar(caller.person)) ?? { disconnected: 0, revokedAtGoogle: true },
      );
    },
  }),
];
