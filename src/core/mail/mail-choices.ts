/** Who gets mail, and where. Only addresses that Google says are theirs: nobody can have somebody else written to. */
import type { CredentialStore } from '#core/access/credential-store.ts';
import { credentialId, newSecret } from '#core/access/secret.ts';
import type { ChangeFeed } from '#core/changes/change-feed.ts';
import { changeAccount } from '#core/connections/change-account.ts';
import type { ConnectionStore } from '#core/connections/connection-store.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { Person } from '#core/people/person.ts';
import { type Clock, day } from '#core/time/clock.ts';
import { isMailAddress } from './mail-address.ts';

export interface MailChoice {
  address: string;
  /** It is, until the person says otherwise. */
  on: boolean;
  /** Whether Confab writes into the person's own calendar already. */
  lendsCalendar: boolean;
}

export interface MailChoices {
  /** Null where no address of the person is known. Of several it is the one connected first. */
  of(person: Person): Promise<MailChoice | null>;
  /** For all addresses that the person has now. False where there is none. */
  choose(person: Person, on: boolean): Promise<boolean>;
  /** The secret of a link that ends mail to the person and does nothing else. It is stored nowhere, so each mail has one of its own. */
  offerEnd(person: Person): Promise<string>;
  /** Whose link it is; null where it is unknown or too old. Using it any number of times is the same as once. */
  byEnd(secret: string): Promise<Person | null>;
}

export interface MailChoicesPorts {
  connections: ConnectionStore;
  credentials: CredentialStore;
  people: PeopleStore;
  /** So that open pages show it. */
  changes: Pick<ChangeFeed, 'publish'>;
  clock: Clock;
}

/** How long the link in a mail works, in milliseconds: well above the 30 days that the law of some countries asks for. */
const endLife = 180 * day;

export function createMailChoices(ports: MailChoicesPorts): MailChoices {
  const { connections, credentials, people, changes, clock } = ports;

  return {
    async of({ ids }) {
      const accounts = await connections.ofPerson(ids);
      const first = accounts.find(({ email }) => isMailAddress(email));
      if (!first) return null;
      const lendsCalendar = accounts.some(({ calendar }) => calendar?.state === 'ok');
      return { address: first.email, on: first.mailOff !== true, lendsCalendar };
    },

    async choose({ id, ids }, on) {
      const accounts = await connections.ofPerson(ids);
      for (const { sub } of accounts) {
        await changeAccount(connections, sub, ({ mailOff = false, ...account }) =>
          mailOff === !on ? null : { ...account, ...(!on && { mailOff: true as const }) },
        );
      }
      if (accounts.length > 0) changes.publish({ about: 'person', id, personIds: ids });
      return accounts.length > 0;
    },

    async offerEnd({ id: personId }) {
      const { secret, id } = newSecret('unsubscribe');
      const now = clock.now();
      await credentials.add({
        ...{ id, kind: 'unsubscribe', personId, label: '', scope: 'write', organizes: [] },
        ...{ createdAt: now, usedAt: null, expiresAt: now + endLife },
      });
      return secret;
    },

    async byEnd(secret) {
      const id = credentialId(secret, 'unsubscribe');
      const found = id === null ? null : await credentials.find(id);
      if (found?.kind !== 'unsubscribe' || (found.expiresAt ?? 0) <= clock.now()) return null;
      return people.get(found.personId);
    },
  };
}
