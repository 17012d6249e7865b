import { describe, expect, it } from 'vitest';
import type { SettingsForm } from '#core/desk/form.ts';
import { aMentorAt, onDiscord, onSlack, refusedIn, useSmallHouse } from '../../fakes/small-house.ts';
import { expectSentences, readAloud } from '../messages/read-aloud.ts';

const house = useSmallHouse();
const olga = () => house.desk.arrive(onDiscord('Olga', { admin: true }));
const only = 'Only organisers can do that: people who manage this server or workspace, and those they named.';

describe('settings', () => {
  it('begin with a day and ten minutes, anyone may mentor, and nothing announced', async () => {
    const visitor = await olga();
    expect(house.desk.settingsForm(visitor)).toEqual({
      announcementChannelId: null,
      reminders: '24 hours, 10 minutes',
      mentors: 'anyone',
    });
    const text = readAloud(await house.desk.settings(visitor));
    expect(text).toContain('Sessions are announced: nowhere');
    expect(text).toContain('Sharing mentors: with nobody else');
  });

  it('are saved, shown, and read back from the form as they were written', async () => {
    const form: SettingsForm = { announcementChannelId: 'C1', reminders: '10m; 2 days', mentors: 'named' };
    const result = await house.desk.submitSettings(await olga(), form);
    const text = readAloud(result.message);
    expect(text).toContain('Saved. These are the settings now.');
    expect(text).toContain('Reminders: 2 days and 10 minutes before the start');
    expect(text).toContain('Sessions are announced: in the announcement channel');
    const { program, community } = await olga();
    expect(program?.settings).toMatchObject({ reminders: [2_880, 10], mentors: 'named' });
    expect(community?.announcementChannelId).toBe('C1');
    const again = house.desk.settingsForm(await olga());
    expect(await house.desk.submitSettings(await olga(), again)).toMatchObject({ ok: true });
    expect((await olga()).program?.settings).toEqual(program?.settings);
  });

  it('change only where something was said', async () => {
    await house.desk.submitSettings(await olga(), { announcementChannelId: 'C1', reminders: '1h', mentors: 'named' });
    await house.desk.submitSettings(await olga(), { reminders: '2h' });
    expect(house.desk.settingsForm(await olga())).toEqual({
      announcementChannelId: 'C1',
      reminders: '2 hours',
      mentors: 'named',
    });
    await house.desk.submitSettings(await olga(), { announcementChannelId: null });
    expect(house.desk.settingsForm(await olga()).announcementChannelId).toBeNull();
  });

  it.each([
    ['24h, 10m', [1_440, 10]],
    ['10m,24h,10 min', [1_440, 10]],
    ['24 hours and 10 minutes', [1_440, 10]],
    ['2 days, 1 hour and 5', [2_880, 60, 5]],
    ['1', [1]],
    ['14 days', [20_160]],
    ['none', []],
    ['', []],
    ['Off', []],
  ])('read reminders: "%s"', async (reminders, minutes) => {
    expect(await house.desk.submitSettings(await olga(), { reminders })).toMatchObject({ ok: true });
    expect((await olga()).program?.settings.reminders).toEqual(minutes);
  });

  it.each(['soon', '15 days', '0', '1h,,2h', '10m, soon', '1,2,3,4,5,6', '24h, 15 days'])(
    'refuse reminders: "%s"',
    async (reminders) => {
      const refused = refusedIn(await house.desk.submitSettings(await olga(), { reminders, mentors: 'named' }));
      expect(refused.field).toBe('reminders');
      expectSentences(refused.problem);
      expect((await olga()).program?.settings).toMatchObject({ reminders: [1_440, 10], mentors: 'anyone' });
    },
  );

  it('are kept when two organisers save at the same time', async () => {
    const [one, other] = await Promise.all([olga(), olga()]);
    await house.desk.submitSettings(one, { reminders: '1h' });
    await house.desk.submitSettings(other, { mentors: 'named' });
    expect((await olga()).program?.settings).toMatchObject({ mentors: 'named' });
    expect((await olga()).program?.contactIds).toEqual([one.person.id]);
  });
});

describe('organisers', () => {
  it('alone see and change settings and names', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    expect(readAloud(await house.desk.settings(leo))).toBe(only);
    expect(readAloud(refusedIn(await house.desk.submitSettings(leo, { mentors: 'named' })).message)).toBe(only);
    expect(readAloud(await house.desk.name(leo, { role: 'organizer', add: [leo.person] }))).toBe(only);
    expect(readAloud(await house.desk.offerLink(leo, 'program'))).toBe(only);
    const { program } = await olga();
    expect(program).toMatchObject({ organizerIds: [], contactIds: [], revision: 1, settings: { mentors: 'anyone' } });
  });

  it('may be named, and are organisers from then on, until they are removed', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    expect(leo.organizer).toBe(false);
    expect(readAloud(await house.desk.name(await olga(), { role: 'organizer', add: [leo.person] }))).toBe(
      'Organisers besides those who manage this place: Leo.',
    );
    const promoted = await house.desk.arrive(onDiscord('Leo'));
    expect(promoted.organizer).toBe(true);
    expect(readAloud(house.desk.help(promoted))).toContain('/settings');
    expect(readAloud(house.desk.help(leo))).not.toContain('/settings');
    await house.desk.name(await olga(), { role: 'organizer', remove: [leo.person] });
    expect((await house.desk.arrive(onDiscord('Leo'))).organizer).toBe(false);
  });

  it('are told apart by community: an admin of one is nobody in another', async () => {
    await olga();
    const elsewhere = await house.desk.arrive(onDiscord('Olga', { community: { externalId: 'other', name: 'Other' } }));
    expect(elsewhere.organizer).toBe(false);
    expect(elsewhere.program?.id).toBe('discord:other');
  });

  it('name mentors one by one, or all at once, and see both as they are now', async () => {
    const people = await Promise.all(
      ['Maya', 'Ana', 'Kim'].map(async (name) => (await house.desk.arrive(onDiscord(name))).person),
    );
    const [maya, ana, kim] = [people[0]!, people[1]!, people[2]!];
    const said = async (change: Omit<Parameters<typeof house.desk.name>[1], 'role'>) =>
      readAloud(await house.desk.name(await olga(), { role: 'mentor', ...change }));
    expect(await said({ add: [maya, ana, maya] })).toContain('Named mentors: Maya and Ana. At the moment anyone may');
    await house.desk.submitSettings(await olga(), { mentors: 'named' });
    expect(await said({ add: [kim], remove: [maya] })).toBe(
      'Named mentors: Ana and Kim. Only they may offer sessions.',
    );
    expect(await said({ set: [maya] })).toBe('Named mentors: Maya. Only they may offer sessions.');
    expect((await house.desk.namedPeople(await olga(), 'mentor')).map(({ name }) => name)).toEqual(['Maya']);
    expect(await house.desk.namedPeople(await olga(), 'organizer')).toEqual([]);
  });

  it('make known whom they point at, also before that person has ever come', async () => {
    const maya = await house.desk.introduce(onDiscord('Maya'));
    await house.desk.submitSettings(await olga(), { mentors: 'named' });
    await house.desk.name(await olga(), { role: 'mentor', add: [maya] });
    const arrived = await aMentorAt(house, onDiscord('Maya'));
    expect(arrived.person.id).toBe(maya.id);
    const leo = await house.desk.arrive(onDiscord('Leo'));
    expect(await house.desk.findMentors(leo, '', 5)).toHaveLength(1);
  });

  it('are asked to use a server or workspace where none is meant', async () => {
    const direct = await house.desk.arrive(onDiscord('Olga', { community: null, admin: true }));
    const says = 'Please use this in a server or workspace that Confab was added to.';
    expect(readAloud(await house.desk.settings(direct))).toBe(says);
    expect(readAloud(refusedIn(await house.desk.submitSettings(direct, {})).message)).toBe(says);
    expect(readAloud(await house.desk.name(direct, { role: 'mentor' }))).toBe(says);
    expect(readAloud(await house.desk.offerLink(direct, 'program'))).toBe(says);
    expect(await house.desk.namedPeople(direct, 'mentor')).toEqual([]);
    expect(house.desk.settingsForm(direct).mentors).toBe('anyone');
  });
});

describe('arriving', () => {
  it('keeps names up to date, and knows the person again', async () => {
    const first = await house.desk.arrive(onSlack('Leo'));
    const renamed = await house.desk.arrive(
      onSlack('Leo', { name: 'Leo B', community: { externalId: 'T1', name: 'Work & Co' } }),
    );
    expect(renamed.person).toMatchObject({ id: first.person.id, name: 'Leo B' });
    expect(renamed.account.key).toBe('slack:T1:U-Leo');
    expect(renamed.community).toMatchObject({ id: 'slack:T1', name: 'Work & Co' });
  });

  it('in a direct message is taken for the server where the person was seen', async () => {
    await house.desk.arrive(onDiscord('Leo'));
    const direct = await house.desk.arrive(onDiscord('Leo', { community: null }));
    expect(direct.program?.id).toBe('discord:guild');
    expect(direct.community).toBeNull();
  });

  it('of many at once makes one person of each, and one programme', async () => {
    const visitors = await Promise.all(
      Array.from({ length: 20 }, (_, index) => house.desk.arrive(onDiscord(`P${index % 4}`))),
    );
    expect(new Set(visitors.map(({ person }) => person.id)).size).toBe(4);
    expect(await house.stores.programs.communities()).toHaveLength(1);
  });
});
