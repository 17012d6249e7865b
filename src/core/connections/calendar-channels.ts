/** The channels through which Google says that something changed in a calendar that somebody lends. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { CalendarError } from '#core/calendar/meet-links.ts';
import type { Alarm } from '#core/effects/alarm.ts';
import { type Clock, hour, type Instant, minute } from '#core/time/clock.ts';
import { changeAccount } from './change-account.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { CalendarChannel, GoogleAccount } from './google-account.ts';
import type { OwnCalendar, OwnCalendars } from './own-calendars.ts';

/** Where Google's notifications come in, behind our own address. */
export const notificationsPath = '/api/google/notifications';

/** As it comes in: whoever likes can send one. */
export interface CalendarNotification {
  channelId: string;
  token: string;
  /** `sync` is what a channel begins with; everything else is a change. */
  state: string;
}

export interface CalendarChannels {
  /** The calendar with a channel that goes on, where Google is to tell us and does. Throws `CalendarError` when the token is lost, and for nothing else. */
  keep(own: OwnCalendar): Promise<OwnCalendar>;
  /** Ends the channel of the account's calendar, if there is one, as far as Google can be reached. */
  close(account: GoogleAccount): Promise<void>;
  /** Has the calendar looked into. False when this came through no channel of ours. */
  notified(notification: CalendarNotification): Promise<boolean>;
}

export interface CalendarChannelsPorts {
  connections: ConnectionStore;
  own: Pick<OwnCalendars, 'of'>;
  alarm: Alarm;
  clock: Clock;
  /** Where Google finds us, with https; null where it cannot, and then it is only asked. */
  address: string | null;
  /** For the log: it goes on without a channel. */
  onRefused(sub: string, error: CalendarError): void;
}

/** A channel cannot be prolonged, so another one takes its place this long before its end: some looks ahead of it, where one is every 15 minutes. */
const renewBefore = 45 * minute;
/** Google has refused one: when it is asked again. */
const askAgain = hour;

export function createCalendarChannels(ports: CalendarChannelsPorts): CalendarChannels {
  const { connections, own, alarm, clock, address } = ports;
  const refusedAt = new Map<string, Instant>();

  /** What cannot be ended goes on until its time is over, and what it says is refused. */
  async function end({ account, calendar }: OwnCalendar, channel: CalendarChannel | null): Promise<void> {
    if (channel === null || channel.expiresAt <= clock.now()) return;
    await calendar.unwatch(channel).catch((error: unknown) => {
      if (!(error instanceof CalendarError)) throw error;
      ports.onRefused(account.sub, error);
    });
  }

  /** False: it was connected anew in between, and nothing was written. */
  async function write({ account }: OwnCalendar, channel: CalendarChannel | null): Promise<GoogleAccount | null> {
    const { sub, calendar } = account;
    return changeAccount(connections, sub, (current) =>
      current.calendar?.since === calendar.since ? { ...current, calendar: { ...current.calendar, channel } } : null,
    );
  }

  async function open(one: OwnCalendar, to: string): Promise<CalendarChannel> {
    const token = randomBytes(32).toString('base64url');
    const opened = await one.calendar.watch({ address: to, token });
    return { ...opened, address: to, tokenHash: hashOf(token) };
  }

  /** The new one comes first, and the old one ends after it: in between both tell, and nothing goes unseen. */
  async function replace(one: OwnCalendar, to: string | null): Promise<OwnCalendar> {
    const { channel: before } = one.account.calendar;
    const channel = to === null ? null : await open(one, to);
    const written = await write(one, channel);
    await end(one, written ? before : channel);
    return written ? { ...one, account: { ...one.account, calendar: { ...one.account.calendar, channel } } } : one;
  }

  return {
    async keep(one) {
      const { sub, calendar } = one.account;
      const { channel } = calendar;
      const now = clock.now();
      const goesOn = channel?.address === address && channel.expiresAt > now + renewBefore;
      const waits = now - (refusedAt.get(sub) ?? Number.NEGATIVE_INFINITY) < askAgain;
      if (waits || (address === null ? channel === null : goesOn)) return one;
      try {
        const kept = await replace(one, address);
        refusedAt.delete(sub);
        return kept;
      } catch (error) {
        if (!(error instanceof CalendarError) || error.code === 'token-lost') throw error;
        if (error.code === 'refused') refusedAt.set(sub, now);
        ports.onRefused(sub, error);
        return one;
      }
    },

    async close(account) {
      const one = own.of(account);
      if (one?.account.calendar.channel) await replace(one, null);
    },

    async notified({ channelId, token, state }) {
      const account = await connections.ofChannel(channelId);
      const channel = account?.calendar?.channel;
      if (!channel || !timingSafeEqual(Buffer.from(hashOf(token)), Buffer.from(channel.tokenHash))) return false;
      if (state === 'sync') return true;
      const now = clock.now();
      await changeAccount(connections, account.sub, ({ calendar, ...rest }) =>
        calendar && calendar.lookAt > now ? { ...rest, calendar: { ...calendar, lookAt: now } } : null,
      );
      alarm.wake(now);
      return true;
    },
  };
}

/** There is nothing to guess in 256 random bits, so a plain hash keeps them. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
