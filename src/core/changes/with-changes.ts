/** Stores that tell of every write that somebody's page may show, once it is confirmed. A write that was refused, or that threw, is no news. */
import type { CredentialStore } from '#core/access/credential-store.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import type { CommunityId, PersonId, ProgramId } from '#core/ids.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import type { CommitResult, MeetingStore } from '#core/meetings/meeting-store.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import type { Change, ChangeFeed } from './change-feed.ts';

export interface ToldStores {
  meetings: MeetingStore;
  effects: EffectStore;
  people: PeopleStore;
  programs: ProgramStore;
  credentials: CredentialStore;
}

type Feed = Pick<ChangeFeed, 'publish'>;

/** The same stores. What else they can do they do as before. */
export function withChanges(stores: ToldStores, feed: Feed): ToldStores {
  return {
    meetings: tellingMeetings(stores.meetings, feed),
    effects: tellingEffects(stores.effects, feed),
    people: tellingPeople(stores.people, feed),
    programs: tellingPrograms(stores.programs, feed),
    credentials: tellingCredentials(stores.credentials, feed),
  };
}

function tellingMeetings(meetings: MeetingStore, feed: Feed): MeetingStore {
  const told = (meeting: Meeting, result: CommitResult): CommitResult => {
    if (result.ok) feed.publish(ofMeeting(meeting));
    return result;
  };
  return {
    ...meetings,
    create: async (meeting, effects) => told(meeting, await meetings.create(meeting, effects)),
    update: async (meeting, effects) => told(meeting, await meetings.update(meeting, effects)),
  };
}

function tellingEffects(effects: EffectStore, feed: Feed): EffectStore {
  return {
    ...effects,
    async settle(claim, settlement) {
      const settled = await effects.settle(claim, settlement);
      const { meeting, unreached, outcome } = settlement;
      // What was given up is shown to organisers. A reminder that was sent is news to nobody's page.
      const shown = meeting !== undefined || unreached !== undefined || outcome.state === 'failed';
      if (settled && shown && claim.meeting) feed.publish(ofMeeting(claim.meeting));
      return settled;
    },
  };
}

function tellingPeople(people: PeopleStore, feed: Feed): PeopleStore {
  return {
    ...people,
    async arrive(arrival) {
      const person = await people.arrive(arrival);
      // Nearly every arrival changes nothing; the one that does leaves its own time behind, which saves looking first.
      if (person.updatedAt === arrival.now) feed.publish(ofPerson(person.id, person.ids));
      return person;
    },
    async setZone(id, zone, now) {
      await people.setZone(id, zone, now);
      feed.publish(ofPerson(id));
    },
    async setMentor(id, mentor, now, ifRevision) {
      const set = await people.setMentor(id, mentor, now, ifRevision);
      if (set) feed.publish(ofPerson(id));
      return set;
    },
    async link(from, into, now) {
      const result = await people.link(from, into, now);
      if (result.ok) feed.publish(ofPerson(into, [into, from]));
      return result;
    },
  };
}

function tellingPrograms(programs: ProgramStore, feed: Feed): ProgramStore {
  /** By the names they were last seen with: communities are made sure of at every click, and are news at the first one. */
  const known = new Map<CommunityId, string>();

  return {
    ...programs,
    async ensureCommunity(community, settings) {
      const { id, name } = community;
      if (known.get(id) === name) return programs.ensureCommunity(community, settings);
      const before = await programs.ofCommunity(id);
      const program = await programs.ensureCommunity(community, settings);
      known.set(id, name);
      const isNews = !before?.communities.some((stored) => stored.id === id && stored.name === name);
      if (isNews) feed.publish(ofProgram(program.id));
      return program;
    },
    async update(program) {
      const updated = await programs.update(program);
      if (updated) feed.publish({ ...ofProgram(program.id), standing: program.organizerIds });
      return updated;
    },
    async setAnnouncementChannel(id, channelId) {
      await programs.setAnnouncementChannel(id, channelId);
      // Asked behind the write, and nobody waits: a write that is confirmed does not fail because its news did.
      programs.ofCommunity(id).then(
        (program) => program && feed.publish(ofProgram(program.id)),
        () => {},
      );
    },
    async moveCommunity(id, to) {
      const from = await programs.ofCommunity(id);
      const result = await programs.moveCommunity(id, to);
      if (!result.ok) return result;
      for (const programId of new Set([from?.id ?? to, to])) {
        feed.publish({ ...ofProgram(programId), standing: 'everybody' });
      }
      return result;
    },
  };
}

/** Whoever revokes a session signs its pages out, which is what they then hear of. */
function tellingCredentials(credentials: CredentialStore, feed: Feed): CredentialStore {
  return {
    ...credentials,
    async remove(id, personIds) {
      const removed = await credentials.remove(id, personIds);
      const [first] = personIds;
      if (removed && first) feed.publish(ofPerson(first, personIds));
      return removed;
    },
  };
}

function ofMeeting({ id, mentorId, learnerId, programId }: Meeting): Change {
  return { about: 'meeting', id, personIds: [mentorId, learnerId], programId };
}

function ofPerson(id: PersonId, personIds: readonly PersonId[] = [id]): Change {
  return { about: 'person', id, personIds: [...personIds] };
}

function ofProgram(id: ProgramId): Extract<Change, { about: 'program' }> {
  return { about: 'program', id };
}
