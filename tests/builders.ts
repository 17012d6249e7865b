import { randomBytes } from 'node:crypto';
import type { Credential } from '#core/access/credential.ts';
import { type Effect, type EffectKind, meetingEffect } from '#core/effects/effect.ts';
import { type CommunityId, type MeetingId, newId, type PersonId, type ProgramId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { Arrival } from '#core/people/people-store.ts';
import { type Account, accountKey, type MentorProfile, type Person } from '#core/people/person.ts';
import { type Community, defaultSettings, type Program } from '#core/programs/program.ts';
import { day, hour } from '#core/time/clock.ts';

/** Tuesday 1 December 2026, 09:00 UTC: the present of every test that does not say otherwise. */
export const NOW = Date.UTC(2026, 11, 1, 9);

export const maya = 'maya' as PersonId;
export const leo = 'leo' as PersonId;
export const guild = 'discord:guild' as CommunityId;

/** A request by Leo to Maya for tomorrow, 10:00 to 10:30 UTC. */
export function aMeeting(overrides: Partial<Meeting> = {}): Meeting {
  return {
    id: newId() as MeetingId,
    programId: 'discord:guild' as ProgramId,
    mentorId: maya,
    learnerId: leo,
    subject: 'Recursion',
    description: 'It never ends.',
    scheduledAt: NOW + day + hour,
    duration: 30,
    meetingLink: null,
    linkGivenUp: false,
    meetingId: null,
    status: 'requested',
    version: 1,
    revision: 1,
    expiresAt: NOW + day,
    reason: '',
    unreached: [],
    history: [{ at: NOW, by: leo, what: 'request', scheduledAt: NOW + day + hour }],
    createdAt: NOW,
    updatedAt: NOW,
    ...overrides,
  };
}

/** Due now, unless said otherwise. */
export function anEffect(
  meeting: Pick<Meeting, 'id' | 'version'> = aMeeting(),
  what: EffectKind = { sort: 'notice', kind: 'request', to: maya },
  dueAt = NOW,
): Effect {
  return meetingEffect(meeting, what, dueAt);
}

/** On Discord, seen in the guild, unless said otherwise. */
export function anAccount(overrides: Partial<Omit<Account, 'key'>> = {}): Account {
  const account = {
    platform: 'discord' as const,
    userId: '1001',
    workspaceId: null,
    name: 'Maya',
    communityIds: [guild],
    roomId: null,
    ...overrides,
  };
  return { key: accountKey(account.platform, account.userId, account.workspaceId), ...account };
}

export function aPerson(overrides: Partial<Person> = {}): Person {
  const id = overrides.id ?? maya;
  return {
    id,
    ids: [id],
    accounts: [anAccount()],
    name: 'Maya',
    zone: 'Europe/Berlin',
    mentor: null,
    mentorRevision: 0,
    updatedAt: NOW,
    ...overrides,
  };
}

/** Monday to Friday, 09:00 to 17:00 in Berlin. */
export function aMentorProfile(overrides: Partial<MentorProfile> = {}): MentorProfile {
  const workday = [{ from: 9 * 60, to: 17 * 60 }];
  return {
    topics: ['python'],
    hours: [workday, workday, workday, workday, workday, [], []],
    exceptions: [],
    hoursZone: 'Europe/Berlin',
    duration: 30,
    notice: 120,
    open: true,
    ...overrides,
  };
}

/** Somebody on Discord who writes in the guild, and becomes the person `id` if nobody knows the account. */
export function anArrival(
  id: PersonId,
  overrides: Partial<Omit<Arrival, 'account'>> & { account?: Partial<Account> } = {},
): Arrival {
  const { account, ...rest } = overrides;
  const { communityIds: _, roomId: __, ...known } = anAccount({ userId: `user-${id}`, name: id, ...account });
  return { account: known, communityId: guild, zone: null, newPersonId: id, now: NOW, ...rest };
}

/** A token of Maya's that works until it is revoked and was never used, unless said otherwise. */
export function aCredential(overrides: Partial<Credential> = {}): Credential {
  return {
    id: randomBytes(32).toString('hex'),
    kind: 'token',
    personId: maya,
    label: 'My script',
    scope: 'read',
    organizes: [],
    createdAt: NOW,
    usedAt: null,
    expiresAt: null,
    ...overrides,
  };
}

/** The guild on Discord, where sessions are announced. */
export function aCommunity(overrides: Partial<Community> = {}): Community {
  return {
    id: guild,
    programId: 'discord:guild' as ProgramId,
    platform: 'discord',
    externalId: 'guild',
    name: 'Study Hall',
    announcementChannelId: 'announcements',
    ...overrides,
  };
}

/** Of the guild alone, with the settings a programme begins with. */
export function aProgram(overrides: Partial<Program> = {}): Program {
  return {
    id: 'discord:guild' as ProgramId,
    communities: [aCommunity()],
    settings: defaultSettings,
    organizerIds: [],
    contactIds: [],
    revision: 1,
    ...overrides,
  };
}
