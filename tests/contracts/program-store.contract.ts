import { describe, expect, it } from 'vitest';
import type { CommunityId, PersonId, ProgramId } from '#core/ids.ts';
import { defaultSettings } from '#core/programs/program.ts';
import { aMeeting, leo, maya } from '../builders.ts';
import { type CreateStores, useStores } from './stores.ts';

function aCommunity(externalId: string, name = 'Code Club') {
  return { id: `discord:${externalId}` as CommunityId, platform: 'discord' as const, externalId, name };
}

export function describeProgramStore(name: string, createStores: CreateStores): void {
  describe(`${name}: programmes`, () => {
    const stores = useStores(createStores);
    const ensured = (externalId: string, shown?: string) =>
      stores.programs.ensureCommunity(aCommunity(externalId, shown), defaultSettings);

    it('makes a programme of its own for a new community', async () => {
      const program = await ensured('one');
      expect(program).toMatchObject({ id: 'discord:one', settings: defaultSettings, organizerIds: [], contactIds: [] });
      expect(program.communities).toEqual([
        { ...aCommunity('one'), programId: 'discord:one', announcementChannelId: null },
      ]);
      expect(await stores.programs.get(program.id)).toEqual(program);
      expect(await stores.programs.ofCommunity('discord:one' as CommunityId)).toEqual(program);
    });

    it('makes it once when many ask at once', async () => {
      const programs = await Promise.all(Array.from({ length: 20 }, () => ensured('one')));
      expect(new Set(programs.map(({ id }) => id)).size).toBe(1);
      expect(await stores.programs.communities()).toHaveLength(1);
    });

    it('knows neither programme nor community that was never seen', async () => {
      expect(await stores.programs.get('nobody' as ProgramId)).toBeNull();
      expect(await stores.programs.ofCommunity('nobody' as CommunityId)).toBeNull();
      expect(await stores.programs.communities()).toEqual([]);
    });

    it('keeps the name up to date, and what organisers chose as it is', async () => {
      const program = await ensured('one', 'Old');
      await stores.programs.update({ ...program, settings: { ...defaultSettings, reminders: [30] } });
      await stores.programs.setAnnouncementChannel('discord:one' as CommunityId, 'channel');
      const again = await ensured('one', 'New');
      expect(again).toMatchObject({
        settings: { reminders: [30] },
        communities: [{ name: 'New', announcementChannelId: 'channel' }],
      });
    });

    it('takes back the announcement channel', async () => {
      await ensured('one');
      await stores.programs.setAnnouncementChannel('discord:one' as CommunityId, 'channel');
      await stores.programs.setAnnouncementChannel('discord:one' as CommunityId, null);
      expect(await stores.programs.communities()).toMatchObject([{ announcementChannelId: null }]);
    });

    describe('updating', () => {
      it('replaces settings, organisers and contacts, and raises the revision', async () => {
        const program = await ensured('one');
        const changed = {
          ...program,
          settings: { ...defaultSettings, mentors: 'named' as const, namedMentorIds: [maya] },
          organizerIds: [maya],
          contactIds: [leo, maya],
        };
        expect(await stores.programs.update(changed)).toBe(true);
        const stored = await stores.programs.get(program.id);
        expect(stored).toEqual({ ...changed, revision: expect.any(Number) });
        expect(stored!.revision).toBeGreaterThan(program.revision);
      });

      it('lets exactly one of many who read the same revision write', async () => {
        const program = await ensured('one');
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            stores.programs.update({ ...program, contactIds: [`person-${index}` as PersonId] }),
          ),
        );
        expect(results.filter(Boolean)).toHaveLength(1);
      });

      it('refuses a programme that does not exist', async () => {
        const program = await ensured('one');
        expect(await stores.programs.update({ ...program, id: 'nobody' as ProgramId })).toBe(false);
      });
    });

    describe('moving a community', () => {
      const move = (from: string, to: string) =>
        stores.programs.moveCommunity(`discord:${from}` as CommunityId, `discord:${to}` as ProgramId);

      it('puts it into the other programme', async () => {
        await ensured('one');
        await ensured('two');
        expect(await move('two', 'one')).toEqual({ ok: true });
        const program = await stores.programs.ofCommunity('discord:two' as CommunityId);
        expect(program?.id).toBe('discord:one');
        expect(program?.communities.map(({ id }) => id)).toEqual(['discord:one', 'discord:two']);
        expect((await stores.programs.get('discord:two' as ProgramId))?.communities).toEqual([]);
        expect((await ensured('two')).id).toBe('discord:one');
        expect(await move('two', 'two')).toEqual({ ok: true });
        expect((await ensured('two')).id).toBe('discord:two');
      });

      it('is refused while the programme it leaves has live meetings', async () => {
        await ensured('one');
        await ensured('two');
        const meeting = aMeeting({ programId: 'discord:two' as ProgramId });
        await stores.meetings.create(meeting, []);
        expect(await move('two', 'one')).toEqual({ ok: false, reason: 'live-meetings' });
        expect((await ensured('two')).id).toBe('discord:two');
        // Into the programme with the meeting is no problem, and neither is staying.
        expect(await move('one', 'two')).toEqual({ ok: true });
        expect(await move('two', 'two')).toEqual({ ok: true });

        await stores.meetings.update({ ...meeting, status: 'declined', version: 2, revision: 2 }, []);
        expect(await move('two', 'one')).toEqual({ ok: true });
      });
    });
  });
}
