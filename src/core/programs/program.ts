import type { CommunityId, PersonId, ProgramId } from '#core/ids.ts';
import type { Platform } from '#core/people/person.ts';

/** A Discord server or a Slack workspace. */
export interface Community {
  id: CommunityId;
  programId: ProgramId;
  platform: Platform;
  /** Guild id or team id. */
  externalId: string;
  name: string;
  /** The platform's id of the channel that shows booked sessions; null where sessions are not announced. */
  announcementChannelId: string | null;
}

export interface ProgramSettings {
  /** Minutes before the start, largest first. */
  reminders: number[];
  /** Anyone may offer sessions, or only people an organiser named. */
  mentors: 'anyone' | 'named';
  namedMentorIds: PersonId[];
}

/** Communities that share mentors. */
export interface Program {
  id: ProgramId;
  communities: Community[];
  settings: ProgramSettings;
  /** People an admin named to run the programme, besides the platforms' own admins. */
  organizerIds: PersonId[];
  /** People who have used an organiser's command: they are told when something needs an organiser. */
  contactIds: PersonId[];
  /** Rises with every write; what compare-and-set compares. */
  revision: number;
}

/** Reminders 24 h and 10 min before; anybody may help. */
export const defaultSettings: ProgramSettings = {
  reminders: [24 * 60, 10],
  mentors: 'anyone',
  namedMentorIds: [],
};
