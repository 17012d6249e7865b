import { pino } from 'pino';
import { createGoogleStandIn } from '../../../playground/google/google-stand-in.ts';
import { createJournal } from '../../../playground/journal.ts';
import { createShiftedClock } from '../../../playground/shifted-clock.ts';
import { createSpecChecker } from '../../../playground/spec-checker.ts';
import { createGoogleMeetLinks } from '../../../src/adapters/google/google-meet-links.ts';
import type { GoogleSettings } from '../../../src/adapters/google/google-settings.ts';
import type { CalendarFacts } from '../../../src/core/calendar/meet-links.ts';
import type { MeetingId, PersonId, ProgramId } from '../../../src/core/ids.ts';
import type { Meeting } from '../../../src/core/meetings/meeting.ts';

export const BOT = 'sessions@gmail.com';
export const CLIENT = { clientId: 'confab.apps.googleusercontent.com', clientSecret: 'GOCSPX-keep-me-secret' };
export const CALLBACK = 'http://127.0.0.1:5000/api/auth/google/callback';
export const ALL_SCOPES = ['openid', 'email', 'calendar.events.owned', 'meetings.space.settings'];
/** 2 March 2027, 10:00 in Berlin. */
export const TEN = Date.UTC(2027, 2, 2, 9);
export const HOUR = 3_600_000;

const specsDirectory = process.env.CONFAB_SPECS_DIR;
const specs = specsDirectory === undefined ? undefined : createSpecChecker(specsDirectory);

/** A stand-in for Google with one organiser, and the adapter pointed at it; nothing waits in real time. */
export async function setUpAdapter(options: { scopes?: readonly string[]; meetRefused?: boolean } = {}) {
  const clock = createShiftedClock();
  const journal = createJournal();
  const google = await createGoogleStandIn({ clock, journal, ...(specs === undefined ? {} : { specs }) });
  google.addAccount({ email: BOT, timeZone: 'Europe/Berlin', meetRefused: options.meetRefused ?? false });
  google.addClient({ ...CLIENT, redirectUris: [CALLBACK] });
  const settings: GoogleSettings = {
    ...CLIENT,
    redirectUri: CALLBACK,
    refreshToken: google.grant(BOT, CLIENT.clientId, options.scopes ?? ALL_SCOPES),
    calendarId: 'primary',
    apiUrl: google.apiUrl,
    oauthUrl: google.oauthUrl,
  };
  const pauses: number[] = [];
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  let duringPause: () => unknown = () => undefined;

  return {
    google,
    clock,
    journal,
    settings,
    pauses,
    lines,
    /** Anew, as after a restart. */
    newLinks: (more: Partial<GoogleSettings> = {}) =>
      createGoogleMeetLinks(
        { ...settings, ...more },
        {
          log,
          wait: async (milliseconds) => {
            pauses.push(milliseconds);
            await duringPause();
          },
        },
      ),
    whilePausing(act: () => unknown) {
      duringPause = act;
    },
    /** The operations that reached Google's API, in order. */
    calls: () => journal.entries.map(({ what }) => what).filter((what) => !what.startsWith('oauth.')),
    events: () => google.events(BOT),
    violations: () => journal.entries.flatMap(({ violations }) => violations ?? []),
  };
}

export type AdapterSetUp = Awaited<ReturnType<typeof setUpAdapter>>;

export function factsOf(meeting: Partial<Meeting> = {}): CalendarFacts {
  return {
    meeting: {
      id: '0123456789abcdef' as MeetingId,
      programId: 'program' as ProgramId,
      mentorId: 'mentor' as PersonId,
      learnerId: 'learner' as PersonId,
      subject: 'Reading other people’s code',
      description: 'Where do I <b>start</b>?',
      scheduledAt: TEN,
      duration: 45,
      meetingLink: null,
      linkGivenUp: false,
      meetingId: null,
      status: 'scheduled',
      version: 2,
      revision: 2,
      expiresAt: null,
      reason: '',
      unreached: [],
      history: [],
      createdAt: TEN - 240 * HOUR,
      updatedAt: TEN - 240 * HOUR,
      ...meeting,
    },
    mentorIds: ['mentor' as PersonId],
    mentorName: 'Ada',
    learnerName: 'Grace',
    zone: 'Europe/Berlin',
  };
}

/** What a call was refused with. */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}
