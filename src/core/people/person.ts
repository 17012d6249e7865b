import type { OfferedHours } from '#core/availability/hours-exception.ts';
import type { AccountKey, CommunityId, PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time/clock.ts';

export type Platform = 'discord' | 'slack';

/** One login on one platform. */
export interface Account {
  key: AccountKey;
  platform: Platform;
  /** The platform's own id of the user. */
  userId: string;
  /** The Slack workspace the user id belongs to; null on Discord, where user ids are global. */
  workspaceId: string | null;
  /** The name people see there. Shown to others, never used to find anybody. */
  name: string;
  /** Where this account has been seen. */
  communityIds: CommunityId[];
  /** A private thread that stands in for direct messages while those are closed (Discord); null otherwise. */
  roomId: string | null;
}

/** What a mentor offers. One for all programmes, because a person has only one week. */
export interface MentorProfile extends OfferedHours {
  topics: string[];
  /** The zone the hours and exceptions are meant in (IANA). */
  hoursZone: string;
  /** Length of a session, in minutes. */
  duration: number;
  /** How long before its start a session must be asked for, in minutes. */
  notice: number;
  /** False while the mentor takes no new requests. */
  open: boolean;
}

/** Somebody, with all the accounts that were linked to be theirs. */
export interface Person {
  id: PersonId;
  /** This id and the ids of people who were linked into this one: meetings may carry any of them. */
  ids: PersonId[];
  /** At least one; the one the person chose to keep comes first. */
  accounts: Account[];
  name: string;
  /** Null until the person has said it or Slack has told it (IANA). */
  zone: string | null;
  mentor: MentorProfile | null;
  /** Rises with every write of the mentor profile; what compare-and-set compares. 0 until the first. */
  mentorRevision: number;
  updatedAt: Instant;
}

export function accountKey(platform: Platform, userId: string, workspaceId: string | null): AccountKey {
  return (platform === 'slack' ? `slack:${workspaceId}:${userId}` : `discord:${userId}`) as AccountKey;
}
