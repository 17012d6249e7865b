import type { Credential, CredentialKind } from '#core/access/credential.ts';
import type { GoogleAccount } from '#core/connections/google-account.ts';
import type { Effect, Place } from '#core/effects/effect.ts';
import type { EffectId, MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { Person } from '#core/people/person.ts';
import type { Program } from '#core/programs/program.ts';
import type { Instant } from '#core/time/clock.ts';

/** An effect with how far it has got. One that is claimed counts as waiting: nobody works while a database is copied. */
export interface ArchivedEffect {
  effect: Effect;
  state: 'waiting' | 'done' | 'dropped' | 'failed';
  /** When it may be claimed; null once it is settled. */
  readyAt: Instant | null;
  attempt: number;
  unanswered: number;
  reason: string | null;
  settledAt: Instant | null;
}

/** Everything that a database holds, in the words of the core. Jobs are not in it: they are made again from the effects. */
export interface ArchiveKinds {
  /** With all that was linked into them. */
  people: {
    id: PersonId;
    person: Person /** Whether the person said the zone; otherwise a platform told it. */;
    zoneSaid: boolean;
  };
  /** Tokens, feeds and the links in mails, which people have elsewhere. Sessions and sign-in links stay behind: signing in again is one click. */
  credentials: { id: string; credential: Credential };
  /** Google accounts, with the tokens of lent calendars sealed as they are: whoever moves them takes the keys along. The id is Google's. */
  connections: { id: string; account: GoogleAccount };
  /** With their communities. */
  programs: { id: ProgramId; program: Program };
  /** With their effects, in the order of writing, and their places, by key. */
  meetings: { id: MeetingId; meeting: Meeting; effects: ArchivedEffect[]; places: Place[] };
  /** Effects that belong to no meeting. */
  notices: { id: EffectId; notice: ArchivedEffect };
  /** The id is `kind:id`. */
  scratch: { id: string; data: unknown; expiresAt: Instant };
}

export type ArchiveKind = keyof ArchiveKinds;

/** In the order of copying: whoever is referred to comes first. */
export const archiveKinds = [
  'people',
  'credentials',
  'connections',
  'programs',
  'meetings',
  'notices',
  'scratch',
] as const satisfies ArchiveKind[];

/** The kinds of credentials that move along. */
export const archivedCredentials = ['token', 'feed', 'unsubscribe'] as const satisfies CredentialKind[];

/** A whole database, to be copied into another one. Not for use while anybody works on it. */
export interface Archive {
  count(kind: ArchiveKind): Promise<number>;
  /** Up to `limit` in the byte order of their ids, beginning behind `after`. */
  read<Kind extends ArchiveKind>(kind: Kind, after: string | null, limit: number): Promise<ArchiveKinds[Kind][]>;
  /** Those of these ids that are there. */
  readMany<Kind extends ArchiveKind>(kind: Kind, ids: readonly string[]): Promise<ArchiveKinds[Kind][]>;
  /** Writes one, in place of what has its id. */
  write<Kind extends ArchiveKind>(kind: Kind, record: ArchiveKinds[Kind]): Promise<void>;
  close(): Promise<void>;
}
