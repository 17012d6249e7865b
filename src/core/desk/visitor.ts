import type { Account, Person, Platform } from '#core/people/person.ts';
import type { Community, Program } from '#core/programs/program.ts';

/** What a platform says about who is asking, and where. */
export interface Asker {
  platform: Platform;
  userId: string;
  /** Slack: the team id. Null on Discord. */
  workspaceId: string | null;
  /** The name others see. */
  name: string;
  /** The server or workspace; null in a direct message on Discord. */
  community: { externalId: string; name: string } | null;
  /** The zone the platform tells (Slack does); null where it does not. */
  zone: string | null;
  /** What the platform tells of their language ("de", "pt-BR"): a hint for time zones. */
  locale: string | null;
  /** True when the platform says that this person runs the place (Discord: Manage Server; Slack: workspace admin or owner). */
  admin: boolean;
}

/** Somebody at the desk: who they are to us, and the programme they are in. */
export interface Visitor {
  person: Person;
  account: Account;
  /** Null when they ask in a direct message and were never seen in a community. */
  program: Program | null;
  community: Community | null;
  /** What the platform tells of their language; a hint only. */
  locale: string | null;
  /** May change the programme's settings. */
  organizer: boolean;
}
