import { describe, expect, it } from 'vitest';
import type { PressAction } from '#core/desk/desk.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import {
  aBooking,
  aLearnerAt,
  aMentorAt,
  codeFor,
  connectAccounts,
  filledIn,
  formIn,
  meetingsOf,
  onDiscord,
  onSlack,
  refusedIn,
  useSmallHouse,
} from '../../fakes/small-house.ts';
import { buttonsOf, expectSentences, labelsOf, readAloud } from '../messages/read-aloud.ts';

const house = useSmallHouse();
const firstSlot = NOW + 2 * hour;

const refusal = async (...entered: Parameters<typeof house.desk.enterLink>) => {
  const refused = refusedIn(await house.desk.enterLink(...entered));
  expect(refused.field).toBe('code');
  return expectSentences(refused.problem);
};
/** What is said to whoever presses it. */
const pressed = async (visitor: Visitor, action: PressAction) =>
  readAloud((await house.desk.press(visitor, action)).reply!);
const unknown = 'That code is not known: it may be mistyped, used, or older than 10 minutes. Please make a new one.';
const nowOne =
  'Your accounts on Discord and Slack are connected: your sessions show in all of them, and nobody can book you twice.';

const onGuild = () => house.desk.arrive(onDiscord('Olga', { admin: true }));
const onWork = () => house.desk.arrive(onSlack('Boss', { admin: true }));

describe('a code', () => {
  it('has eight letters and digits that nobody mistakes, and says where it goes', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    const offer = await house.desk.offerLink(leo, 'person');
    const [code] = JSON.stringify(offer.headline).match(/[2-9A-HJ-NP-Z]{8}/) ?? [];
    expect(offer.headline).toContainEqual({ command: 'link', rest: code, on: 'slack' });
    expect(await codeFor(house, leo, 'person')).not.toBe(code);
  });

  it('is read as people type it', async () => {
    const code = await codeFor(house, await house.desk.arrive(onDiscord('Leo')), 'person');
    const slack = await house.desk.arrive(onSlack('Leo'));
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `;
    expect(readAloud(await connectAccounts(house, slack, typed))).toBe(nowOne);
  });

  it('works once, however many say yes at the same time', async () => {
    const code = await codeFor(house, await house.desk.arrive(onDiscord('Leo')), 'person');
    const others = await Promise.all(['A', 'B', 'C'].map((name) => house.desk.arrive(onSlack(name))));
    for (const other of others) expect(await house.desk.enterLink(other, code, 'person')).toMatchObject({ ok: true });
    const said = await Promise.all(others.map((other) => pressed(other, { do: 'link', code })));
    expect(said.toSorted()).toEqual([unknown, unknown, nowOne].toSorted());
    expect(await refusal(await house.desk.arrive(onSlack('D')), code, 'person')).toBe(unknown);
    expect((await house.desk.arrive(onDiscord('Leo'))).person.accounts).toHaveLength(2);
  });

  it('has connected the two already when yes is said again, and says so to them alone', async () => {
    const already = 'These accounts are connected already. There is nothing to do.';
    const code = await codeFor(house, await house.desk.arrive(onDiscord('Leo')), 'person');
    const before = await house.desk.arrive(onSlack('Leo'));
    expect(readAloud(await connectAccounts(house, before, code))).toBe(nowOne);
    const both = [before, await house.desk.arrive(onSlack('Leo')), await house.desk.arrive(onDiscord('Leo'))];
    for (const leo of both) {
      expect(await pressed(leo, { do: 'link', code })).toBe(already);
      expect(await refusal(leo, code, 'person')).toBe(already);
    }
    const mia = await house.desk.arrive(onSlack('Mia'));
    expect(await pressed(mia, { do: 'link', code })).toBe(unknown);
    house.clock.at += day;
    expect(await pressed(before, { do: 'link', code })).toBe(unknown);
  });

  it('works for ten minutes, until the yes', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    const code = await codeFor(house, leo, 'person');
    const slack = await house.desk.arrive(onSlack('Leo'));
    house.clock.at += 10 * minute - 1;
    expect(await house.desk.enterLink(slack, code, 'person')).toMatchObject({ ok: true });
    house.clock.at += 1;
    expect(await pressed(slack, { do: 'link', code })).toBe(unknown);
    expect(await refusal(slack, code, 'person')).toBe(unknown);
    expect((await house.desk.arrive(onSlack('Leo'))).person.id).not.toBe(leo.person.id);
  });

  it.each(['', 'ABCD2345', '💥', "'; DROP TABLE scratch"])('that was never made is not known: %j', async (code) => {
    const leo = await house.desk.arrive(onSlack('Leo'));
    for (const what of ['person', 'program', 'either'] as const) expect(await refusal(leo, code, what)).toBe(unknown);
    expect(await pressed(leo, { do: 'link', code })).toBe(unknown);
  });

  it('of the other kind is refused with the command that takes it, and is not used up by that', async () => {
    const boss = await onWork();
    const person = await codeFor(house, await house.desk.arrive(onDiscord('Leo')), 'person');
    expect(await refusal(boss, person, 'program')).toContain("connects a person's own accounts. Enter it with /link,");
    const program = await codeFor(house, await onGuild(), 'program');
    expect(await refusal(boss, program, 'person')).toContain('An organiser enters it with /link-program.');
    expect((await onWork()).person.accounts).toHaveLength(1);
    expect((await onWork()).program?.id).toBe('slack:T1');
    expect(readAloud(await connectAccounts(house, await house.desk.arrive(onSlack('Leo')), person))).toBe(nowOne);
    expect(await house.desk.enterLink(boss, program, 'program')).toMatchObject({ ok: true });
  });

  it('of either kind is taken where the command does not say which', async () => {
    const person = await codeFor(house, await house.desk.arrive(onDiscord('Boss')), 'person');
    const program = await codeFor(house, await onGuild(), 'program');
    const asked = await house.desk.enterLink(await onWork(), person, 'either');
    expect(labelsOf(asked.message)).toBe('Yes, connect us, No, that is not me');
    expect(readAloud((await house.desk.enterLink(await onWork(), program, 'either')).message)).toContain('Connected.');
  });

  it('that was refused can still be used by the right person, once, and no longer than before', async () => {
    const leo = await house.desk.arrive(onSlack('Leo'));
    const [code, late] = [
      await codeFor(house, await onGuild(), 'program'),
      await codeFor(house, await onGuild(), 'program'),
    ];
    house.clock.at += 9 * minute;
    for (const refused of [code, late])
      expect(await refusal(leo, refused, 'program')).toContain('Only organisers can do that');
    expect(await house.desk.enterLink(await onWork(), code, 'program')).toMatchObject({ ok: true });
    expect(await refusal(await onWork(), code, 'program')).toBe(unknown);
    house.clock.at += minute;
    expect(await refusal(await onWork(), late, 'program')).toBe(unknown);
  });
});

describe('a code that came from somebody else', () => {
  it('names the account it was made on before anything is connected', async () => {
    const mallory = await house.desk.arrive(onDiscord('Mallory'));
    const code = await codeFor(house, mallory, 'person');
    const leo = await house.desk.arrive(onSlack('Leo'));
    const asked = await house.desk.enterLink(leo, code, 'person');
    expect(readAloud(asked.message)).toBe(
      'Is this you: Mallory on Discord? Once connected, both accounts are one person: each sees and changes the sessions of the other.',
    );
    const no = buttonsOf(asked.message)[1]?.action as PressAction;
    expect(await pressed(leo, no)).toBe('Nothing was connected. If somebody sent you that code, do not use it.');
    expect((await house.desk.arrive(onSlack('Leo'))).person.id).toBe(leo.person.id);
    expect((await house.desk.arrive(onDiscord('Mallory'))).person.accounts).toHaveLength(1);
    // Asking used nothing up: whom it was made for can still enter it.
    expect(readAloud(await connectAccounts(house, await house.desk.arrive(onSlack('Mallory')), code))).toBe(nowOne);
  });

  it('connects no places by a yes that nobody asked for', async () => {
    const code = await codeFor(house, await onGuild(), 'program');
    expect(await pressed(await onWork(), { do: 'link', code })).toBe(unknown);
    expect((await onWork()).program?.id).toBe('slack:T1');
  });
});

describe('two accounts of one person', () => {
  it('become one: sessions show in both places, and nobody books them twice', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    await aBooking(house, maya, leo, { at: firstSlot });
    const slackLeo = await house.desk.arrive(onSlack('Leo Slack'));
    expect(readAloud(await connectAccounts(house, slackLeo, await codeFor(house, leo, 'person')))).toBe(nowOne);
    const both = await house.desk.arrive(onSlack('Leo Slack'));
    expect(both.person.id).toBe(leo.person.id);
    expect(both.person.accounts.map(({ platform }) => platform)).toEqual(['discord', 'slack']);
    expect(readAloud(await house.desk.meetings(both, ''))).toContain('with Maya: waiting for an answer.');
    const ana = await aMentorAt(house, onSlack('Ana'));
    const form = formIn(await house.desk.openBooking(both, ana.person.id));
    expect(form.slots[0]?.at).toBe(firstSlot + 30 * minute);
    const clash = refusedIn(await house.desk.submitTime(both, filledIn(form, { slot: firstSlot })));
    expect(readAloud(clash.message)).toContain('You have another session at that time.');
  });

  it('stay two while they have sessions at the same time, which are named', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const ana = await aMentorAt(house, onSlack('Ana'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    const slackLeo = await house.desk.arrive(onSlack('Leo'));
    const one = await aBooking(house, maya, leo, { at: firstSlot });
    await aBooking(house, ana, slackLeo, { at: firstSlot });
    await aBooking(house, ana, slackLeo, { at: firstSlot + day });
    const code = await codeFor(house, leo, 'person');
    expect(readAloud(await connectAccounts(house, slackLeo, code))).toBe(
      'The two accounts have sessions at the same time: Tue 1 Dec 2026, 12:00 (Europe/Berlin) and Tue 1 Dec 2026, 12:00 (Europe/Berlin). Cancel or move one of each pair, then connect them.',
    );
    expect((await house.desk.arrive(onSlack('Leo'))).person.id).not.toBe(leo.person.id);
    await house.desk.press(leo, { do: 'cancel-confirmed', meeting: one.id });
    // The code was given back by the refusal.
    expect(await pressed(slackLeo, { do: 'link', code })).toBe(nowOne);
    expect(await meetingsOf(house, await house.desk.arrive(onDiscord('Leo')))).toHaveLength(3);
  });

  it('cannot be one already', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    expect(await refusal(leo, await codeFor(house, leo, 'person'), 'person')).toContain('connected already');
  });

  it('answer for each other: a mentor accepts on the one what came to the other', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    const meeting = await aBooking(house, maya, leo);
    const slackMaya = await house.desk.arrive(onSlack('Maya'));
    await connectAccounts(house, maya, await codeFor(house, slackMaya, 'person'));
    const merged = await house.desk.arrive(onSlack('Maya'));
    expect(merged.person.mentor?.topics).toEqual(['python', 'statistics']);
    expect((await house.desk.press(merged, { do: 'accept', meeting: meeting.id })).reply).toBeNull();
    expect((await house.stores.meetings.get(meeting.id))?.status).toBe('scheduled');
  });
});

describe('two places of one programme', () => {
  it('share their mentors: a learner on one books a mentor on the other', async () => {
    const result = await house.desk.enterLink(
      await onWork(),
      await codeFor(house, await onGuild(), 'program'),
      'program',
    );
    expect(readAloud(result.message)).toBe(
      'Connected. Work (Slack) and Study Hall (Discord) share their mentors from now on.',
    );
    const maya = await aMentorAt(house, onSlack('Maya'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    expect((await house.desk.findMentors(leo, '', 5)).map(({ name }) => name)).toEqual(['Maya']);
    const meeting = await aBooking(house, maya, leo, { accepted: true });
    expect(meeting).toMatchObject({ status: 'scheduled', programId: 'discord:guild' });
    expect((await onWork()).program?.id).toBe((await onGuild()).program?.id);
  });

  it('are joined by organisers of both only', async () => {
    const leo = await house.desk.arrive(onSlack('Leo'));
    expect(await refusal(leo, await codeFor(house, await onGuild(), 'program'), 'program')).toContain(
      'Only organisers can do that',
    );
    expect((await onWork()).program?.id).toBe('slack:T1');
    const direct = await house.desk.arrive(onDiscord('Stranger', { community: null, admin: true }));
    expect(await refusal(direct, await codeFor(house, await onGuild(), 'program'), 'program')).toContain(
      'Please use this in a server',
    );
  });

  it('stay two while the one that would move has sessions ahead', async () => {
    const maya = await aMentorAt(house, onSlack('Maya'));
    const meeting = await aBooking(house, maya, await house.desk.arrive(onSlack('Leo')));
    const says = await refusal(await onWork(), await codeFor(house, await onGuild(), 'program'), 'program');
    expect(says).toContain('There are sessions ahead here, and they would be left behind.');
    expect((await onWork()).program?.id).toBe('slack:T1');
    // The other way round nothing is left behind.
    expect(
      await house.desk.enterLink(await onGuild(), await codeFor(house, await onWork(), 'program'), 'program'),
    ).toMatchObject({
      ok: true,
    });
    expect((await onGuild()).program?.id).toBe('slack:T1');
    expect((await house.meetings.view(meeting.id))?.program.communities).toHaveLength(2);
  });

  it('cannot be one already', async () => {
    expect(await refusal(await onGuild(), await codeFor(house, await onGuild(), 'program'), 'program')).toContain(
      'part of that programme already',
    );
  });

  it('keep each its own announcement channel, and share the other settings', async () => {
    await house.desk.submitSettings(await onGuild(), { announcementChannelId: 'C-guild', reminders: '1h' });
    await house.desk.submitSettings(await onWork(), { announcementChannelId: 'C-work' });
    await house.desk.enterLink(await onWork(), await codeFor(house, await onGuild(), 'program'), 'program');
    expect(house.desk.settingsForm(await onWork())).toEqual({
      announcementChannelId: 'C-work',
      reminders: '1 hour',
      mentors: 'anyone',
    });
    expect(house.desk.settingsForm(await onGuild()).announcementChannelId).toBe('C-guild');
  });
});
