import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '#core/changes/change-feed.ts';
import { type ToldStores, withChanges } from '#core/changes/with-changes.ts';
import type { CommunityId, PersonId, ProgramId } from '#core/ids.ts';
import { defaultSettings } from '#core/programs/program.ts';
import { hour, minute } from '#core/time/clock.ts';
import { aMeeting, aMentorProfile, anArrival, anEffect, guild, leo, maya, NOW } from '../../builders.ts';
import { useSmallHouse } from '../../fakes/small-house.ts';

const noor = 'noor' as PersonId;
const team = 'slack:team' as CommunityId;
const program = guild as string as ProgramId;

describe('stores that tell of changes', () => {
  const house = useSmallHouse();
  let stores: ToldStores;
  let published: Change[];

  /** What is published by this, and nothing that was before. */
  async function publishedBy(work: () => Promise<unknown>): Promise<Change[]> {
    published.length = 0;
    await work();
    return published;
  }

  beforeEach(async () => {
    published = [];
    stores = withChanges(house.stores, { publish: (change) => published.push(change) });
    for (const id of [maya, leo, noor]) await house.stores.people.arrive(anArrival(id));
    for (const id of [guild, team]) {
      const [platform = 'discord', externalId = ''] = id.split(':') as ['discord' | 'slack', string];
      await house.stores.programs.ensureCommunity({ id, platform, externalId, name: id }, defaultSettings);
    }
  });

  const ofMeeting = (id: string): Change => ({ about: 'meeting', id, personIds: [maya, leo], programId: program });
  const ofProgram = (id: string): Change => ({ about: 'program', id: id as ProgramId });

  describe('sessions', () => {
    it('are news when they are made and changed, to both people', async () => {
      const meeting = aMeeting();
      expect(await publishedBy(() => stores.meetings.create(meeting, []))).toEqual([ofMeeting(meeting.id)]);
      const next = { ...meeting, status: 'scheduled' as const, version: 2, revision: 2 };
      expect(await publishedBy(() => stores.meetings.update(next, []))).toEqual([ofMeeting(meeting.id)]);
      expect(await stores.meetings.get(meeting.id)).toEqual(next);
    });

    it('are no news when the write is refused or fails', async () => {
      const meeting = aMeeting();
      await house.stores.meetings.create(meeting, []);
      expect(await publishedBy(() => stores.meetings.create(meeting, []))).toEqual([]);
      expect(await publishedBy(() => stores.meetings.create(aMeeting(), []))).toEqual([]);
      expect(await publishedBy(() => stores.meetings.update({ ...meeting, revision: 9 }, []))).toEqual([]);
      house.db.close();
      expect(await publishedBy(() => expect(stores.meetings.create(aMeeting(), [])).rejects.toThrow())).toEqual([]);
    });
  });

  describe('what was carried out', () => {
    async function aClaim() {
      const meeting = aMeeting();
      await house.stores.meetings.create(meeting, [anEffect(meeting)]);
      const [claim] = await stores.effects.claim({ now: NOW, leaseUntil: NOW + minute, limit: 1 });
      return claim!;
    }

    it.each([
      ['a link came', { outcome: { state: 'done' }, meeting: { meetingLink: 'https://meet.example/1' } }],
      [
        'somebody could not be reached',
        { outcome: { state: 'done' }, unreached: { personId: maya, platform: 'Slack' } },
      ],
      ['it was given up', { outcome: { state: 'failed', reason: 'closed' } }],
    ] as const)('is news when %s', async (_when, settlement) => {
      const claim = await aClaim();
      expect(await publishedBy(() => stores.effects.settle(claim, { ...settlement, now: NOW }))).toEqual([
        ofMeeting(claim.meeting!.id),
      ]);
    });

    it('is no news when nobody’s page shows it, or when the claim was lost', async () => {
      const claim = await aClaim();
      const lost = { ...claim, token: 'another' };
      const link = { meeting: { meetingLink: 'https://meet.example/1' }, now: NOW };
      expect(await publishedBy(() => stores.effects.settle(lost, { outcome: { state: 'done' }, ...link }))).toEqual([]);
      expect(await publishedBy(() => stores.effects.settle(claim, { outcome: { state: 'done' }, now: NOW }))).toEqual(
        [],
      );
    });
  });

  describe('people', () => {
    const ofPerson = (id: PersonId, ...ids: PersonId[]): Change => ({ about: 'person', id, personIds: ids });

    it('are news when they come, and when they come otherwise than before', async () => {
      const again = (overrides: Parameters<typeof anArrival>[1] = {}) =>
        publishedBy(() => stores.people.arrive(anArrival(maya, { now: NOW + hour, ...overrides })));
      expect(await again()).toEqual([]);
      expect(await again({ account: { name: 'Maya B.' } })).toEqual([ofPerson(maya, maya)]);
      expect(await again({ account: { name: 'Maya B.' }, now: NOW + 2 * hour })).toEqual([]);
      expect(await publishedBy(() => stores.people.arrive(anArrival('new' as PersonId)))).toHaveLength(1);
    });

    it('are news when they change their zone or what they offer', async () => {
      expect(await publishedBy(() => stores.people.setZone(maya, 'Asia/Tokyo', NOW))).toEqual([ofPerson(maya, maya)]);
      expect(await publishedBy(() => stores.people.setMentor(maya, aMentorProfile(), NOW))).toEqual([
        ofPerson(maya, maya),
      ]);
      expect(
        await publishedBy(() => expect(stores.people.setZone('x' as PersonId, 'UTC', NOW)).rejects.toThrow()),
      ).toEqual([]);
    });

    it('are news to both accounts when they are linked', async () => {
      expect(await publishedBy(() => stores.people.link(noor, maya, NOW))).toEqual([ofPerson(maya, maya, noor)]);
      expect(await publishedBy(() => stores.people.link(noor, maya, NOW))).toEqual([]);
    });

    it('are news when a session of theirs is revoked, and by nobody else', async () => {
      const { access, stores: bare } = house;
      await access.openSession(maya);
      const [session] = await bare.credentials.listOf([maya], 'session');
      expect(await publishedBy(() => stores.credentials.remove(session!.id, [leo]))).toEqual([]);
      expect(await publishedBy(() => stores.credentials.remove(session!.id, [maya, noor]))).toEqual([
        ofPerson(maya, maya, noor),
      ]);
    });
  });

  describe('programmes', () => {
    it('are news when their settings change, and their organisers perhaps others', async () => {
      const stored = { ...(await stores.programs.get(program))!, organizerIds: [noor] };
      expect(await publishedBy(() => stores.programs.update(stored))).toEqual([
        { about: 'program', id: program, standing: [noor] },
      ]);
      expect(await publishedBy(() => stores.programs.update(stored))).toEqual([]);
    });

    it('are news when a channel is chosen, also for one that has joined another', async () => {
      await house.stores.programs.moveCommunity(team, program);
      await publishedBy(() => stores.programs.setAnnouncementChannel(team, 'C1'));
      await vi.waitFor(() => expect(published).toEqual([ofProgram(program)]));
    });

    it('are both news when a community moves', async () => {
      expect(await publishedBy(() => stores.programs.moveCommunity(team, program))).toEqual([
        { ...ofProgram(team), standing: 'everybody' },
        { ...ofProgram(program), standing: 'everybody' },
      ]);
      await house.stores.meetings.create(aMeeting(), []);
      expect(await publishedBy(() => stores.programs.moveCommunity(guild, team as string as ProgramId))).toEqual([]);
    });

    it('are news when a community is new or has another name, and are asked for once', async () => {
      const community = {
        id: 'discord:new' as CommunityId,
        platform: 'discord',
        externalId: 'new',
        name: 'Club',
      } as const;
      const ensure = (name: string, id = community.id) =>
        publishedBy(() => stores.programs.ensureCommunity({ ...community, id, name }, defaultSettings));
      const asked = vi.spyOn(house.stores.programs, 'ofCommunity');
      expect(await ensure('Club')).toEqual([ofProgram('discord:new')]);
      expect(await ensure('Club')).toEqual([]);
      expect(asked).toHaveBeenCalledTimes(1);
      expect(await ensure('Code Club')).toEqual([ofProgram('discord:new')]);
      // Known before this process began.
      expect(await ensure(guild, guild)).toEqual([]);
    });
  });
});
