import { describe, expect, it } from 'vitest';
import type { AccountKey, CommunityId, MeetingId, PersonId } from '#core/ids.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { aMeeting, aMentorProfile, anArrival, guild, leo, maya, NOW } from '../builders.ts';
import { type CreateStores, useStores } from './stores.ts';

const noor = 'noor' as PersonId;
const team = 'slack:team' as CommunityId;
const onSlack = { platform: 'slack', userId: 'U1', workspaceId: 'team' } as const;

export function describePeopleStore(name: string, createStores: CreateStores): void {
  describe(`${name}: people`, () => {
    const stores = useStores(createStores);
    const arrived = (id: PersonId, overrides: Parameters<typeof anArrival>[1] = {}) =>
      stores.people.arrive(anArrival(id, overrides));

    describe('arriving', () => {
      it('makes a person of an unknown account', async () => {
        const person = await arrived(maya, { account: { name: 'Maya' } });
        expect(person).toEqual({
          id: maya,
          ids: [maya],
          accounts: [
            {
              key: 'discord:user-maya',
              platform: 'discord',
              userId: 'user-maya',
              workspaceId: null,
              name: 'Maya',
              communityIds: [guild],
              roomId: null,
            },
          ],
          name: 'Maya',
          zone: null,
          mentor: null,
          mentorRevision: 0,
          updatedAt: NOW,
        });
        expect(await stores.people.get(maya)).toEqual(person);
        expect(await stores.people.byAccount('discord:user-maya' as AccountKey)).toEqual(person);
      });

      it('finds the person again, and changes nothing', async () => {
        const first = await arrived(maya);
        const again = await stores.people.arrive({ ...anArrival(maya), newPersonId: noor, now: NOW + day });
        expect(again).toEqual(first);
        expect(await stores.people.get(noor)).toBeNull();
      });

      it('agrees on one person when many arrive at once', async () => {
        const people = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            stores.people.arrive({ ...anArrival(maya), newPersonId: `candidate-${index}` as PersonId }),
          ),
        );
        expect(new Set(people.map(({ id }) => id)).size).toBe(1);
        expect(await stores.people.get(people[0]!.id)).toMatchObject({ accounts: [{ key: 'discord:user-maya' }] });
      });

      it('keeps the name and the communities up to date', async () => {
        await arrived(maya, { account: { name: 'Maya' } });
        const other = 'discord:other' as CommunityId;
        const person = await arrived(maya, { account: { name: 'Maya B.' }, communityId: other, now: NOW + day });
        expect(person.name).toBe('Maya B.');
        expect(person.accounts).toMatchObject([
          { name: 'Maya B.', communityIds: expect.arrayContaining([guild, other]) },
        ]);
        expect(person.updatedAt).toBe(NOW + day);
      });

      it('learns no community from a direct message', async () => {
        expect((await arrived(maya, { communityId: null })).accounts[0]?.communityIds).toEqual([]);
        await arrived(maya);
        expect((await arrived(maya, { communityId: null })).accounts[0]?.communityIds).toEqual([guild]);
      });

      it('takes the zone the platform tells, until the person has said one', async () => {
        expect((await arrived(maya, { zone: 'Europe/Berlin' })).zone).toBe('Europe/Berlin');
        expect((await arrived(maya, { zone: 'Asia/Tokyo' })).zone).toBe('Asia/Tokyo');
        expect((await arrived(maya, { zone: null })).zone).toBe('Asia/Tokyo');
        await stores.people.setZone(maya, 'America/Lima', NOW);
        expect((await arrived(maya, { zone: 'Europe/Berlin' })).zone).toBe('America/Lima');
        const renamed = await arrived(maya, { zone: 'Europe/Berlin', account: { name: 'Maya B.' } });
        expect(renamed).toMatchObject({ name: 'Maya B.', zone: 'America/Lima' });
      });
    });

    describe('finding', () => {
      it('gives null or nothing for strangers', async () => {
        await arrived(maya);
        expect(await stores.people.get(noor)).toBeNull();
        expect(await stores.people.byAccount('discord:nobody' as AccountKey)).toBeNull();
        expect([...(await stores.people.getMany([maya, noor])).keys()]).toEqual([maya]);
      });

      it('finds mentors by the communities of their accounts, sorted by name', async () => {
        const mentors = ['zoe', 'ben', 'Carla', 'elsewhere'] as PersonId[];
        for (const id of mentors) {
          await arrived(id, id === 'elsewhere' ? { communityId: team } : {});
          await stores.people.setMentor(id, aMentorProfile(), NOW);
        }
        await arrived(leo);
        const found = await stores.people.mentorsIn([guild, 'discord:other' as CommunityId]);
        expect(found.map(({ id }) => id)).toEqual(['ben', 'Carla', 'zoe']);
        expect(found[0]?.mentor).toEqual(aMentorProfile());
        expect(await stores.people.mentorsIn([])).toEqual([]);
      });

      it('finds a mentor who is in several of the communities once', async () => {
        await arrived(maya);
        await arrived(maya, { communityId: team });
        await stores.people.setMentor(maya, aMentorProfile(), NOW);
        expect(await stores.people.mentorsIn([guild, team])).toHaveLength(1);
      });
    });

    it('changes zone, mentor profile and room', async () => {
      const { accounts } = await arrived(maya);
      await stores.people.setZone(maya, 'Asia/Tokyo', NOW + 1);
      await stores.people.setMentor(maya, aMentorProfile({ open: false }), NOW + 2);
      await stores.people.setRoom(accounts[0]!.key, 'thread');
      expect(await stores.people.get(maya)).toMatchObject({
        zone: 'Asia/Tokyo',
        mentor: aMentorProfile({ open: false }),
        accounts: [{ roomId: 'thread' }],
        updatedAt: NOW + 2,
      });
      await stores.people.setRoom(accounts[0]!.key, null);
      expect((await stores.people.get(maya))?.accounts[0]?.roomId).toBeNull();
    });

    describe('the revision of a mentor profile', () => {
      const revisionOf = async (id: PersonId) => (await stores.people.get(id))?.mentorRevision;

      it('rises with every write of the profile, and with nothing else', async () => {
        await arrived(maya);
        expect(await revisionOf(maya)).toBe(0);
        expect(await stores.people.setMentor(maya, aMentorProfile(), NOW)).toBe(true);
        expect(await revisionOf(maya)).toBe(1);
        await stores.people.setZone(maya, 'Asia/Tokyo', NOW + 1);
        await arrived(maya, { account: { name: 'Another name' } });
        expect(await revisionOf(maya)).toBe(1);
        await stores.people.setMentor(maya, aMentorProfile(), NOW);
        expect(await revisionOf(maya)).toBe(2);
      });

      it('refuses whoever has seen another one, and writes nothing', async () => {
        await arrived(maya);
        const set = (topic: string, ifRevision: number | null) =>
          stores.people.setMentor(maya, aMentorProfile({ topics: [topic] }), NOW, ifRevision);
        expect(await set('first', 1)).toBe(false);
        expect((await stores.people.get(maya))?.mentor).toBeNull();
        expect(await set('first', 0)).toBe(true);
        expect(await set('second', 0)).toBe(false);
        expect((await stores.people.get(maya))?.mentor?.topics).toEqual(['first']);
        expect(await set('second', 1)).toBe(true);
        expect(await set('third', null)).toBe(true);
        expect(await stores.people.get(maya)).toMatchObject({ mentor: { topics: ['third'] }, mentorRevision: 3 });
      });

      it('lets one of many through who have seen the same', async () => {
        await arrived(maya);
        await stores.people.setMentor(maya, aMentorProfile(), NOW);
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            stores.people.setMentor(maya, aMentorProfile({ topics: [`${index}`] }), NOW, 1),
          ),
        );
        expect(results.filter(Boolean)).toHaveLength(1);
        expect(await revisionOf(maya)).toBe(2);
      });

      it('is added up when two people turn out to be one', async () => {
        await arrived(maya);
        await arrived(noor);
        for (const id of [maya, maya, noor]) await stores.people.setMentor(id, aMentorProfile(), NOW);
        await stores.people.link(maya, noor, NOW);
        expect(await revisionOf(noor)).toBe(3);
        expect(await stores.people.setMentor(noor, aMentorProfile(), NOW, 1)).toBe(false);
        expect(await stores.people.setMentor(maya, aMentorProfile(), NOW, 3)).toBe(true);
        expect(await revisionOf(noor)).toBe(4);
      });
    });

    it('keeps the exceptions of a mentor, and all that is in them', async () => {
      await arrived(maya);
      const exceptions = [
        {
          from: '2026-12-05',
          to: '2026-12-05',
          windows: [
            { from: 600, to: 720 },
            { from: 840, to: 1_440 },
          ],
        },
        { from: '2026-12-24', to: '2027-01-02', windows: [] },
      ];
      await stores.people.setMentor(maya, aMentorProfile({ exceptions }), NOW);
      expect((await stores.people.get(maya))?.mentor).toEqual(aMentorProfile({ exceptions }));
      await stores.people.setMentor(maya, aMentorProfile(), NOW);
      expect((await stores.people.get(maya))?.mentor?.exceptions).toEqual([]);
    });

    describe('linking', () => {
      const link = (from: PersonId, into: PersonId) => stores.people.link(from, into, NOW + day);

      it('makes one person with all ids and accounts, the kept one first', async () => {
        await arrived(maya, { account: { ...onSlack, name: 'Maya on Slack' }, communityId: team });
        await arrived(noor, { account: { name: 'Maya on Discord' } });
        expect(await link(maya, noor)).toEqual({ ok: true });
        const person = await stores.people.get(noor);
        expect(person).toMatchObject({
          id: noor,
          name: 'Maya on Discord',
          accounts: [{ platform: 'discord' }, { platform: 'slack', communityIds: [team] }],
          updatedAt: NOW + day,
        });
        expect(person?.ids[0]).toBe(noor);
        expect([...person!.ids].sort()).toEqual([maya, noor].sort());
      });

      it('lets any id and any account find the person', async () => {
        await arrived(maya, { account: onSlack });
        await arrived(noor);
        await link(maya, noor);
        const person = await stores.people.get(noor);
        expect(await stores.people.get(maya)).toEqual(person);
        expect(await stores.people.byAccount('slack:team:U1' as AccountKey)).toEqual(person);
        expect(await stores.people.getMany([maya, noor])).toEqual(
          new Map([
            [maya, person],
            [noor, person],
          ]),
        );
        expect((await arrived(maya, { account: onSlack })).id).toBe(noor);
        await stores.people.setZone(maya, 'Asia/Tokyo', NOW);
        expect((await stores.people.get(noor))?.zone).toBe('Asia/Tokyo');
      });

      it('brings along what was linked before', async () => {
        for (const id of ['a', 'b', 'c', 'd'] as PersonId[]) await arrived(id);
        await link('a' as PersonId, 'b' as PersonId);
        await link('c' as PersonId, 'd' as PersonId);
        // By the id of somebody who is part of another person already.
        expect(await link('a' as PersonId, 'c' as PersonId)).toEqual({ ok: true });
        for (const id of ['a', 'b', 'c', 'd'] as PersonId[]) {
          const person = await stores.people.get(id);
          expect(person?.id).toBe('d');
          expect([...person!.ids].sort()).toEqual(['a', 'b', 'c', 'd']);
          expect(person?.accounts.map(({ name: shown }) => shown)).toEqual(['d', 'c', 'b', 'a']);
        }
      });

      it('keeps the zone and mentor profile of the one that stays, and takes over what it lacks', async () => {
        await arrived(maya);
        await stores.people.setZone(maya, 'Asia/Tokyo', NOW);
        await stores.people.setMentor(maya, aMentorProfile({ topics: ['go'] }), NOW);
        await arrived(noor);
        await link(maya, noor);
        expect(await stores.people.get(noor)).toMatchObject({ zone: 'Asia/Tokyo', mentor: { topics: ['go'] } });

        await arrived(leo);
        await stores.people.setZone(leo, 'Europe/Berlin', NOW);
        await stores.people.setMentor(leo, aMentorProfile({ topics: ['rust'] }), NOW);
        await link(noor, leo);
        expect(await stores.people.get(maya)).toMatchObject({ zone: 'Europe/Berlin', mentor: { topics: ['rust'] } });
      });

      it('finds a mentor in the communities of both accounts', async () => {
        await arrived(maya, { account: onSlack, communityId: team });
        await stores.people.setMentor(maya, aMentorProfile(), NOW);
        await arrived(noor);
        await link(maya, noor);
        for (const community of [guild, team]) {
          expect((await stores.people.mentorsIn([community])).map(({ id }) => id)).toEqual([noor]);
        }
      });

      it('is refused for one and the same person', async () => {
        await arrived(maya);
        await arrived(noor);
        expect(await link(maya, maya)).toEqual({ ok: false, reason: 'same-person' });
        await link(maya, noor);
        expect(await link(noor, maya)).toEqual({ ok: false, reason: 'same-person' });
      });

      it('is refused while the two have sessions at one time, and says which', async () => {
        await arrived(maya);
        await arrived(noor);
        const at = NOW + day;
        const book = async (
          id: string,
          mentorId: PersonId,
          scheduledAt: number,
          status: 'scheduled' | 'cancelled' = 'scheduled',
        ) => {
          const meeting = aMeeting({
            id: id as MeetingId,
            mentorId,
            learnerId: `pupil-${id}` as PersonId,
            scheduledAt,
            status,
          });
          expect(await stores.meetings.create(meeting, [])).toEqual({ ok: true });
        };
        await book('first', maya, at);
        await book('second', noor, at + 15 * minute);
        await book('apart', noor, at + 3 * hour);
        await book('touching', maya, at + 3 * hour + 30 * minute);
        await book('ended', maya, at + 5 * hour, 'cancelled');
        await book('alone', noor, at + 5 * hour);
        const result = await link(maya, noor);
        expect(result).toMatchObject({ ok: false, reason: 'overlap' });
        expect('meetingIds' in result && [...result.meetingIds].sort()).toEqual(['first', 'second']);
        expect((await stores.people.get(maya))?.id).toBe(maya);

        const second = (await stores.meetings.get('second' as MeetingId))!;
        await stores.meetings.update({ ...second, status: 'cancelled', version: 2, revision: 2 }, []);
        expect(await link(maya, noor)).toEqual({ ok: true });
      });

      it('is refused while the two have a session with each other', async () => {
        await arrived(maya);
        await arrived(leo);
        const meeting = aMeeting({ mentorId: maya, learnerId: leo });
        await stores.meetings.create(meeting, []);
        expect(await link(maya, leo)).toEqual({ ok: false, reason: 'overlap', meetingIds: [meeting.id] });
      });
    });
  });
}
