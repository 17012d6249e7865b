/** What Confab does with Google, put together: the organisation's calendar, mentors' own ones, and signing in. */
import type { Logger } from 'pino';
import type { Access } from '#core/access/access.ts';
import type { BusyTimes } from '#core/availability/busy-times.ts';
import { createChosenCalendar } from '#core/calendar/chosen-calendar.ts';
import { createFixedLinks } from '#core/calendar/fixed-links.ts';
import type { MeetLinks } from '#core/calendar/meet-links.ts';
import type { SessionCalendar } from '#core/calendar/session-calendar.ts';
import {
  type CalendarChannels,
  createCalendarChannels,
  notificationsPath,
} from '#core/connections/calendar-channels.ts';
import { readEncryptionKeys } from '#core/connections/encryption-keys.ts';
import { createGoogleConnections } from '#core/connections/google-connections.ts';
import { googleCallback } from '#core/connections/google-door.ts';
import { createOwnCalendars, type OwnCalendars } from '#core/connections/own-calendars.ts';
import type { Sealer } from '#core/connections/sealer.ts';
import { createSignInAttempts } from '#core/connections/sign-in-attempts.ts';
import type { Alarm } from '#core/effects/alarm.ts';
import { StartProblem } from '#core/start-problem.ts';
import type { Clock } from '#core/time/clock.ts';
import type { ApiPorts } from './api/api-ports.ts';
import type { Env } from './env.ts';
import type { Storage } from './storage.ts';

interface Ports {
  env: Env;
  log: Logger;
  storage: Storage;
  clock: Clock;
  alarm: Alarm;
}

export interface Calendars {
  /** The calendar that the operator has connected; null where there is none. */
  organisation: SessionCalendar | null;
  /** Those that mentors lend; null where none can be lent. */
  own: OwnCalendars | null;
  channels: CalendarChannels | null;
  busyTimes: BusyTimes | null;
}

/** Google's libraries are loaded only where a calendar can be reached. */
export async function openCalendars({ env, log, storage, clock, alarm }: Ports): Promise<Calendars> {
  if (!env.googleClient) return { organisation: null, own: null, channels: null, busyTimes: null };
  const sealer = await openSealer(env);
  const { createGoogleMeetLinks } = await import('./adapters/google/google-meet-links.ts');
  const organisation = env.google ? createGoogleMeetLinks(env.google, { log }) : null;
  if (!sealer) return { organisation, own: null, channels: null, busyTimes: null };
  const { createLentCalendars } = await import('./adapters/google/lent-calendars.ts');
  const { createOwnBusyTimes } = await import('./adapters/google/own-busy-times.ts');
  const { connections, effects, changes } = storage;
  const own = createOwnCalendars({
    ...{ connections, effects, alarm, changes, clock, sealer },
    open: createLentCalendars(env.googleClient, { log }),
    onUnreadable: (account, why) =>
      log.error({ account, why }, 'A stored Google token does not open: check ENCRYPTION_KEYS.'),
  });
  const channels = createCalendarChannels({
    ...{ connections, own, alarm, clock, address: notificationsAddress(env) },
    onRefused: (account, error) =>
      log.warn({ account, err: error }, 'Google does not tell of changes in a mentor’s calendar; it is asked instead.'),
  });
  return { organisation, own, channels, busyTimes: createOwnBusyTimes({ own, clock, log }) };
}

/** Google posts to addresses with https only, and finds none on this machine. */
function notificationsAddress({ publicUrl }: Env): string | null {
  return publicUrl?.startsWith('https://') ? `${publicUrl}${notificationsPath}` : null;
}

/** Where sessions take place: in which calendar, and what else there is when it makes no link. */
export function chooseMeetLinks(
  { env, log }: Pick<Ports, 'env' | 'log'>,
  { own, organisation }: Calendars,
): { meetLinks: MeetLinks; otherLinks: MeetLinks } {
  const otherLinks = createFixedLinks({ link: env.meetingLink, jitsiBaseUrl: env.jitsiBaseUrl });
  if (!own) return { meetLinks: organisation ?? otherLinks, otherLinks };
  const onSetAside = (account: string, error: Error) =>
    log.warn({ account, err: error }, "A mentor's own calendar could not be used; the session goes on without it.");
  return { meetLinks: createChosenCalendar({ organisation, own, onSetAside }), otherLinks };
}

/** Signing in with Google, and connecting calendars. Null where Google would send people back to somewhere else. */
export async function openSignIn(
  { env, log, storage, clock, alarm }: Ports,
  { access, publicUrl, channels }: { access: Access; publicUrl: string } & Pick<Calendars, 'channels'>,
): Promise<ApiPorts['google']> {
  if (!env.googleClient) return null;
  if (env.googleClient.redirectUri !== `${publicUrl}${googleCallback}`) {
    log.info(`Nobody can sign in with Google: GOOGLE_REDIRECT_URI is not ${publicUrl}${googleCallback}.`);
    return null;
  }
  const { createGoogleDoor } = await import('./adapters/google/google-door.ts');
  const { createGoogleSignIn } = await import('./api/auth/google-sign-in.ts');
  const { people, effects, changes, scratch } = storage;
  const door = createGoogleDoor(env.googleClient, { clock, log });
  const connections = createGoogleConnections({
    ...{ people, effects, changes, alarm, clock, door, channels },
    connections: storage.connections,
    sealer: await openSealer(env),
  });
  const attempts = createSignInAttempts({ scratch, clock });
  return { connections, signIn: createGoogleSignIn({ door, connections, attempts, access, publicUrl, log }) };
}

/** @throws StartProblem for keys that cannot be used. Null where there are none. */
export async function openSealer({ encryptionKeys }: Pick<Env, 'encryptionKeys'>): Promise<Sealer | null> {
  if (encryptionKeys === null) return null;
  const read = readEncryptionKeys(encryptionKeys);
  if (!read.ok) throw new StartProblem(`ENCRYPTION_KEYS ${read.problem}.`);
  const { createAesSealer } = await import('./adapters/seal/aes-sealer.ts');
  return createAesSealer(read.keys);
}
