import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { createChosenCalendar } from '#core/calendar/chosen-calendar.ts';
import type { CalendarError } from '#core/calendar/meet-links.ts';
import type { Change } from '#core/changes/change-feed.ts';
import { createCalendarChannels, notificationsPath } from '#core/connections/calendar-channels.ts';
import { createGoogleConnections } from '#core/connections/google-connections.ts';
import { createOwnCalendars } from '#core/connections/own-calendars.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import type { MeetingId } from '#core/ids.ts';
import type { TakeLease } from '#core/lease.ts';
import type { Clock, Instant } from '#core/time/clock.ts';
import { createGoogleStandIn } from '../../../playground/google/google-stand-in.ts';
import { createJournal } from '../../../playground/journal.ts';
import { createShiftedClock } from '../../../playground/shifted-clock.ts';
import { createGoogleDoor } from '../../../src/adapters/google/google-door.ts';
import { createGoogleMeetLinks } from '../../../src/adapters/google/google-meet-links.ts';
import { createLentCalendars } from '../../../src/adapters/google/lent-calendars.ts';
import { createOwnBusyTimes } from '../../../src/adapters/google/own-busy-times.ts';
import { createAesSealer } from '../../../src/adapters/seal/aes-sealer.ts';
import { createSqliteConnectionStore } from '../../../src/adapters/sqlite/connection-store.ts';
import { createCalendarWatch } from '../../../src/jobs/watch-calendars.ts';
import { aBooking, aLearnerAt, aMentorAt, onDiscord } from '../../fakes/small-house.ts';
import { createWorkingHouse, start } from '../../fakes/working-house.ts';
import { ALL_SCOPES, BOT, CALLBACK, CLIENT } from './google-adapter-setup.ts';

export const MENTOR = 'maya@gmail.com';
const LENT = ['openid', 'email', 'calendar.events.owned', 'calendar.freebusy'];

/** The core and its jobs between Google's stand-in and people on a fake Discord: Maya, who may lend her calendar, and Leo. */
export async function createLendingWorld(
  options: { organisation?: boolean /** Where Google finds us. */; publicUrl?: string } = {},
) {
  const house = createWorkingHouse();
  const journal = createJournal();
  const google = await createGoogleStandIn({ clock: { ...createShiftedClock(), now: house.clock.now }, journal });
  for (const email of [BOT, MENTOR]) google.addAccount({ email, timeZone: 'Europe/Berlin' });
  google.addClient({ ...CLIENT, redirectUris: [CALLBACK] });
  const client = { ...CLIENT, redirectUri: CALLBACK, apiUrl: google.apiUrl, oauthUrl: google.oauthUrl };

  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const quick = { log, wait: async () => {} };
  const { clock } = house;
  const { effects, people } = house.stores;
  const alarm = { wake: (at: Instant) => house.wakes.push(at) };
  const store = createSqliteConnectionStore(house.db);
  const sealer = createAesSealer([{ id: 'k1', bytes: randomBytes(32) }]);
  const changed: Change[] = [];
  const changes = { publish: (change: Change) => void changed.push(change) };
  const setAside: [string, CalendarError['code']][] = [];
  const unreadable: string[] = [];
  const own = createOwnCalendars({
    ...{ connections: store, sealer, effects, alarm, changes, clock },
    open: createLentCalendars(client, quick),
    onUnreadable: (email) => unreadable.push(email),
  });
  const noChannel: [string, CalendarError['code']][] = [];
  const channels = createCalendarChannels({
    ...{ connections: store, own, alarm, clock },
    address: options.publicUrl ? `${options.publicUrl}${notificationsPath}` : null,
    onRefused: (account, error) => noChannel.push([account, error.code]),
  });
  const connections = createGoogleConnections({
    ...{ connections: store, people, sealer, effects, alarm, changes, clock },
    channels,
    door: createGoogleDoor(client, { ...quick, clock }),
  });
  const organisation =
    options.organisation === false
      ? null
      : createGoogleMeetLinks(
          { ...client, refreshToken: google.grant(BOT, CLIENT.clientId, ALL_SCOPES), calendarId: 'primary' },
          quick,
        );
  const chosen = createChosenCalendar({
    ...{ organisation, own },
    onSetAside: (account, error) => setAside.push([account, error.code]),
  });
  house.meetLinks.agree = (facts) => chosen.agree(facts);
  const busyTimes = createOwnBusyTimes({ own, clock, log });
  house.ownCalendars.ofPerson = busyTimes.ofPerson;
  const { meetings } = house;

  const takeLease = leasesBy(clock);
  /** Another process, or this one after a restart. */
  const newWatch = () =>
    createCalendarWatch({
      ...{ own, channels, organisation, meetings, clock, log, takeLease },
      ...{ meetingStore: house.stores.meetings, scratch: house.stores.scratch },
    });

  const maya = await aMentorAt(house, onDiscord('Maya'));
  const leo = await aLearnerAt(house, onDiscord('Leo'));
  const sub = google.addAccount({ email: 'somebody@gmail.com', timeZone: 'UTC' }).sub;

  const meetingOf = async (id: MeetingId) => {
    const meeting = await house.stores.meetings.get(id);
    if (!meeting) throw new Error('The meeting is gone.');
    return meeting;
  };

  return {
    ...{
      house,
      google,
      journal,
      store,
      sealer,
      connections,
      channels,
      noChannel,
      own,
      chosen,
      busyTimes,
      meetings,
      maya,
      leo,
      sub,
      setAside,
      unreadable,
      lines,
    },
    meetingOf,
    newWatch,
    /** Maya lends her calendar, as if she had been at Google. Answers with her Google account's name for itself. */
    async lend(visitor: Visitor = maya, email = MENTOR): Promise<string> {
      const refreshToken = google.grant(email, CLIENT.clientId, LENT);
      const identity = { sub: `sub-of-${email}`, email };
      const outcome = await connections.connectCalendar(visitor.person, {
        ...{ ok: true, identity, refreshToken, scopes: LENT, missing: [] },
      });
      if (!outcome.ok) throw new Error(outcome.reason);
      return identity.sub;
    },
    /** Leo books Maya, she says yes, and everything that follows at once is done. */
    async aSession(at: Instant = start): Promise<MeetingId> {
      // She may have connected another account since.
      const mentor = await house.desk.arrive(onDiscord('Maya'));
      const { id } = await aBooking(house, mentor, leo, { at, accepted: true });
      await house.passUntil(clock.at + 5_000);
      return id;
    },
    /** Everything that follows within some seconds. */
    settle: () => house.passUntil(clock.at + 30_000),
    /** Headlines that somebody was told, in order. */
    toldTo: (user: string) =>
      house.discord.said.filter(({ what, to }) => what === 'tell' && to === user).map(({ headline }) => headline),
    startsIn: (email: string) =>
      google.events(email).map((event) => Date.parse((event as { start: { dateTime: string } }).start.dateTime)),
    calls: () => journal.entries.map(({ what }) => what),
    async close() {
      await house.carryOut.stop();
      house.db.close();
      await google.close();
    },
  };
}

export type LendingWorld = Awaited<ReturnType<typeof createLendingWorld>>;

/** As several processes share them. */
function leasesBy(clock: Clock): TakeLease {
  const until = new Map<string, Instant>();
  return async (name, milliseconds) => {
    if ((until.get(name) ?? 0) > clock.now()) return null;
    until.set(name, clock.now() + milliseconds);
    return { renew: async () => true, release: async () => void until.delete(name) };
  };
}
