/** One rightful way to ask for each operation: used to try each as everybody, and to hold the answers to the document. */
import { day, hour } from '#core/time/clock.ts';
import { type ApiWorld, quoted, type Role, type Sending, SLOT } from './api-world.ts';

export interface Example {
  /** Who rightly asks. */
  by: Role;
  ask(world: ApiWorld): Promise<Sending & { path: string; query?: string }>;
}

const at = (instant: number): string => new Date(instant).toISOString();
const here = (path: string, sending: Sending = {}) => ({ path, ...sending });

export const newMeeting = (world: ApiWorld, overrides: object = {}) => ({
  mentorId: world.people.maya.person.id,
  scheduledAt: at(SLOT + day),
  duration: 30,
  subject: 'Recursion',
  description: 'It never ends.',
  ...overrides,
});

export const profile = {
  topics: ['python', 'sql'],
  hours: [
    { weekday: 0, from: 540, to: 1_020 },
    { weekday: 2, from: 600, to: 720 },
  ],
  exceptions: [
    { from: '2026-12-05', to: '2026-12-05', windows: [{ from: 600, to: 840 }] },
    { from: '2026-12-24', to: '2027-01-02', windows: [] },
  ],
  hoursZone: 'Europe/Berlin',
  duration: 45,
  notice: 120,
  open: true,
};

export const examples: Record<string, Example> = {
  createMeeting: {
    by: 'leo',
    ask: async (world) => here('/api/meetings/create', { body: newMeeting(world) }),
  },
  listMeetings: {
    by: 'leo',
    ask: async (world) => {
      await world.booked();
      const query = new URLSearchParams({
        status: 'scheduled,requested',
        role: 'learner',
        limit: '2',
        to: at(SLOT + 9 * day),
      });
      return { ...here('/api/meetings'), query: `?${query}` };
    },
  },
  getMeeting: { by: 'leo', ask: async (world) => here(`/api/meetings/${(await world.booked()).id}`) },
  changeMeeting: {
    by: 'leo',
    ask: async (world) => {
      const { id, revision } = await world.booked();
      const body = { scheduledAt: at(SLOT + hour), subject: 'Induction' };
      return here(`/api/meetings/${id}`, { body, headers: quoted(revision) });
    },
  },
  cancelMeeting: { by: 'leo', ask: async (world) => here(`/api/meetings/${(await world.booked()).id}`) },
  acceptMeeting: { by: 'maya', ask: async (world) => here(`/api/meetings/${(await world.request()).id}/accept`) },
  declineMeeting: {
    by: 'maya',
    ask: async (world) =>
      here(`/api/meetings/${(await world.request()).id}/decline`, { body: { reason: 'I am away.' } }),
  },
  joinMeeting: { by: 'leo', ask: async (world) => here(`/api/meetings/${(await world.booked()).id}/join`) },
  getMeetingFile: { by: 'leo', ask: async (world) => here(`/api/meetings/${(await world.booked()).id}/calendar.ics`) },

  listMentors: { by: 'leo', ask: async () => ({ ...here('/api/mentors'), query: '?q=PYTHON' }) },
  listSlots: {
    by: 'leo',
    ask: async (world) => {
      const query = new URLSearchParams({ from: at(SLOT), to: at(SLOT + 7 * day), duration: '60' });
      return { ...here(`/api/mentors/${world.people.maya.person.id}/slots`), query: `?${query}` };
    },
  },

  getMe: { by: 'maya', ask: async () => here('/api/me') },
  changeMe: { by: 'leo', ask: async () => here('/api/me', { body: { zone: 'Asia/Tokyo' } }) },
  getMentorProfile: { by: 'maya', ask: async () => here('/api/me/mentor') },
  changeMentorProfile: {
    by: 'leo',
    // Who has never said what they offer.
    ask: async () => here('/api/me/mentor', { body: profile, headers: quoted(0) }),
  },
  changeMail: {
    by: 'leo',
    ask: async (world) => {
      const personId = world.people.leo.person.id;
      const known = { calendar: null, connectedAt: world.clock.at, revision: 1 };
      await world.stores.connections.add({ sub: 'leo', email: 'leo@gmail.com', personId, ...known });
      return here('/api/me/mail', { body: { on: false } });
    },
  },
  listNotifications: {
    by: 'leo',
    ask: async (world) => {
      await world.booked();
      return here('/api/notifications');
    },
  },
  readNotifications: {
    by: 'leo',
    ask: async (world) => {
      await world.booked();
      return here('/api/notifications/read', { body: { until: at(world.clock.at) } });
    },
  },
  listGoogleAccounts: { by: 'leo', ask: async () => here('/api/me/google') },
  forgetGoogleAccount: { by: 'leo', ask: async () => here('/api/me/google/account-1') },
  disconnectCalendar: { by: 'leo', ask: async () => here('/api/me/calendar/disconnect') },

  getProgram: { by: 'omar', ask: async (world) => here(programPath(world)) },
  changeProgram: {
    by: 'omar',
    ask: async (world) => {
      const { revision } = (await world.stores.programs.get(world.program))!;
      const body = { reminders: [30, 120], mentors: 'named', named: [world.people.maya.person.id] };
      return here(programPath(world), { body, headers: quoted(revision) });
    },
  },
  endAnnouncements: {
    by: 'omar',
    ask: async (world) => {
      const { id } = (await world.stores.programs.get(world.program))!.communities[0]!;
      return here(`${programPath(world)}/announcements/${encodeURIComponent(id)}`);
    },
  },
  getProgramOverview: {
    by: 'omar',
    ask: async (world) => {
      await world.booked();
      return here(`${programPath(world)}/overview`);
    },
  },
  exportProgramMeetings: {
    by: 'omar',
    ask: async (world) => {
      await world.booked();
      return here(`${programPath(world)}/meetings.csv`);
    },
  },

  getSignInOptions: { by: 'leo', ask: async () => here('/api/auth/options') },
  signInByLink: {
    by: 'leo',
    ask: async ({ access, people }) =>
      here('/api/auth/link', { body: { code: await access.offerSignIn(people.leo.person.id, []) } }),
  },
  signOut: { by: 'leo', ask: async () => here('/api/auth/sign-out') },
  listTokens: {
    by: 'leo',
    ask: async (world) => {
      await world.token('leo', 'read');
      return here('/api/tokens');
    },
  },
  createToken: {
    by: 'leo',
    ask: async () => here('/api/tokens', { body: { label: 'My calendar', scope: 'read', days: 30 } }),
  },
  revokeToken: {
    by: 'leo',
    ask: async (world) => {
      await world.token('leo', 'read');
      const [token] = await world.access.tokens(world.people.leo.person);
      return here(`/api/tokens/${token!.id}`);
    },
  },
  getFeed: { by: 'leo', ask: async () => here('/api/feed') },
  createFeed: { by: 'leo', ask: async () => here('/api/feed') },
  endFeed: {
    by: 'leo',
    ask: async (world) => {
      await world.access.createFeed(world.people.leo.person);
      return here('/api/feed');
    },
  },
  readFeed: {
    by: 'leo',
    ask: async (world) => {
      await world.booked();
      return here(`/api/feed/${await world.access.createFeed(world.people.leo.person)}.ics`);
    },
  },
};

function programPath({ program }: ApiWorld): string {
  return `/api/programs/${encodeURIComponent(program)}`;
}
