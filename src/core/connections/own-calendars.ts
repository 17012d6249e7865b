/** The calendars that a person lends, ready to be used; and what happens when one no longer lets us in. */

import type { LentCalendar } from '#core/calendar/session-calendar.ts';
import type { ChangeFeed } from '#core/changes/change-feed.ts';
import type { Alarm } from '#core/effects/alarm.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import type { PersonId } from '#core/ids.ts';
import type { Clock } from '#core/time/clock.ts';
import { changeAccount } from './change-account.ts';
import { connectionNotice } from './connection-notice.ts';
import type { ConnectionStore } from './connection-store.ts';
import { type CalendarConnection, type GoogleAccount, tokenOf } from './google-account.ts';
import type { Sealer } from './sealer.ts';

export interface OwnCalendar {
  account: GoogleAccount & { calendar: CalendarConnection };
  calendar: LentCalendar;
  /** False when the token is lost, or does not open: then only `holds` may be asked. */
  usable: boolean;
}

export interface OwnCalendars {
  /** The one connected last comes first: of those that are usable, that is where events are made. */
  ofPerson(personIds: readonly PersonId[]): Promise<OwnCalendar[]>;
  /** Google no longer takes the token: nobody tries it again, and its owner is told once. */
  lose(own: OwnCalendar): Promise<void>;
  /** All there are, up to `limit` in the order of their accounts, beginning behind `after`. */
  page(after: string | null, limit: number): Promise<OwnCalendar[]>;
  /** How far its changes were read. */
  remember(own: OwnCalendar, syncToken: string): Promise<void>;
}

/** A lent calendar by its owner's token. The same token gives the same connection. */
export type OpenCalendar = (lent: { sub: string; calendarId: string; refreshToken: string }) => LentCalendar;

export interface OwnCalendarsPorts {
  connections: ConnectionStore;
  sealer: Sealer;
  open: OpenCalendar;
  effects: EffectStore;
  alarm: Alarm;
  /** So that open pages show it. */
  changes: Pick<ChangeFeed, 'publish'>;
  clock: Clock;
  /** For the log. */
  onUnreadable(sub: string, why: string): void;
}

export function createOwnCalendars(ports: OwnCalendarsPorts): OwnCalendars {
  const { connections, sealer, open, effects, alarm, changes, clock } = ports;

  function toOwn(account: GoogleAccount): OwnCalendar | null {
    const { sub, calendar } = account;
    if (!calendar) return null;
    const opened = sealer.open(calendar.sealedRefreshToken, tokenOf(sub));
    if (!opened.ok) ports.onUnreadable(sub, opened.reason);
    const refreshToken = opened.ok ? opened.secret : '';
    return {
      account: { ...account, calendar },
      calendar: open({ sub, calendarId: calendar.calendarId, refreshToken }),
      usable: opened.ok && calendar.state === 'ok',
    };
  }

  return {
    async ofPerson(personIds) {
      const owned = (await connections.ofPerson(personIds)).flatMap((account) => toOwn(account) ?? []);
      return owned.sort((a, b) => b.account.calendar.since - a.account.calendar.since);
    },

    page: async (after, limit) => (await connections.withCalendar(after, limit)).flatMap((one) => toOwn(one) ?? []),

    async remember({ account: { sub, calendar } }, syncToken) {
      if (calendar.syncToken === syncToken) return;
      await changeAccount(connections, sub, (account) =>
        // A calendar that was connected anew begins anew.
        account.calendar?.since === calendar.since
          ? { ...account, calendar: { ...account.calendar, syncToken } }
          : null,
      );
    },

    async lose({ account: { sub, personId, calendar } }) {
      const now = clock.now();
      const { sealedRefreshToken } = calendar;
      const isThis = (current: GoogleAccount) =>
        current.calendar?.sealedRefreshToken === sealedRefreshToken && current.calendar.state === 'ok';
      const current = await connections.find(sub);
      // It was connected anew in between, or somebody else saw it first.
      if (!current || !isThis(current)) return;
      // Told first, and once for each token: a process that dies in between tells nobody twice.
      const notice = connectionNotice('calendar-lost', { about: `${sub}:${calendar.since}`, to: personId, now });
      await effects.add([notice]);
      alarm.wake(now);
      await changeAccount(connections, sub, (account) =>
        account.calendar && isThis(account)
          ? { ...account, calendar: { ...account.calendar, state: 'lost', since: now } }
          : null,
      );
      changes.publish({ about: 'person', id: personId, personIds: [personId] });
    },
  };
}
