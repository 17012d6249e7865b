import { describe, expect, it } from 'vitest';
import type { MentorForm } from '#core/desk/form.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { aLearnerAt, aMentorAt, onDiscord, onSlack, refusedIn, useSmallHouse } from '../../fakes/small-house.ts';
import { buttonsOf, expectSentences, readAloud } from '../messages/read-aloud.ts';

const house = useSmallHouse();

const filled: MentorForm = {
  topics: 'React, SQL',
  hours: 'Mon-Fri 17:00-20:00, Sat 10-13',
  exceptions: '24 dec to 2 jan; 2026-12-05 10-14',
  length: '45 min',
  notice: '1 day',
  zone: 'Europe/Berlin',
  open: true,
};
const unchanged = { topics: null, hours: null, exceptions: null, length: null, notice: null, zone: null, open: null };

describe('where people are', () => {
  it('is read as people say it, and answered with the time there', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    const result = await house.desk.setZone(leo, 'new york');
    // As text, because a platform would show the moment in the zone of the device.
    expect(readAloud(result.message)).toBe(
      'Your time zone is America/New_York, where it is 04:00 now. Times you type are read in it.',
    );
    expect(leo.person.zone).toBe('America/New_York');
    expect((await house.desk.arrive(onDiscord('Leo'))).person.zone).toBe('America/New_York');
  });

  it('is asked again with the choices where a word has several meanings', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    const refused = refusedIn(await house.desk.setZone(leo, 'IST'));
    expect(refused.field).toBe('zone');
    expect(expectSentences(refused.problem)).toContain('Asia/Kolkata');
    expect((await house.desk.arrive(onDiscord('Leo'))).person.zone).toBeNull();
  });

  it('is what they say rather than what Slack tells', async () => {
    const leo = await house.desk.arrive(onSlack('Leo', { zone: 'Europe/Paris' }));
    expect(leo.person.zone).toBe('Europe/Paris');
    await house.desk.setZone(leo, 'Asia/Tokyo');
    expect((await house.desk.arrive(onSlack('Leo', { zone: 'Europe/Rome' }))).person.zone).toBe('Asia/Tokyo');
  });

  it('can be searched', () => {
    const found = house.desk.findZones('berlin', 5);
    expect(found[0]).toMatchObject({ zone: 'Europe/Berlin' });
    expect(house.desk.findZones('a', 5)).toHaveLength(5);
  });
});

describe('what a mentor offers', () => {
  it('begins with what most want', async () => {
    const empty = await house.desk.mentorForm(await house.desk.arrive(onDiscord('Maya')));
    expect(empty).toEqual({
      topics: '',
      hours: '',
      exceptions: '',
      length: '30 minutes',
      notice: '2 hours',
      zone: '',
      open: true,
    });
  });

  it('is saved, said again, and read back from the form as it was written', async () => {
    const maya = await house.desk.arrive(onDiscord('Maya'));
    const text = readAloud((await house.desk.submitMentor(maya, filled)).message);
    for (const part of [
      'Saved. Thank you for helping.',
      'Topics: React, SQL',
      'Hours: Mon-Fri 17:00-20:00, Sat 10:00-13:00 (Europe/Berlin)',
      'Exceptions: 2026-12-05 10:00-14:00; 2026-12-24 to 2027-01-02 off',
      'Length: 45 minutes',
      'Notice: 24 hours',
      'The first time people can ask you for is Wed 2 Dec 2026, 17:00 (Europe/Berlin).',
    ])
      expect(text).toContain(part);
    const saved = await house.desk.arrive(onDiscord('Maya'));
    expect(saved.person.zone).toBe('Europe/Berlin');
    expect(saved.person.mentor).toMatchObject({ topics: ['React', 'SQL'], duration: 45, notice: 1_440, open: true });

    const form = await house.desk.mentorForm(saved);
    await house.desk.submitMentor(saved, form);
    const again = await house.desk.arrive(onDiscord('Maya'));
    expect(again.person.mentor).toEqual(saved.person.mentor);
    expect(await house.desk.mentorForm(again)).toEqual(form);
  });

  it('changes only where something was said', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const before = maya.person.mentor;
    const result = await house.desk.submitMentor(maya, { ...unchanged, open: false });
    expect(readAloud(result.message)).toContain('You are not taking new requests at the moment.');
    expect((await house.desk.arrive(onDiscord('Maya'))).person.mentor).toEqual({ ...before, open: false });
  });

  it('does not move the person when only the zone of the hours is elsewhere', async () => {
    const maya = await aLearnerAt(house, onDiscord('Maya'), 'Asia/Tokyo');
    await house.desk.submitMentor(maya, filled);
    const { person } = await house.desk.arrive(onDiscord('Maya'));
    expect([person.zone, person.mentor?.hoursZone]).toEqual(['Asia/Tokyo', 'Europe/Berlin']);
  });

  it.each<[keyof MentorForm, string, string]>([
    ['topics', ' , ', 'at least one topic'],
    ['topics', Array.from({ length: 11 }, (_, index) => `t${index}`).join(','), 'At most 10'],
    ['topics', 'x'.repeat(41), 'up to 40 characters'],
    ['hours', '', 'Write it like'],
    ['hours', 'whenever', '"whenever" is not understood'],
    ['hours', 'Mon 5-8', 'may be morning or evening'],
    ['exceptions', 'whenever', '"whenever" is not understood'],
    ['exceptions', '5/6 off', 'may be 2027-05-06 or 2027-06-05'],
    ['exceptions', '24 dec; 20 dec to 30 dec', '2026-12-24 is in two exceptions'],
    ['exceptions', '2029-01-01', 'more than 2 years ahead'],
    [
      'exceptions',
      Array.from({ length: 51 }, (_, index) => `in ${index + 1} days`).join(';'),
      'There are 51 exceptions',
    ],
    ['length', '10', 'from 15 to 120 minutes'],
    ['length', '121', 'from 15 to 120 minutes'],
    ['length', '33', 'in steps of 5'],
    ['length', 'long', 'from 15 to 120 minutes'],
    ['notice', '15 days', 'at most 14 days'],
    ['notice', 'some', 'Write it like'],
    ['zone', 'Atlantis', 'not a place or time zone we know'],
    ['zone', '', 'We do not know your time zone yet. /timezone sets it.'],
  ])('is refused at "%s" for "%s", and nothing changes', async (field, value, says) => {
    const maya = await house.desk.arrive(onDiscord('Maya'));
    const refused = refusedIn(await house.desk.submitMentor(maya, { ...filled, [field]: value }));
    expect(refused.field).toBe(field);
    expect(expectSentences(refused.problem)).toContain(says);
    expect(readAloud(refused.message)).toBe(`Nothing was saved. ${expectSentences(refused.problem)}`);
    expect(buttonsOf(refused.message).map(({ action }) => action)).toEqual([{ do: 'retry-mentor' }]);
    expect((await house.desk.arrive(onDiscord('Maya'))).person).toMatchObject({ mentor: null, zone: null });
  });

  it('keeps exceptions that are not given, drops what is over, and forgets all for none', async () => {
    const maya = await house.desk.arrive(onDiscord('Maya'));
    await house.desk.submitMentor(maya, filled);
    const form = async () => (await house.desk.mentorForm(await house.desk.arrive(onDiscord('Maya')))).exceptions;
    const stored = async () => (await house.desk.arrive(onDiscord('Maya'))).person.mentor?.exceptions.length;
    house.clock.at += 5 * day;
    // What is over is no longer shown, and goes when something is saved.
    expect([await form(), await stored()]).toEqual(['2026-12-24 to 2027-01-02 off', 2]);
    await house.desk.submitMentor(await house.desk.arrive(onDiscord('Maya')), { ...unchanged, hours: 'Mon 9-10' });
    expect([await form(), await stored()]).toEqual(['2026-12-24 to 2027-01-02 off', 1]);
    const again = await house.desk.arrive(onDiscord('Maya'));
    const result = await house.desk.submitMentor(again, { ...unchanged, exceptions: 'none' });
    expect([await form(), await stored()]).toEqual(['', 0]);
    expect(readAloud(result.message)).not.toContain('Exceptions');
  });

  it('reads and counts days by the zone that is saved with them', async () => {
    // It is Tuesday in Berlin, and on Kiritimati as well, but there the day after is closer.
    const maya = await house.desk.arrive(onDiscord('Maya'));
    house.clock.at += 5 * hour;
    await house.desk.submitMentor(maya, { ...filled, exceptions: 'today off', zone: 'Pacific/Kiritimati' });
    const read = async () => (await house.desk.arrive(onDiscord('Maya'))).person.mentor?.exceptions;
    expect(await read()).toEqual([{ from: '2026-12-02', to: '2026-12-02', windows: [] }]);
    // Whoever moves takes the dates along.
    await house.desk.submitMentor(await house.desk.arrive(onDiscord('Maya')), { ...unchanged, zone: 'America/Lima' });
    expect(await read()).toEqual([{ from: '2026-12-02', to: '2026-12-02', windows: [] }]);
  });

  it('is shown again as it was typed when it was refused, until it is saved', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const ana = await house.desk.arrive(onDiscord('Ana'));
    const before = await house.desk.mentorForm(maya);
    const typed = { ...filled, hours: 'Mon 5-8', notice: 'some' };
    refusedIn(await house.desk.submitMentor(maya, typed));
    expect(await house.desk.mentorForm(maya)).toEqual(typed);
    expect(await house.desk.mentorForm(ana)).toMatchObject({ topics: '', hours: '' });
    expect((await house.desk.arrive(onDiscord('Maya'))).person.mentor?.topics).toEqual(['python', 'statistics']);
    // Where only some fields were given, the others are as they are stored.
    refusedIn(await house.desk.submitMentor(maya, { ...unchanged, length: '7', open: false }));
    expect(await house.desk.mentorForm(maya)).toEqual({ ...before, length: '7', open: false });
    expect(await house.desk.submitMentor(maya, { ...unchanged, topics: 'SQL' })).toMatchObject({ ok: true });
    const saved = await house.desk.arrive(onDiscord('Maya'));
    expect(await house.desk.mentorForm(saved)).toEqual({ ...before, topics: 'SQL' });
  });

  it('is kept for a quarter of an hour as it was typed when it was refused', async () => {
    const maya = await house.desk.arrive(onDiscord('Maya'));
    const typed = { ...filled, hours: 'whenever' };
    refusedIn(await house.desk.submitMentor(maya, typed));
    house.clock.at += 15 * minute - 1;
    expect(await house.desk.mentorForm(maya)).toEqual(typed);
    house.clock.at += 1;
    expect(await house.desk.mentorForm(maya)).toMatchObject({ topics: '', hours: '' });
  });

  it.each([
    ['none', 0],
    ['0', 0],
    ['90', 90],
    ['14 days', 20_160],
  ])('takes a notice of "%s"', async (notice, minutes) => {
    const maya = await house.desk.arrive(onDiscord('Maya'));
    expect(await house.desk.submitMentor(maya, { ...filled, notice })).toMatchObject({ ok: true });
    const saved = await house.desk.arrive(onDiscord('Maya'));
    expect(saved.person.mentor?.notice).toBe(minutes);
    // What the form then shows is taken again.
    expect(await house.desk.submitMentor(saved, await house.desk.mentorForm(saved))).toMatchObject({ ok: true });
    expect((await house.desk.arrive(onDiscord('Maya'))).person.mentor?.notice).toBe(minutes);
  });

  it('without notice is shown as a word that is read back', async () => {
    const maya = await house.desk.arrive(onDiscord('Maya'));
    await house.desk.submitMentor(maya, { ...filled, notice: '0' });
    expect((await house.desk.mentorForm(await house.desk.arrive(onDiscord('Maya')))).notice).toBe('none');
  });

  it('is saved in a direct message too, with how to be found where nobody has been seen anywhere', async () => {
    const stranger = await house.desk.arrive(onDiscord('Maya', { community: null }));
    expect(readAloud((await house.desk.submitMentor(stranger, filled)).message)).toContain(
      'To be found, use any command of Confab once in the server you want to help in.',
    );
    const seen = await house.desk.arrive(onDiscord('Maya'));
    expect(seen.person.mentor?.topics).toEqual(['React', 'SQL']);
    const direct = await house.desk.arrive(onDiscord('Maya', { community: null }));
    expect(readAloud((await house.desk.submitMentor(direct, unchanged)).message)).toContain(
      'The first time people can',
    );
  });

  it('takes each topic once, tidied', async () => {
    const maya = await house.desk.arrive(onDiscord('Maya'));
    await house.desk.submitMentor(maya, { ...filled, topics: ' SQL ;React\nSQL,  two   words ' });
    expect((await house.desk.arrive(onDiscord('Maya'))).person.mentor?.topics).toEqual(['SQL', 'React', 'two words']);
  });

  it('says that an organiser has to name them, where only named people mentor', async () => {
    const admin = await house.desk.arrive(onDiscord('Olga', { admin: true }));
    await house.desk.submitSettings(admin, { mentors: 'named' });
    const maya = await house.desk.arrive(onDiscord('Maya'));
    expect(readAloud((await house.desk.submitMentor(maya, filled)).message)).toContain(
      'An organiser still has to name you',
    );
    await house.desk.name(admin, { role: 'mentor', add: [maya.person] });
    const named = await house.desk.arrive(onDiscord('Maya'));
    expect(readAloud((await house.desk.submitMentor(named, filled)).message)).toContain(
      'The first time people can ask',
    );
  });
});

describe('who helps', () => {
  const find = async (asker: Parameters<typeof house.desk.arrive>[0], query = '', limit = 25) =>
    (await house.desk.findMentors(await house.desk.arrive(asker), query, limit)).map(({ name }) => name);

  it('is found by name and topic, in part and in any order, never the asker', async () => {
    await aMentorAt(house, onDiscord('Maya'));
    const ana = await aMentorAt(house, onDiscord('Ana Lima'));
    await house.desk.submitMentor(ana, { ...unchanged, topics: 'Rust, SQL' });
    await aLearnerAt(house, onDiscord('Leo'));
    const leo = onDiscord('Leo');
    expect(await find(leo)).toEqual(['Ana Lima', 'Maya']);
    expect(await find(leo, 'PYTHON')).toEqual(['Maya']);
    expect(await find(leo, '@may')).toEqual(['Maya']);
    expect(await find(leo, 'sql lima')).toEqual(['Ana Lima']);
    expect(await find(leo, 'sql maya')).toEqual([]);
    expect(await find(leo, '', 1)).toEqual(['Ana Lima']);
    expect(await find(onDiscord('Maya'))).toEqual(['Ana Lima']);
  });

  it('comes with the soonest time that suits both, first of all', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const ana = await aMentorAt(house, onDiscord('Ana'));
    await house.desk.submitMentor(ana, { ...unchanged, notice: '2 days' });
    const kim = await aMentorAt(house, onDiscord('Kim'));
    await house.desk.submitMentor(kim, { ...unchanged, hours: 'none' });
    const leo = await aLearnerAt(house, onDiscord('Leo'), 'America/New_York');
    const found = await house.desk.findMentors(leo, '', 25);
    expect(found).toEqual([
      { id: maya.person.id, name: 'Maya', topics: ['python', 'statistics'], soonest: 'Tue 1 Dec, 06:00' },
      { id: ana.person.id, name: 'Ana', topics: ['python', 'statistics'], soonest: 'Thu 3 Dec, 04:00' },
      { id: kim.person.id, name: 'Kim', topics: ['python', 'statistics'], soonest: null },
    ]);
    const stranger = await house.desk.arrive(onDiscord('Stranger'));
    expect((await house.desk.findMentors(stranger, 'maya', 1))[0]?.soonest).toBe('Tue 1 Dec, 12:00 (Europe/Berlin)');
    const list = readAloud(await house.desk.mentors(leo));
    expect(list.indexOf('Maya')).toBeLessThan(list.indexOf('Ana'));
    expect(list).toContain('- Kim: python, statistics. No free time in the next weeks.');
  });

  it('is nobody who has closed, is not named, or is of another programme', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = onDiscord('Leo');
    expect(await find(leo)).toEqual(['Maya']);
    expect(await find(onDiscord('Leo', { community: { externalId: 'other', name: 'Other' } }))).toEqual([]);
    expect(await find(onSlack('Leo'))).toEqual([]);
    await house.desk.submitMentor(maya, { ...unchanged, open: false });
    expect(await find(leo)).toEqual([]);
    await house.desk.submitMentor(maya, { ...unchanged, open: true });
    const admin = await house.desk.arrive(onDiscord('Olga', { admin: true }));
    await house.desk.submitSettings(admin, { mentors: 'named' });
    expect(await find(leo)).toEqual([]);
    expect(readAloud(await house.desk.mentors(await house.desk.arrive(leo)))).toBe(
      readAloud(house.desk.noMentors(await house.desk.arrive(leo))),
    );
  });

  it('is nobody as far as we know in a direct message of somebody who was never seen anywhere', async () => {
    await aMentorAt(house, onDiscord('Maya'));
    const says = 'Please use this in a server or workspace that Confab was added to.';
    const stranger = await house.desk.arrive(onDiscord('Stranger', { community: null }));
    expect(readAloud(await house.desk.mentors(stranger))).toBe(says);
    expect(readAloud(house.desk.noMentors(stranger))).toBe(says);
    expect(await house.desk.findMentors(stranger, '', 5)).toEqual([]);
    const elsewhere = await house.desk.arrive(onSlack('Leo'));
    const nobody =
      'Nobody takes sessions here at the moment. Whoever wants to help says so with /mentor; it takes a minute.';
    expect(readAloud(await house.desk.mentors(elsewhere))).toBe(nobody);
    expect(readAloud(house.desk.noMentors(elsewhere))).toBe(nobody);
  });

  it('points to the search where there are many', async () => {
    for (let index = 0; index < 16; index += 1) await aMentorAt(house, onDiscord(`Mentor ${index}`));
    const text = readAloud(await house.desk.mentors(await house.desk.arrive(onDiscord('Leo'))));
    expect(text.match(/^- /gm)).toHaveLength(15);
    expect(text).toContain('There are more: /book finds them by name or topic.');
  });

  it('shows mentors to themselves in the list', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    expect(readAloud(await house.desk.mentors(maya))).toContain('Maya');
  });
});
