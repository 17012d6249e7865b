/** The calendars that a person lends, ready to be used; and what happens when one no longer lets us in. */

import type { LentCalendar } from '#core/calendar/session-calendar.ts';
import type { ChangeFeed } from '#core/changes/change-feed.ts';
import type { Alarm } from '#core/effects/alarm.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import type { PersonId } from '#core/ids.ts';
import { type Clock, minute, second } from '#core/time/clock.ts';
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
  /** The account's; null where it lends none. */
  of(account: GoogleAccount): OwnCalendar | null;
  /** One whose changes are to be read, for this caller alone; null while there is none. Whoever does not come to an end leaves it to the next round. */
  takeDue(): Promise<OwnCalendar | null>;
  /** How far its changes were read, after `takeDue`. They are read again in the next round, or at once if there was news in between. */
  remember(own: OwnCalendar, syncToken: string): Promise<void>;
}

/** A little less than two minutes, so that a round that comes a moment early is one. */
const round = 2 * minute - 15 * second;
/**
 * The same where Google tells us of changes: it says itself that some of what it tells gets lost, and this long at most such a change stays unseen.
 * With 200 calendars it makes 20,000 questions a day of what would be 140,000; Google has announced charges from a million on.
 */
const calmRound = 15 * minute;
/** Where several look for what is due, the first that each finds may be taken already. */
const choices = 10;

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

    of: toOwn,

    async takeDue() {
      for (;;) {
        const now = clock.now();
        const due = await connections.due(now, choices);
        for (const account of due) {
          const own = toOwn(account);
          if (!own) continue;
          const calendar = { ...own.account.calendar, lookAt: now + round };
          const taken = { ...account, calendar, revision: account.revision + 1 };
          if (await connections.update(taken)) return { ...own, account: taken };
        }
        // Others took all of these. There may be more behind them.
        if (due.length < choices) return null;
      }
    },

    async remember({ account: { sub, calendar } }, syncToken) {
      const now = clock.now();
      const isTold = calendar.channel !== null && calendar.channel.expiresAt > now + calmRound;
      const lookAt = isTold ? now + calmRound : calendar.lookAt;
      if (calendar.syncToken === syncToken && calendar.lookAt === lookAt) return;
      await changeAccount(connections, sub, (account) => {
        // A calendar that was connected anew begins anew.
        if (account.calendar?.since !== calendar.since) return null;
        const news = account.calendar.lookAt !== calendar.lookAt;
        return { ...account, calendar: { ...account.calendar, syncToken, ...(news ? {} : { lookAt }) } };
      });
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
          ? { ...account, calendar: { ...account.calendar, state: 'lost', since: now, channel: null } }
          : null,
      );
      changes.publish({ about: 'person', id: personId, personIds: [personId] });
    },
  };
}
