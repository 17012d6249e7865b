/** Whose Google account is whose. Two people never become one here, and nobody gets at another's account. */

import type { ChangeFeed } from '#core/changes/change-feed.ts';
import type { Alarm } from '#core/effects/alarm.ts';
import type { Effect } from '#core/effects/effect.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import type { PersonId } from '#core/ids.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { Person } from '#core/people/person.ts';
import type { Clock, Instant } from '#core/time/clock.ts';
import type { CalendarChannels } from './calendar-channels.ts';
import { changeAccount } from './change-account.ts';
import { connectionNotice } from './connection-notice.ts';
import type { ConnectionStore } from './connection-store.ts';
import { type CalendarConnection, tokenOf } from './google-account.ts';
import type { GoogleDoor, GoogleIdentity, Redeemed } from './google-door.ts';
import type { Sealer } from './sealer.ts';

/** Somebody came from Google's sign-in. */
export type Arrival =
  /** The account is this person's. */
  | { is: 'known'; personId: PersonId }
  /** It was nobody's until now, and is that of whoever is signed in from here on. */
  | { is: 'connected'; personId: PersonId }
  /** Nobody's yet, and nobody is signed in. */
  | { is: 'nobody' }
  /** Somebody is signed in, and the account is somebody else's. Nothing was changed. */
  | { is: 'somebody-else' };

export type CalendarConnected =
  | { ok: true; email: string }
  | { ok: false; reason: 'somebody-else' }
  | { ok: false; reason: 'no-refresh-token' }
  | { ok: false; reason: 'missing'; missing: string[] }
  /** The operator has set no keys to seal tokens with. */
  | { ok: false; reason: 'no-keys' };

export interface ConnectedAccount {
  /** Names the account for `forget`. */
  id: string;
  email: string;
  connectedAt: Instant;
  calendar: Pick<CalendarConnection, 'state' | 'since'> | null;
}

export interface GoogleConnections {
  /** Whether calendars can be connected here at all. */
  readonly lendsCalendars: boolean;
  arrive(identity: GoogleIdentity, signedIn: Person | null): Promise<Arrival>;
  connectCalendar(person: Person, redeemed: Redeemed & { ok: true }): Promise<CalendarConnected>;
  /** Ends what Google lets us do with the person's calendars, and forgets the tokens. Signing in with the accounts goes on. */
  disconnectCalendar(person: Person): Promise<{ disconnected: number; revokedAtGoogle: boolean }>;
  /** The account no longer signs the person in, and its calendar is disconnected. False when it is not theirs. */
  forget(person: Person, id: string): Promise<boolean>;
  accounts(person: Person): Promise<ConnectedAccount[]>;
}

export interface GoogleConnectionsPorts {
  connections: ConnectionStore;
  people: PeopleStore;
  /** Null where ENCRYPTION_KEYS is not set. */
  sealer: Sealer | null;
  door: GoogleDoor;
  /** Null where no calendar can be lent. */
  channels: Pick<CalendarChannels, 'close'> | null;
  effects: EffectStore;
  alarm: Alarm;
  /** So that open pages show it. */
  changes: Pick<ChangeFeed, 'publish'>;
  clock: Clock;
}

export function createGoogleConnections(ports: GoogleConnectionsPorts): GoogleConnections {
  const { connections, people, sealer, door, channels, effects, alarm, changes, clock } = ports;

  const show = ({ id, ids }: Person): void => changes.publish({ about: 'person', id, personIds: ids });

  async function tell(notice: Effect): Promise<void> {
    await effects.add([notice]);
    alarm.wake(notice.dueAt);
  }

  /** Whose account it is once it is connected to the person, if it is nobody's: the person's own, or somebody else's. */
  async function claim({ sub, email }: GoogleIdentity, person: Person): Promise<'added' | 'own' | 'somebody-else'> {
    const added = await connections.add({
      ...{ sub, email, personId: person.id, calendar: null },
      ...{ connectedAt: clock.now(), revision: 1 },
    });
    if (added) {
      // Whoever has the account can sign in as the person from now on, so the person hears of it where they are at home.
      show(person);
      await tell(
        connectionNotice('google-connected', { about: `${sub}:${clock.now()}`, to: person.id, now: clock.now() }),
      );
      return 'added';
    }
    const owner = await ownerOf(sub);
    if (owner?.id !== person.id) return 'somebody-else';
    await changeAccount(connections, sub, (account) => (account.email === email ? null : { ...account, email }));
    return 'own';
  }

  async function ownerOf(sub: string): Promise<Person | null> {
    const account = await connections.find(sub);
    return account && people.get(account.personId);
  }

  /** Revokes first: a token that is forgotten while it lives would live on unseen. */
  async function endCalendar(sub: string): Promise<boolean> {
    const account = await connections.find(sub);
    // While the token still says who asks for it.
    if (account) await channels?.close(account);
    const opened = account?.calendar && sealer?.open(account.calendar.sealedRefreshToken, tokenOf(sub));
    const revoked = opened?.ok === true && (await door.revoke(opened.secret)) === 'revoked';
    const lost = account?.calendar?.state === 'lost';
    await changeAccount(connections, sub, (current) => (current.calendar ? { ...current, calendar: null } : null));
    return revoked || lost;
  }

  return {
    lendsCalendars: sealer !== null,

    async arrive(identity, signedIn) {
      const owner = await ownerOf(identity.sub);
      if (signedIn) {
        const claimed = await claim(identity, signedIn);
        if (claimed === 'somebody-else') return { is: 'somebody-else' };
        return { is: claimed === 'added' ? 'connected' : 'known', personId: signedIn.id };
      }
      return owner ? { is: 'known', personId: owner.id } : { is: 'nobody' };
    },

    async connectCalendar(person, { identity, refreshToken, scopes, missing }) {
      if (!sealer) return { ok: false, reason: 'no-keys' };
      if (missing.length > 0) return { ok: false, reason: 'missing', missing };
      if (refreshToken === null) return { ok: false, reason: 'no-refresh-token' };
      if ((await claim(identity, person)) === 'somebody-else') return { ok: false, reason: 'somebody-else' };
      const calendar: CalendarConnection = {
        sealedRefreshToken: sealer.seal(refreshToken, tokenOf(identity.sub)),
        scopes,
        calendarId: 'primary',
        state: 'ok',
        since: clock.now(),
        syncToken: null,
        lookAt: clock.now(),
        channel: null,
      };
      const before = await connections.find(identity.sub);
      if (before) await channels?.close(before);
      const changed = await changeAccount(connections, identity.sub, (account) => ({ ...account, calendar }));
      if (!changed) return { ok: false, reason: 'somebody-else' };
      // It is looked into for the first time.
      alarm.wake(clock.now());
      show(person);
      return { ok: true, email: identity.email };
    },

    async disconnectCalendar(person) {
      const lending = (await connections.ofPerson(person.ids)).filter(({ calendar }) => calendar !== null);
      const revoked = await Promise.all(lending.map(({ sub }) => endCalendar(sub)));
      if (lending.length > 0) show(person);
      return { disconnected: lending.length, revokedAtGoogle: revoked.every(Boolean) };
    },

    async forget(person, id) {
      const account = (await connections.ofPerson(person.ids)).find(({ sub }) => sub === id);
      if (!account) return false;
      if (account.calendar) await endCalendar(account.sub);
      const removed = await connections.remove(account.sub, person.ids);
      show(person);
      return removed;
    },

    async accounts(person) {
      return (await connections.ofPerson(person.ids)).map(({ sub, email, connectedAt, calendar }) => ({
        ...{ id: sub, email, connectedAt },
        calendar: calendar && { state: calendar.state, since: calendar.since },
      }));
    },
  };
}
