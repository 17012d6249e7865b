import type { AccountKey, CommunityId, MeetingId, PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Account, MentorProfile, Person } from './person.ts';

export interface Arrival {
  account: Omit<Account, 'communityIds' | 'roomId'>;
  /** Where the account was seen; null in a direct message, where nobody says. */
  communityId: CommunityId | null;
  /** The zone the platform tells (Slack does); taken only while the person has not said one. */
  zone: string | null;
  /** Used when the account is new. */
  newPersonId: PersonId;
  now: Instant;
}

/**
 * People and their accounts. Every method reads or writes so that one atomic write to one document is enough.
 * Any id of a person finds the person, also one that was linked into another. Whoever is answered may be shared with others who ask: copy to change.
 */
export interface PeopleStore {
  /** Finds the person by account key, or makes one; keeps the account's name and communities up to date. Racing calls agree on one person. */
  arrive(arrival: Arrival): Promise<Person>;
  get(id: PersonId): Promise<Person | null>;
  getMany(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
  byAccount(key: AccountKey): Promise<Person | null>;
  setZone(id: PersonId, zone: string, now: Instant): Promise<void>;
  /**
   * Raises the profile's revision. `ifRevision`: only if it is still this one; null, or left out: whatever it is. False when somebody wrote in between.
   */
  setMentor(id: PersonId, mentor: MentorProfile, now: Instant, ifRevision?: number | null): Promise<boolean>;
  setRoom(key: AccountKey, roomId: string | null): Promise<void>;
  /** People with a mentor profile and an account seen in one of these communities, sorted by name. */
  mentorsIn(communityIds: readonly CommunityId[]): Promise<Person[]>;
  /**
   * Makes `from` and all that was linked into it part of `into`. Refused, with the live meetings that overlap, while the two have sessions at the same
   * time, and when they are the same person already. The zone and mentor profile of `into` win where both have one; the revisions of the profiles are added up.
   */
  link(
    from: PersonId,
    into: PersonId,
    now: Instant,
  ): Promise<
    { ok: true } | { ok: false; reason: 'same-person' } | { ok: false; reason: 'overlap'; meetingIds: MeetingId[] }
  >;
}
