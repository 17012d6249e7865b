import { describe, expect, it } from 'vitest';
import type { CommunityId, PersonId } from '#core/ids.ts';
import { checkReminders, endAnnouncements, saveSettings } from '#core/programs/change-program.ts';
import { programMentors } from '#core/programs/program-mentors.ts';
import {
  aLearnerAt,
  aMentorAt,
  codeFor,
  connectAccounts,
  onDiscord,
  onSlack,
  useSmallHouse,
} from '../../fakes/small-house.ts';

const house = useSmallHouse();

describe('reminders', () => {
  it.each([
    [
      [10, 1_440, 10],
      [1_440, 10],
    ],
    [[], []],
    [[0], null],
    [[20_161], null],
    [[1.5], null],
    [[1, 2, 3, 4, 5, 6], null],
  ])('%j are %j', (given, kept) => {
    expect(checkReminders(given)).toEqual(kept);
  });
});

describe('saving settings', () => {
  it('keeps who is named, makes the organiser a contact, and refuses whoever has not seen the last change', async () => {
    const { program, person } = await aMentorAt(house, onDiscord('Maya', { admin: true }));
    const { programs } = house.stores;
    const settings = { reminders: [10, 60], mentors: 'named' as const };
    await house.desk.name(
      { ...(await house.desk.arrive(onDiscord('Maya', { admin: true }))) },
      { role: 'mentor', add: [person] },
    );
    const current = (await programs.get(program!.id))!;
    const save = (ifRevision: number | null) =>
      saveSettings(house.stores, { program: current, by: person, settings, ifRevision });
    expect(await save(current.revision - 1)).toEqual({ ok: false, reason: 'changed' });
    expect(await save(current.revision)).toMatchObject({ ok: true, program: { revision: current.revision + 1 } });
    const stored = (await programs.get(program!.id))!;
    expect(stored).toMatchObject({
      settings: { reminders: [60, 10], mentors: 'named', namedMentorIds: [person.id] },
      contactIds: [person.id],
      revision: current.revision + 1,
    });
    expect(await save(current.revision)).toEqual({ ok: false, reason: 'changed' });
    expect(await save(null)).toMatchObject({ ok: true });
  });
});

describe('naming mentors', () => {
  const settings = { reminders: [10], mentors: 'named' as const };

  async function aProgram() {
    const maya = await aMentorAt(house, onDiscord('Maya', { admin: true }));
    const tom = await aMentorAt(house, onDiscord('Tom'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    const elsewhere = await aMentorAt(house, onSlack('Elsa'));
    const id = maya.program!.id;
    const program = async () => (await house.stores.programs.get(id))!;
    const name = async (named: PersonId[]) =>
      saveSettings(house.stores, {
        ...{ program: await program(), by: maya.person, settings: { ...settings, named }, ifRevision: null },
      });
    const listed = async () =>
      (await programMentors(house.stores, await program())).map(
        ({ person, offers, named }) => `${person.name}${offers ? ' offers' : ''}${named ? ' named' : ''}`,
      );
    return { maya, tom, leo, elsewhere, program, name, listed };
  }

  it('chooses among those who offer sessions here and those who were named before', async () => {
    const { maya, tom, leo, name, listed } = await aProgram();
    expect(await listed()).toEqual(['Maya offers', 'Tom offers']);
    await house.desk.name(await house.desk.arrive(onDiscord('Maya', { admin: true })), {
      ...{ role: 'mentor', add: [leo.person] },
    });
    expect(await listed()).toEqual(['Leo named', 'Maya offers', 'Tom offers']);
    expect(await name([leo.person.id, tom.person.id, tom.person.id])).toMatchObject({ ok: true });
    expect(await listed()).toEqual(['Leo named', 'Maya offers', 'Tom offers named']);
    expect(await name([maya.person.id])).toMatchObject({ ok: true });
    expect(await listed()).toEqual(['Maya offers named', 'Tom offers']);
    // Whoever is in the list no more can be named only in chat.
    expect(await name([leo.person.id])).toEqual({ ok: false, reason: 'named' });
    expect(await name([])).toMatchObject({ ok: true });
    expect(await listed()).toEqual(['Maya offers', 'Tom offers']);
  });

  it('refuses whoever is a mentor elsewhere, or nobody, and then saves nothing', async () => {
    const { tom, elsewhere, program, name } = await aProgram();
    const before = await program();
    for (const stranger of [elsewhere.person.id, 'nobody' as PersonId])
      expect(await name([tom.person.id, stranger])).toEqual({ ok: false, reason: 'named' });
    expect(await program()).toEqual(before);
  });

  it('leaves those who are named where nothing is said of them', async () => {
    const { tom, maya, program, name } = await aProgram();
    await name([tom.person.id]);
    await saveSettings(house.stores, { program: await program(), by: maya.person, settings, ifRevision: null });
    expect((await program()).settings.namedMentorIds).toEqual([tom.person.id]);
  });

  it('knows people by any of their accounts', async () => {
    const { tom, program, name } = await aProgram();
    await name([tom.person.id]);
    const slack = await house.desk.arrive(onSlack('Tom'));
    await connectAccounts(house, await house.desk.arrive(onDiscord('Tom')), await codeFor(house, slack, 'person'));
    const [only] = (await programMentors(house.stores, await program())).filter(({ person }) => person.name === 'Tom');
    expect(only).toMatchObject({ offers: true, named: true, person: { id: slack.person.id } });
    expect(await name([tom.person.id])).toMatchObject({ ok: true });
    expect((await program()).settings.namedMentorIds).toEqual([slack.person.id]);
  });
});

describe('ending announcements', () => {
  it('ends them in one community, makes the organiser a contact, and knows no community of another programme', async () => {
    const { program, person, community } = await aMentorAt(house, onDiscord('Maya', { admin: true }));
    const { programs } = house.stores;
    await aLearnerAt(house, onSlack('Boss'));
    await programs.setAnnouncementChannel(community!.id, 'C1');
    await programs.setAnnouncementChannel('slack:T1' as CommunityId, 'C2');
    const end = async (communityId: string) =>
      endAnnouncements(programs, {
        ...{ program: (await programs.get(program!.id))!, communityId: communityId as CommunityId, by: person },
      });
    expect(await end('slack:T1')).toBeNull();
    for (let time = 0; time < 2; time += 1) {
      expect(await end(community!.id)).toMatchObject({
        ...{ communities: [{ announcementChannelId: null }], contactIds: [person.id] },
      });
    }
    const channels = (await programs.communities()).map(({ announcementChannelId }) => announcementChannelId);
    expect(channels.toSorted()).toEqual(['C2', null]);
  });
});
